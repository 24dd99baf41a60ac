import Crypto
import FunctionRuntime
import Store
import Web

/// Makes a key and says it, this once: only its hash is kept.
struct MakeKey: DatabaseEndpoint {
    private static let scopes = Field<[Scope]>(
        "scopes",
        "What it allows; no more than its maker may do.",
        schema: .array(of: .oneOf(Scope.all.map(\.rawValue))),
        expected: "one or more of \(Scope.all.map(\.rawValue).joined(separator: ", "))"
    ) { json in
        guard case .array(let items) = json, !items.isEmpty else { return nil }
        let scopes = items.compactMap { $0.text.map(Scope.init(rawValue:)) }
        guard scopes.count == items.count, scopes.allSatisfy(Scope.all.contains) else {
            return nil
        }
        return Scope.all.filter(scopes.contains)
    }

    static let route = Route(
        .post,
        "/api/keys",
        "Make a key.",
        access: .scope(.keysWrite, confirmed: true),
        request: .fields(KeyFields.described + [scopes]),
        answers: [.init(.created, "The key, which is not shown again.", NewKey.schema)]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let caller = request.caller
        var terms = Keys.Terms(name: "")
        let scopes: [Scope]
        (terms.name, terms.networks, terms.ratePerMinute, terms.expiresAt, scopes) =
            try request.input().read(
                KeyFields.name,
                KeyFields.networks,
                KeyFields.ratePerMinute,
                KeyFields.expiresAt,
                Self.scopes
            )
        try caller.mayGive(scopes)
        let key = NewKey()
        let line = try database.inTransaction(forTenant: caller.tenant) { connection in
            let line = try Keys.make(key.kept, terms, scopes: scopes, by: caller, on: &connection)
            guard let line, line.isValid else { throw KeyFields.endedAlready }
            return line
        }
        return key.answer(line)
    }
}
