import Testing
import Web

extension Response {
    fileprivate var text: String? {
        guard case .bytes(let bytes) = body else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}

@Suite struct `A problem` {
    @Test func `is a problem document with our members`() {
        let problem = Problem(.conflict, "in-use", "It is in use.", headers: ["Retry-After": "1"])
        let response = problem.response(requestID: "r1")
        #expect(response.status == .conflict)
        #expect(response.headers["Content-Type"] == "application/problem+json")
        #expect(response.headers["Retry-After"] == "1")
        #expect(
            response.text
                == #"{"type":"about:blank","title":"Conflict","status":409,"detail":"It is in use.","#
                + #""code":"in-use","requestId":"r1","error":"It is in use."}"#
        )
    }

    @Test func `lists the fields that are wrong`() {
        let problem = Problem.invalid([
            .init("a", expected: "x", "a is missing."), .init("b", expected: "y", "b must be y."),
        ])
        #expect(problem.detail == "Not accepted: a, b.")
        #expect(
            problem.document(requestID: "")["errors"] == [
                ["field": "a", "expected": "x", "message": "a is missing."],
                ["field": "b", "expected": "y", "message": "b must be y."],
            ]
        )
    }

    @Test(arguments: [
        Status.badRequest, .unauthorized, .forbidden, .notFound, .methodNotAllowed, .conflict,
        .contentTooLarge, .unsupportedMediaType, .unprocessableContent, .tooManyRequests,
        .internalServerError, .serviceUnavailable,
    ])
    func `has a title`(_ status: Status) {
        #expect(!status.reason.hasPrefix("Status"))
    }

    @Test func `of an unknown status has its number for a title`() {
        #expect(Status(rawValue: 418).reason == "Status 418")
    }
}

@Suite struct `A response` {
    @Test func `of JSON says so`() {
        let response = Response.json(["ok": true], .created, headers: ["Location": "/x"])
        #expect(response.status == .created)
        #expect(response.headers["content-type"] == "application/json")
        #expect(response.headers["location"] == "/x")
        #expect(response.text == #"{"ok":true}"#)
    }

    @Test func `of text says which`() {
        #expect(Response.text("hi").headers["content-type"] == "text/plain; charset=utf-8")
        #expect(Response.text("a,b", type: "text/csv").headers["content-type"] == "text/csv")
        #expect(Response.noContent.text == "")
    }
}
