package import Secrets
package import Web

extension Vault {
    /// What a program with secrets to keep needs to know.
    package static let settings: [any DescribedSetting] = [
        Setting.secretsKey, Setting.previousSecretsKey,
    ]

    /// The vault that a process's settings open; nil without a key.
    package convenience init?(_ settings: Settings) {
        guard let key = (try? settings.value(.secretsKey)) ?? nil else { return nil }
        self.init(key, previous: (try? settings.value(.previousSecretsKey)) ?? nil)
    }
}

extension Vault? {
    /// The vault, for who cannot do without it.
    ///
    /// - Throws: a 503 where the installation has no key to seal with.
    package func required() throws(Problem) -> Vault {
        guard let self else {
            throw Problem(
                .serviceUnavailable,
                "no-secrets-key",
                "SECRETS_KEY is not set, so secrets cannot be kept."
            )
        }
        return self
    }
}
