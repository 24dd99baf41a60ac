package import Crypto
package import Postgres
package import Secrets
import Store
package import Web

/// The secret of a key that signs, as it is kept: sealed, for this key alone.
package enum SigningSecret {
    /// Seals it for the key that will have this number; call it in the transaction that makes it.
    package static func seal(
        _ secret: WebhookSecret,
        of key: Int64,
        for tenant: TenantID,
        in vault: Vault,
        on connection: inout Connection
    ) throws -> [UInt8] {
        try vault.seal(
            Array(secret.text.utf8),
            as: .signingSecret,
            of: String(key),
            for: tenant,
            on: &connection
        )
    }

    /// Nil for a key that does not sign, or one that was sealed elsewhere.
    static func open(
        _ admitted: Keys.Admitted,
        of key: Int64,
        from vault: Vault?,
        on connection: inout Connection
    ) throws(PostgresError) -> WebhookSecret? {
        guard let vault, let sealed = admitted.signingSecret,
            let bytes = try vault.open(
                sealed,
                as: .signingSecret,
                of: String(key),
                for: admitted.caller.tenant,
                on: &connection
            )
        else { return nil }
        return WebhookSecret(String(decoding: bytes, as: UTF8.self))
    }
}
