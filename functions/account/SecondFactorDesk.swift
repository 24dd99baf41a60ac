import Crypto
import FunctionRuntime
import People
import Postgres
import Store
import Web

/// What the endpoints of the second factor share.
struct SecondFactorDesk: Sendable {
    let database: Database
    private let secondFactor: SecondFactor

    init(_ platform: Platform) throws {
        database = try platform.database
        secondFactor = SecondFactor(sealedIn: platform.vault)
    }

    /// The person who asks, as they are now.
    func person(_ request: Request) throws -> Users.Credentials {
        let found = try database.forTenant(request.caller.tenant) { connection in
            try Users.find(email: request.caller.name, on: &connection)
        }
        guard let found else { throw Problem.notFound("There is no such account any more.") }
        return found
    }

    func business(of user: User) throws -> String {
        try database.forTenant(user.tenant) { try Tenants.name(of: user.tenant, on: &$0) }
    }

    func seal(
        _ secret: [UInt8],
        for user: User,
        on connection: inout Connection
    ) throws -> [UInt8] {
        guard let sealed = try secondFactor.seal(secret, for: user, on: &connection) else {
            throw Problem(
                .conflict,
                "no-secrets-key",
                "The installation has no SECRETS_KEY, so there is nothing to seal secrets with."
            )
        }
        return sealed
    }

    /// The secret that was offered to this person.
    func secret(
        offered sealed: [UInt8],
        to user: User,
        on connection: inout Connection
    ) throws(PostgresError) -> [UInt8]? {
        try secondFactor.secret(sealed, of: user, on: &connection)
    }

    /// Ten codes, as many services give.
    static func recoveryCodes() -> [RecoveryCode] { (0..<10).map { _ in .generate() } }
}
