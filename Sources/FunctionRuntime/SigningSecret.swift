package import Crypto
import Store
package import Web

/// The secret of a key that signs, as it is kept: sealed, for its business alone.
package enum SigningSecret {
    package static func seal(
        _ secret: WebhookSecret,
        of tenant: TenantID,
        with key: SealingKey
    ) throws(CryptoError) -> [UInt8] {
        try key.seal(Array(secret.text.utf8), context: context(tenant))
    }

    /// Nil for a key that does not sign, or one that was sealed elsewhere.
    static func open(_ admitted: Keys.Admitted, with key: SealingKey?) -> WebhookSecret? {
        guard let key, let sealed = admitted.signingSecret,
            let bytes = try? key.open(sealed, context: context(admitted.caller.tenant))
        else { return nil }
        return WebhookSecret(String(decoding: bytes, as: UTF8.self))
    }

    private static func context(_ tenant: TenantID) -> [UInt8] {
        Array("signing key of business \(tenant.rawValue)".utf8)
    }
}
