import FunctionRuntime
import Secrets
import Store
import Web

/// Makes a key's successor; both let in until the program has the new one.
struct RotateKey: Endpoint {
    private static let overlapHours = Field<Int>.integer(
        "overlapHours",
        0...720,
        "For how long the old key goes on working."
    ).defaulting(to: 24)

    static let route = Route(
        .post,
        "/api/keys/{id}/rotation",
        "Replace a key by a new one, and end it some hours later.",
        access: .scope(.keysWrite, confirmed: true),
        answersSecret: true,
        request: .fields([overlapHours]),
        answers: [
            .init(.created, "The new key, which is not shown again.", NewKey.schema),
            .init(.notFound, "There is no such key that has not ended."),
        ]
    )

    private let database: Database
    private let vault: Vault?

    init(_ platform: Platform) throws {
        database = try platform.database
        vault = platform.vault
    }

    func respond(to request: Request) throws -> Response {
        let caller = request.caller
        let hours = try request.input().read(Self.overlapHours)
        return try database.inTransaction(forTenant: caller.tenant) { connection in
            let old = try request.key { try Keys.valid($0, of: caller.tenant, on: &connection) }
            let new =
                try old.signs
                ? NewKey(signingFor: caller.tenant, in: vault, on: &connection)
                : NewKey(on: &connection)
            let line = try Keys.rotate(
                old.id,
                to: new.kept,
                overlapHours: hours,
                by: caller,
                on: &connection
            )
            guard let line else {
                throw Problem.notFound("There is no such key, or it has ended already.")
            }
            return new.answer(line)
        }
    }
}
