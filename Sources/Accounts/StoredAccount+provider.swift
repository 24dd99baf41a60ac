import JSONParser
package import Postgres
package import Providers
package import Secrets
package import Store
import Web

/// Why an account in the database cannot be used.
package enum UnusableAccount: Error, Sendable {
    /// There is no key, or the secrets were sealed with others.
    case sealed
    case invalid(InvalidProvider)
}

extension StoredAccount {
    /// What the providers' layer makes an adapter of.
    ///
    /// - Throws: `UnusableAccount` or `PostgresError`.
    package func account(
        openedBy vault: Vault?,
        on connection: inout Connection
    ) throws -> ProviderAccount {
        ProviderAccount(
            name: name,
            kind: kind,
            settings: Self.texts(settings.utf8),
            secrets: try openSecrets(in: vault, on: &connection),
            document: document.flatMap { try? JSON(parsing: Array($0.utf8)) }
        )
    }

    /// The adapter of this account.
    ///
    /// - Throws: `UnusableAccount` or `PostgresError`.
    package func provider(
        openedBy vault: Vault?,
        on connection: inout Connection
    ) throws -> any Provider {
        let account = try account(openedBy: vault, on: &connection)
        do throws(InvalidProvider) {
            return try Providers.make(account)
        } catch {
            throw UnusableAccount.invalid(error)
        }
    }

    /// Seals secrets for this account alone: copied into another row they do not open.
    ///
    /// Call it in the transaction that writes the account.
    package mutating func seal(
        _ values: [String: String],
        in vault: Vault,
        on connection: inout Connection
    ) throws {
        secrets = try vault.seal(
            Self.object(values).serialized,
            as: .providerSecrets,
            of: id,
            for: keeper,
            on: &connection
        )
        let hints = values.mapValues { $0.count > 8 ? String($0.suffix(4)) : "" }
        secretHints = Self.object(hints).serializedText
    }

    /// Whose key the secrets are sealed with: what all businesses use is the first one's.
    private var keeper: TenantID { tenant ?? .first }

    private func openSecrets(
        in vault: Vault?,
        on connection: inout Connection
    ) throws -> [String: String] {
        guard let secrets else { return [:] }
        let opened = try vault?.open(
            secrets,
            as: .providerSecrets,
            of: id,
            for: keeper,
            on: &connection
        )
        guard let opened else { throw UnusableAccount.sealed }
        return Self.texts(opened)
    }

    private static func texts(_ json: some Collection<UInt8>) -> [String: String] {
        guard case .object(let object) = try? JSON(parsing: Array(json)) else { return [:] }
        let pairs = object.members.compactMap { member in
            member.value.text.map { (member.name, $0) }
        }
        return Dictionary(pairs, uniquingKeysWith: { _, last in last })
    }

    private static func object(_ texts: [String: String]) -> JSON {
        let members = texts.sorted { $0.key < $1.key }
        return .object(JSON.Object(members.map { .init($0.key, .string($0.value)) }))
    }
}
