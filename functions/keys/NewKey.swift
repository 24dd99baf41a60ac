import Crypto
import FunctionRuntime
import Postgres
import Secrets
import Store
import Web

/// A key that is being made, which is said this once.
struct NewKey {
    let kept: Keys.Kept
    /// Sent along with each request.
    private var key: String?
    /// Never sent: what is posted is signed with it.
    private var secret: String?

    /// One that is sent along.
    init(on connection: inout Connection) throws(PostgresError) {
        let key = APIKey.generate()
        kept = Keys.Kept(
            id: try Keys.nextID(on: &connection),
            prefix: key.prefix,
            hash: key.hash
        )
        self.key = key.text
    }

    /// One that signs; call it in the transaction that keeps it.
    init(
        signingFor tenant: TenantID,
        in vault: Vault?,
        on connection: inout Connection
    ) throws {
        let vault = try vault.required()
        let secret = WebhookSecret.generate()
        let id = try Keys.nextID(on: &connection)
        kept = Keys.Kept(
            id: id,
            prefix: secret.beginning,
            // Of nothing that anybody has: this key is found by its number.
            hash: Token.generate().hash,
            signingSecret: try SigningSecret.seal(
                secret,
                of: id,
                for: tenant,
                in: vault,
                on: &connection
            )
        )
        self.secret = secret.text
    }

    static let schema = Schema.object([
        "key": .string.orNull, "secret": .string.orNull, "id": .integer, "prefix": .string,
    ])

    func answer(_ line: Keys.Line) -> Response {
        let said: [JSON.Object.Member] = [
            .init("key", .optional(key)), .init("secret", .optional(secret)),
        ]
        return .json(.object(JSON.Object(said + line.members)), .created)
    }
}
