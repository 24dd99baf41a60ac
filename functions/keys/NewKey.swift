import Crypto
import FunctionRuntime
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
    init() {
        let key = APIKey.generate()
        kept = Keys.Kept(prefix: key.prefix, hash: key.hash)
        self.key = key.text
    }

    /// One that signs.
    init(signingFor tenant: TenantID, sealedWith sealingKey: SealingKey?) throws {
        guard let sealingKey else {
            throw Problem(
                .serviceUnavailable,
                "no-secrets-key",
                "SECRETS_KEY is not set, so secrets cannot be kept."
            )
        }
        let secret = WebhookSecret.generate()
        kept = Keys.Kept(
            prefix: secret.beginning,
            // Of nothing that anybody has: this key is found by its number.
            hash: Token.generate().hash,
            signingSecret: try SigningSecret.seal(secret, of: tenant, with: sealingKey)
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
