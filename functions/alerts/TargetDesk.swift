import Accounts
import Alerting
import Crypto
import FunctionRuntime
import Store
import Web

/// What changing targets needs: the database, the key that seals secrets, and what is allowed.
struct TargetDesk: Sendable {
    let database: Database
    private let key: SealingKey?
    let toInside: Bool

    static let settings: [any DescribedSetting] = [
        Setting<SealingKey?>.secretsKey, Setting<Bool>.targetsInside,
    ]

    init(_ platform: Platform) throws {
        database = try platform.database
        key = try platform.settings.value(.secretsKey)
        toInside = try platform.settings.value(.targetsInside)
    }

    func seal(_ secret: String, for target: String) throws -> [UInt8] {
        guard let key else {
            throw Problem(
                .serviceUnavailable,
                "no-secrets-key",
                "SECRETS_KEY is not set, so secrets cannot be kept."
            )
        }
        return try TargetSecret.seal(secret, for: target, with: key)
    }

    /// What may be shown of a Slack webhook's address: whoever knows all of it may post there.
    static func shown(_ address: String) -> String {
        let parts = address.split(separator: "/", omittingEmptySubsequences: true)
        guard parts.count > 1 else { return "…" }
        return "\(parts[0])//\(parts[1])/…\(address.suffix(4))"
    }

    static let unknown = Problem.notFound("There is no target of this id.")
}

extension Request {
    /// The UUID in the path.
    func target() throws(Problem) -> String {
        let id = parameters["id"] ?? ""
        guard UUIDText.isWellFormed(id) else { throw TargetDesk.unknown }
        return id
    }
}
