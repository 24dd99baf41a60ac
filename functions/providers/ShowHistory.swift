import FunctionRuntime
import Store
import Web

/// What changed in an account's share of the traffic, and why.
struct ShowHistory: DatabaseEndpoint {
    private static let limit = Field<Int>.integer("limit", 1...1000, "How many changes.")
        .defaulting(to: 100)

    static let route = Route(
        .get,
        "/api/providers/{name}/history",
        "Show a provider's changes of route.",
        access: .scope(.settingsRead),
        query: [limit],
        answers: [
            .init(
                .ok,
                "The changes, the newest first.",
                .object([
                    "provider": .string,
                    "changes": .array(
                        of: .object([
                            "at": .timestamp, "change": .string, "reason": .string,
                            "by": .string.orNull,
                        ])
                    ),
                ])
            ),
            .init(.notFound, "There is no provider of this name."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let name = request.parameters["name"] ?? ""
        let limit = try request.input().read(Self.limit)
        let account = try Desk(database: database).find(name, for: request.caller)
        guard account != nil || name == ProviderAccounts.homeName else { throw Desk.notFound }
        let lines = try database.forTenant(request.caller.tenant) { connection in
            try RouteChanges.latest(of: name, limit: limit, on: &connection)
        }
        let isEverybodys = account?.isEverybodys ?? true
        let changes = lines.map { line -> JSON in
            let person = request.caller.name(of: line.person, atEverybodys: isEverybodys)
            return [
                "at": .string(line.at), "change": .string(line.change),
                "reason": .string(line.reason), "by": .optional(person),
            ]
        }
        return .json(["provider": .string(name), "changes": .array(changes)])
    }
}
