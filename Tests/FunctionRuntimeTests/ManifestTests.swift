import Testing
import Web

@testable import FunctionRuntime

private let rules: [(Access, JSON)] = [
    (.anyone, ["rule": "anyone"]), (.signature, ["rule": "signature"]),
    (.session(), ["rule": "session", "confirmed": false]),
    (
        .scope(.systemRead, reach: .installation),
        ["rule": "scope", "scope": "system:read", "reach": "installation", "confirmed": false]
    ),
    (
        .scope(.auditRead),
        ["rule": "scope", "scope": "audit:read", "reach": "business", "confirmed": false]
    ),
    (
        .scope(.keysWrite, reach: .dealerships, confirmed: true),
        ["rule": "scope", "scope": "keys:write", "reach": "dealerships", "confirmed": true]
    ),
]

@Suite struct `A manifest` {
    private let route = Route(
        .post,
        "/retry/{id}",
        "Send again.",
        access: .scope(.messagesWrite),
        bodyByteCountMax: 1024,
        query: [
            Field<Int>.integer("days", 1...9, "How many days."),
            Field<String>.text("name", 0...9, "A name.").alsoInQuery(as: "customer_name"),
        ],
        request: .anyObject,
        answers: [
            .init(.ok, "Done.", .boolean), .init(.noContent, "Nothing.", mediaType: "text/csv"),
        ]
    )

    private func manifest(_ routes: [Route]) -> JSON {
        Manifest(
            name: "retry",
            kind: .function,
            summary: "Sends again.",
            gateway: .main,
            threads: 16,
            processes: 2,
            databaseRole: .function,
            settings: [Setting<String>.databaseURL, Setting<Int>.databasePoolMax],
            connections: [.internet],
            routes: routes
        ).json
    }

    @Test func `says what the program is and needs`() {
        #expect(
            manifest([]) == [
                "name": "retry", "kind": "function", "summary": "Sends again.", "gateway": "main",
                "threads": 16, "processes": 2, "databaseRole": "function",
                "reaches": ["database", "internet"],
                "environment": [
                    [
                        "name": "DATABASE_URL", "required": true, "secret": true,
                        "summary": "The libpq URL of the database.", "opens": "database",
                    ],
                    [
                        "name": "DATABASE_POOL_MAX", "required": false, "secret": false,
                        "summary": "How many database connections one process may open.",
                        "opens": nil,
                    ],
                ],
                "routes": [],
            ]
        )
    }

    @Test func `describes every route`() {
        #expect(
            manifest([route])["routes"] == [
                [
                    "method": "POST", "path": "/retry/{id}", "summary": "Send again.",
                    "access": [
                        "rule": "scope", "scope": "messages:write", "reach": "business",
                        "confirmed": false,
                    ],
                    "bodyLimit": 1024, "idempotencyKey": true,
                    "parameters": [
                        [
                            "name": "id", "in": "path", "required": true,
                            "schema": ["type": "string"],
                        ],
                        [
                            "name": "days", "in": "query", "required": true,
                            "description": "How many days.",
                            "schema": ["type": "integer", "minimum": 1, "maximum": 9],
                        ],
                        // Required, but the body may have it instead.
                        [
                            "name": "customer_name", "in": "query", "required": false,
                            "description": "A name.",
                            "schema": ["type": "string", "minLength": 0, "maxLength": 9],
                        ],
                    ],
                    "request": ["type": "object"],
                    "responses": [
                        "200": [
                            "summary": "Done.", "mediaType": "application/json",
                            "schema": ["type": "boolean"],
                        ],
                        "204": ["summary": "Nothing.", "mediaType": "text/csv", "schema": nil],
                    ],
                ]
            ]
        )
    }

    @Test func `offers no repetition of an answer that says a secret`() {
        let route = Route(.post, "/", "", access: .scope(.keysWrite), answersSecret: true)
        guard case .array(let all) = manifest([route])["routes"] else { return }
        #expect(all.first?["idempotencyKey"] == false)
    }

    @Test(arguments: rules)
    func `says who may use a route`(_ access: Access, _ json: JSON) {
        let routes = manifest([Route(.get, "/", "", access: access)])["routes"]
        guard case .array(let all) = routes else { return }
        #expect(all.first?["access"] == json)
        #expect(all.first?["request"] == JSON.null)
    }
}
