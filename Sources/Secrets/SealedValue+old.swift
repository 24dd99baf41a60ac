import Store
import Web

extension SealedValue {
    /// What a value was bound to when it was sealed with the installation's key itself, before
    /// businesses had keys; nil for what is younger.
    func oldContext(of row: String, for tenant: TenantID) -> [UInt8]? {
        switch self {
        case .providerSecrets, .alertTarget: Array(row.utf8)
        case .signingSecret: Array("signing key of business \(tenant.rawValue)".utf8)
        case .secondFactor: Array("second factor \(row)".utf8)
        case .signInSecret: Array("sign-in \(tenant.rawValue)".utf8)
        case .archiveKey: nil
        }
    }
}
