import FunctionRuntime
import Testing
import Web

private let name = Field<String>.text("name", 1...20, "A name.")

@Suite struct `A request's body` {
    private func request(_ body: String, _ type: String? = nil, query: String = "") -> Request {
        var headers = Headers()
        headers["content-type"] = type
        return Request(
            method: .post,
            path: "/",
            rawQuery: query,
            headers: headers,
            body: Array(body.utf8)
        )
    }

    @Test(arguments: [
        (#"{"name":"Ada"}"#, "application/json"), (#"{"name":"Ada"}"#, nil),
        (#" {"name":"Ada"}"#, "text/plain"), ("name=Ada", "application/x-www-form-urlencoded"),
        ("x=1&name=Ada", "application/x-www-form-urlencoded; charset=utf-8"),
        // What curl -d calls everything.
        ("\r\n\t {\"name\":\"Ada\"}", "application/x-www-form-urlencoded"),
    ])
    func `may be JSON or a form`(_ body: String, _ type: String?) throws {
        #expect(try request(body, type).input().read(name) == "Ada")
    }

    @Test func `yields to the query`() throws {
        let request = request(#"{"name":"Ada"}"#, query: "name=Eve")
        #expect(try request.input().read(name) == "Eve")
    }

    @Test(arguments: ["", " \r\n\t", "{}"])
    func `may be empty`(_ body: String) throws {
        let absent: String? = try request(body).input().read(name.optional)
        #expect(absent == nil)
        #expect(try request(body, query: "name=Eve").input().read(name) == "Eve")
    }

    @Test(arguments: [
        ("[1]", "The body must be a JSON object; it is an array."),
        ("null", "The body must be a JSON object; it is null."),
        (#"{"amount":1e400}"#, #"The number in "amount" (byte 10) is too large."#),
        ("1e400", "The number (byte 0) is too large."),
        (
            #"{"transactions":[{"id":"a"},{"id":x}]}"#,
            #"The body is not valid JSON near "transactions[1].id" (byte 34): Invalid value."#
        ),
        ("name=Ada", "The body is not valid JSON (byte 1): Invalid value."),
        (
            String(repeating: "[", count: 65),
            "The body's JSON is nested deeper than 64 levels (byte 64)."
        ),
    ])
    func `that cannot be read is refused with what is wrong and where`(
        _ body: String,
        _ detail: String
    ) {
        let problem = #expect(throws: Problem.self) { try request(body).input() }
        #expect(problem?.status == .badRequest)
        #expect(problem?.code == "malformed-json")
        #expect(problem?.detail == detail)
    }

    @Test func `as a form keeps text that is not UTF-8 readable`() throws {
        let request = request("name=%FFx", "application/x-www-form-urlencoded")
        #expect(try request.input().read(name) == "\u{FFFD}x")
    }
}
