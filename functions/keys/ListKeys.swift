import FunctionRuntime
import Store
import Web

/// Every key of the business, also those that have ended.
struct ListKeys: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/keys",
        "List the keys.",
        access: .scope(.settingsRead),
        answers: [
            .init(
                .ok,
                "The keys, by their beginnings only; the valid ones first.",
                .object([
                    "keys": .array(of: Keys.Line.schema),
                    "scopes": .array(of: .object(["scope": .string, "about": .string])),
                    "ratePerMinute": Schema.integer.orNull.about(
                        "What all keys together may ask in a minute; null for no limit."
                    ),
                ])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let (keys, rate) = try database.forTenant(tenant) { connection in
            (
                try Keys.all(of: tenant, on: &connection),
                try Tenants.rate(of: tenant, on: &connection)
            )
        }
        // Nobody gives away what they do not have.
        let scopes = Scope.all.filter(request.caller.scopes.contains)
        return .json([
            "keys": .array(keys.map(\.json)),
            "scopes": .array(
                scopes.map { ["scope": .string($0.rawValue), "about": .string($0.about)] }
            ),
            "ratePerMinute": rate.map(JSON.int) ?? .null,
        ])
    }
}
