import Accounts
import Alerting
import FunctionRuntime
import Postgres
import Secrets
import Store
import Web

/// What changing targets needs: the database, the key that seals secrets, and what is allowed.
struct TargetDesk: Sendable {
    let database: Database
    private let vault: Vault?
    let toInside: Bool

    static let settings: [any DescribedSetting] = Vault.settings + [Setting<Bool>.targetsInside]

    init(_ platform: Platform) throws {
        database = try platform.database
        vault = platform.vault
        toInside = try platform.settings.value(.targetsInside)
    }

    /// Seals a target's secret for it alone, in the transaction that writes it.
    func seal(
        _ secret: String?,
        for target: String,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws -> [UInt8]? {
        guard let secret else { return nil }
        return try vault.required().seal(
            Array(secret.utf8),
            as: .alertTarget,
            of: target,
            for: tenant,
            on: &connection
        )
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
