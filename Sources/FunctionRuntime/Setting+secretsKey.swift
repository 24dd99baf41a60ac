package import Crypto

extension Setting<SealingKey?> {
    /// The key to the keys of businesses; it lives outside the database.
    package static let secretsKey = key(
        "SECRETS_KEY",
        "The key that seals providers' and people's secrets; without it none can be kept."
    )

    /// The key before, while deploy/rotate-secrets replaces it.
    package static let previousSecretsKey = key(
        "SECRETS_KEY_PREVIOUS",
        "The key that SECRETS_KEY takes the place of, while it does."
    )

    private static func key(_ name: String, _ summary: String) -> Setting {
        Setting(
            name,
            summary,
            secret: true,
            expected: "the base64 of 32 bytes",
            fallback: .some(nil)
        ) { text in
            guard let bytes = Base64.decode(text), let key = try? SealingKey(bytes) else {
                return nil
            }
            return .some(key)
        }
    }
}
