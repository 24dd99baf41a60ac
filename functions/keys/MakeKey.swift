import FunctionRuntime
import Secrets
import Store
import Web

/// Makes a key and says it, this once: only its hash is kept.
struct MakeKey: Endpoint {
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

    private static let signs = Field<Bool>.flag(
        "signs",
        "Whether the program signs what it posts (Standard Webhooks) instead of sending the key."
    ).defaulting(to: false)

    static let route = Route(
        .post,
        "/api/keys",
        "Make a key.",
        access: .scope(.keysWrite, confirmed: true),
        answersSecret: true,
        request: .fields(KeyFields.described + [scopes, signs]),
        answers: [.init(.created, "The key, which is not shown again.", NewKey.schema)]
    )

    private let database: Database
    private let vault: Vault?

    init(_ platform: Platform) throws {
        database = try platform.database
        vault = platform.vault
    }

    func respond(to request: Request) throws -> Response {
        let caller = request.caller
        var terms = Keys.Terms(name: "")
        let (scopes, signs): ([Scope], Bool)
        (terms.name, terms.networks, terms.ratePerMinute, terms.expiresAt, scopes, signs) =
            try request.input().read(
                KeyFields.name,
                KeyFields.networks,
                KeyFields.ratePerMinute,
                KeyFields.expiresAt,
                Self.scopes,
                Self.signs
            )
        try caller.mayGive(scopes)
        guard !signs || scopes == [.transactionsWrite] else { throw Self.signsTransactionsOnly }
        return try database.inTransaction(forTenant: caller.tenant) { connection in
            let key =
                try signs
                ? NewKey(signingFor: caller.tenant, in: vault, on: &connection)
                : NewKey(on: &connection)
            let line = try Keys.make(key.kept, terms, scopes: scopes, by: caller, on: &connection)
            guard let line, line.isValid else { throw KeyFields.endedAlready }
            return key.answer(line)
        }
    }

    private static let signsTransactionsOnly = Problem.invalid([
        .init(
            "scopes",
            expected: "transactions:write alone for a key that signs",
            "A key that signs can report transactions, and nothing else."
        )
    ])
}
