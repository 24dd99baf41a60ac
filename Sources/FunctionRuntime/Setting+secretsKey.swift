package import Crypto

extension Setting<SealingKey?> {
    /// The key to the secrets of configured providers; it lives outside the database.
    package static let secretsKey = Setting(
        "SECRETS_KEY",
        "The key that seals providers' secrets; without it none can be configured.",
        secret: true,
        expected: "the base64 of 32 bytes",
        fallback: .some(nil)
    ) { text in
        guard let bytes = Base64.decode(text), let key = try? SealingKey(bytes) else { return nil }
        return .some(key)
    }
}
