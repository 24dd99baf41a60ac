import FunctionRuntime
import Messaging
import Store
import Web

/// What the log can be narrowed by: for menus.
struct ListChoices: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/messages/choices",
        "List what the log can be narrowed by.",
        access: .scope(.messagesRead, reach: .dealerships),
        answers: [
            .init(
                .ok,
                "The names and codes that occur.",
                .object([
                    "dealerships": .array(of: .string), "providers": .array(of: .string),
                    "errorCodes": .array(of: .object(["code": .string, "meaning": .string])),
                ])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let choices = try database.forTenant(tenant) { connection in
            try FilterChoices.of(tenant, on: &connection)
        }
        return .json([
            "dealerships": .array(choices.dealerships.map { .string($0) }),
            "providers": .array(choices.providers.map { .string($0) }),
            "errorCodes": .array(
                choices.errorCodes.map { code in
                    [
                        "code": .string(code),
                        "meaning": .string(ErrorCatalogue.explain(code).meaning),
                    ]
                }
            ),
        ])
    }
}
