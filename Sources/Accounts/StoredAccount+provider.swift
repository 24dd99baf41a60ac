package import Crypto
import JSONParser
package import Providers
package import Store
import Web

/// Why an account in the database cannot be used.
package enum UnusableAccount: Error, Sendable {
    /// There is no key, or the secrets were sealed with another one.
    case sealed
    case invalid(InvalidProvider)
}

extension StoredAccount {
    /// What the providers' layer makes an adapter of.
    package func account(
        openedBy key: SealingKey?
    ) throws(UnusableAccount) -> ProviderAccount {
        ProviderAccount(
            name: name,
            kind: kind,
            settings: Self.texts(settings.utf8),
            secrets: try openSecrets(with: key),
            document: document.flatMap { try? JSON(parsing: Array($0.utf8)) }
        )
    }

    /// The adapter of this account.
    package func provider(openedBy key: SealingKey?) throws(UnusableAccount) -> any Provider {
        let account = try account(openedBy: key)
        do throws(InvalidProvider) {
            return try Providers.make(account)
        } catch {
            throw .invalid(error)
        }
    }

    /// Seals secrets for this account alone: copied into another row they do not open.
    package mutating func seal(
        _ values: [String: String],
        with key: SealingKey
    ) throws(CryptoError) {
        secrets = try key.seal(Self.object(values).serialized, context: Array(id.utf8))
        let hints = values.mapValues { $0.count > 8 ? String($0.suffix(4)) : "" }
        secretHints = String(decoding: Self.object(hints).serialized, as: UTF8.self)
    }

    private func openSecrets(
        with key: SealingKey?
    ) throws(UnusableAccount) -> [String: String] {
        guard let secrets else { return [:] }
        guard let key else { throw .sealed }
        do throws(CryptoError) {
            return Self.texts(try key.open(secrets, context: Array(id.utf8)))
        } catch {
            throw .sealed
        }
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
