import FunctionRuntime
import Store
import Web

/// Says anew what a key is called, from where it may be used, how often, and until when; what it may
/// do stays as it was made.
struct ChangeKey: DatabaseEndpoint {
    static let route = Route(
        .put,
        "/api/keys/{id}",
        "Change a key.",
        access: .scope(.keysWrite, confirmed: true),
        request: .fields(KeyFields.described),
        answers: [
            .init(.ok, "The key as it is now; it holds within five seconds.", Keys.Line.schema),
            .init(.notFound, "There is no such key that has not ended."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        var terms = Keys.Terms(name: "")
        (terms.name, terms.networks, terms.ratePerMinute, terms.expiresAt) =
            try request.input().read(
                KeyFields.name,
                KeyFields.networks,
                KeyFields.ratePerMinute,
                KeyFields.expiresAt
            )
        let line = try database.inTransaction(forTenant: tenant) { connection in
            let key = try request.key { try Keys.valid($0, of: tenant, on: &connection) }
            let line = try Keys.change(key.id, to: terms, of: tenant, on: &connection)
            guard let line, line.isValid else { throw KeyFields.endedAlready }
            return line
        }
        return .json(line.json)
    }
}
