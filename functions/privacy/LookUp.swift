import FunctionRuntime
import Messaging
import Privacy
import Store
import Web

/// How much is known of a customer, and where.
struct LookUp: DatabaseEndpoint {
    static let route = Route(
        .post,
        "/api/privacy/lookup",
        "Say what is known of one customer, by number.",
        access: .scope(.privacyWrite),
        request: .fields([PersonField.described]),
        answers: [
            .init(
                .ok,
                "How many rows of each table are the customer's.",
                .object([
                    "phone": .string, "known": .boolean,
                    "tables": .array(of: PersonalData.Holding.schema),
                ])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let person = try database.person(request)
        let holdings = try database.forTenant(request.caller.tenant) { connection in
            try PersonalData.count(person, on: &connection)
        }
        return .json([
            "phone": .string(person.number.rawValue),
            "known": .bool(holdings.contains { $0.count > 0 }),
            "tables": .array(holdings.map(\.json)),
        ])
    }
}
