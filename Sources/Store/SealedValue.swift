/// The columns that hold something sealed; a test finds one that is missing here.
package enum SealedValue: String, Sendable, Hashable, CaseIterable {
    /// What an account at a provider asks for.
    case providerSecrets = "provider_accounts.secrets"
    /// The secret of a webhook that is told of alerts, or the address of one that has none.
    case alertTarget = "alert_targets.sealed"
    /// What a key signs with.
    case signingSecret = "api_keys.signing_secret"
    /// What the app of a person computes codes from.
    case secondFactor = "users.totp_secret"
    /// What this system proves itself with to an issuer.
    case signInSecret = "sign_in_providers.client_secret"
    /// What a person's part of the archives is sealed with.
    case archiveKey = "archive_keys.sealed_key"
}
