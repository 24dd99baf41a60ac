import Testing
import Web

@Suite struct `A path template` {
    private let template = PathTemplate("/api/messages/{id}/attempts/{number}")

    @Test func `names its holes`() {
        #expect(template.names == ["id", "number"])
        #expect(PathTemplate("/health").names == [])
    }

    @Test(arguments: [
        ("/api/messages/7/attempts/1", ["id": "7", "number": "1"]),
        ("/api/messages/a%2Fb/attempts/%C3%A9", ["id": "a/b", "number": "é"]),
        ("/api/messages/100%/attempts/+", ["id": "100%", "number": "+"]),
        ("/api/messages/{id}/attempts/..", ["id": "{id}", "number": ".."]),
    ])
    func `splits before it decodes`(_ path: String, _ values: [String: String]) {
        #expect(template.match(path) == values)
    }

    @Test(arguments: [
        "/api/messages//attempts/1", "/api/messages/7/attempts/", "/api/messages/7/attempts",
        "/api/messages/7/attempts/1/", "api/messages/7/attempts/1", "/API/messages/7/attempts/1",
        "/api/messages/a/b/attempts/1", "/api%2Fmessages/7/attempts/1", "", "/",
    ])
    func `fits nothing else`(_ path: String) {
        #expect(template.match(path) == nil)
    }
}

@Suite struct `The router` {
    private let router = Router<String>(
        [
            (Method.get, "/api/messages"), (.get, "/api/messages/{id}"), (.post, "/retry/{id}"),
            (.delete, "/retry/{id}"), (.post, "/retry/bulk"), (.get, "/settings"),
            (.post, "/settings"),
        ].map { (method: Method, path: StaticString) in
            let route = Route(method, path, "A route.", access: .anyone)
            return (route: route, target: "\(method.rawValue) \(path)")
        }
    )

    @Test(arguments: [
        ("GET", "/api/messages", "GET /api/messages", [:]),
        ("GET", "/api/messages/x%20y", "GET /api/messages/{id}", ["id": "x y"]),
        ("HEAD", "/api/messages/7", "GET /api/messages/{id}", ["id": "7"]),  // as GET, without body
        ("POST", "/retry/bulk", "POST /retry/bulk", [:]),  // the one written out
        ("POST", "/retry/7", "POST /retry/{id}", ["id": "7"]),
    ])
    func `finds the endpoint`(
        _ method: String,
        _ path: String,
        _ target: String,
        _ parameters: [String: String]
    ) throws {
        let match = try router.match(method, path)
        #expect(match.target == target)
        #expect(match.parameters == parameters)
        #expect("\(match.route.method.rawValue) \(match.route.template.text)" == target)
    }

    @Test(arguments: ["/", "", "/api", "/api/messages/", "/nothing", "*"])
    func `answers 404 where there is nothing`(_ path: String) {
        let problem = #expect(throws: Problem.self) { try router.match("GET", path) }
        #expect(problem?.status == .notFound)
        #expect(problem?.code == "not-found")
    }

    @Test(arguments: [
        ("DELETE", "/api/messages", "GET"), ("PUT", "/settings", "GET, POST"),
        ("DELETE", "/retry/bulk", "POST"),  // no `{id}`: it is written out
        ("HEAD", "/retry/7", "POST, DELETE"), ("get", "/settings", "GET, POST"),
        ("BREW", "/settings", "GET, POST"), ("", "/settings", "GET, POST"),
    ])
    func `answers 405 and says what is allowed`(_ method: String, _ path: String, _ allow: String) {
        let problem = #expect(throws: Problem.self) { try router.match(method, path) }
        #expect(problem?.status == .methodNotAllowed)
        #expect(problem?.headers["allow"] == allow)
    }
}
