import Crypto
import FunctionRuntime
import Store
import Web

/// Makes a key and says it, this once: only its hash is kept.
struct MakeKey: DatabaseEndpoint {
    private static let name = Field<String>.text("name", 1...100, "What it is for.")
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
    private static let expiresAt = Field<String>.timestamp(
        "expiresAt",
        "When it ends; left out, never."
    ).optional

    static let route = Route(
        .post,
        "/api/keys",
        "Make a key.",
        access: .scope(.keysWrite, confirmed: true),
        request: .fields([name, scopes, expiresAt]),
        answers: [
            .init(
                .created,
                "The key, which is not shown again.",
                .object(["key": .string, "id": .integer, "prefix": .string])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let caller = request.caller
        let (name, scopes, expiresAt) = try request.input().read(
            Self.name,
            Self.scopes,
            Self.expiresAt
        )
        let foreign = scopes.filter { !caller.scopes.contains($0) }.map(\.rawValue)
        guard foreign.isEmpty else {
            throw Problem(
                .forbidden,
                "scope-missing",
                "You cannot give what you do not have: \(foreign.joined(separator: ", "))."
            )
        }
        let key = APIKey.generate()
        let line = try database.inTransaction(forTenant: caller.tenant) { connection in
            let line = try Keys.make(
                name: name,
                prefix: key.prefix,
                hash: key.hash,
                scopes: scopes,
                expiresAt: expiresAt,
                by: caller,
                on: &connection
            )
            guard let line, line.isValid else {
                let expected = "a moment to come"
                throw Problem.invalid([
                    .init("expiresAt", expected: expected, "expiresAt must be \(expected).")
                ])
            }
            return line
        }
        return .json(
            .object(JSON.Object([.init("key", .string(key.text))] + line.members)),
            .created
        )
    }
}
