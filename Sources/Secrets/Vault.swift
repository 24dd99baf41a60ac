package import Crypto
package import Postgres
package import Store
package import Web

/// Seals what the database must not know, each business's with a key of its own.
///
/// The keys of businesses stand in the database, sealed with the installation's key, which does not:
/// to replace that one, only they are sealed anew. They are made when they are first needed.
package final class Vault: Sendable {
    /// The one of now, then the one before, while one replaces the other.
    private let installationKeys: [SealingKey]
    private let known = Cache<Int32, BusinessKeys>()

    package init(_ key: SealingKey, previous: SealingKey? = nil) {
        installationKeys = [key] + (previous.map { [$0] } ?? [])
    }

    /// Seals something for one row of one business: copied elsewhere it does not open.
    ///
    /// Call it in the transaction that writes it, so that the key is not replaced in between.
    ///
    /// - Throws: `PostgresError`, or a `Problem` when the keys in the database were sealed by
    ///   another installation's key.
    package func seal(
        _ plaintext: [UInt8],
        as kind: SealedValue,
        of row: String,
        for tenant: TenantID,
        on connection: inout Connection
    ) throws -> [UInt8] {
        try keys(of: tenant, on: &connection).seal(plaintext, as: kind, of: row)
    }

    /// Gives back what was sealed for this row; nil for what was not, or with keys that are lost.
    package func open(
        _ sealed: [UInt8],
        as kind: SealedValue,
        of row: String,
        for tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [UInt8]? {
        if let keys = known.value(for: tenant.rawValue),
            let plaintext = keys.open(sealed, as: kind, of: row)
        {
            return plaintext
        }
        if let keys = try find(of: tenant, on: &connection),
            let plaintext = keys.open(sealed, as: kind, of: row)
        {
            return plaintext
        }
        return openOld(sealed, as: kind, of: row, for: tenant)
    }

    /// 32 bytes that stand for a text, always the same for the same business: nobody finds the text
    /// by trying, who has not the installation's key.
    ///
    /// - Throws: as `seal` does.
    package func mark(
        _ text: String,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws -> [UInt8] {
        if let keys = known.value(for: tenant.rawValue) { return keys.mark(text) }
        return try keys(of: tenant, on: &connection).mark(text)
    }

    /// The keys of a business, for much at once; made if there are none.
    ///
    /// They are not replaced before the connection's transaction ends.
    ///
    /// - Throws: as `seal` does.
    package func keys(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws -> BusinessKeys {
        if let wrapped = try DataKeys.find(of: tenant, forSealing: true, on: &connection) {
            return try usable(wrapped)
        }
        for key in installationKeys {
            let fresh = try DataKeys.Wrapped(freshFor: tenant, by: key)
            if try DataKeys.make(fresh, sealer: key.fingerprint, on: &connection) { break }
        }
        guard let wrapped = try DataKeys.find(of: tenant, forSealing: true, on: &connection) else {
            throw Self.foreignKey
        }
        return try usable(wrapped)
    }

    // MARK: -

    private func find(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> BusinessKeys? {
        let wrapped = try DataKeys.find(of: tenant, forSealing: false, on: &connection)
        return wrapped.flatMap { try? usable($0) }
    }

    private func usable(_ wrapped: DataKeys.Wrapped) throws(Problem) -> BusinessKeys {
        guard let keys = wrapped.opened(by: installationKeys) else { throw Self.foreignKey }
        if !wrapped.isNew { known.keep(keys, for: wrapped.tenant.rawValue) }
        return keys
    }

    /// What was sealed before businesses had keys.
    private func openOld(
        _ sealed: [UInt8],
        as kind: SealedValue,
        of row: String,
        for tenant: TenantID
    ) -> [UInt8]? {
        guard let context = kind.oldContext(of: row, for: tenant) else { return nil }
        for key in installationKeys {
            if let plaintext = try? key.open(sealed, context: context) { return plaintext }
        }
        return nil
    }

    private static let foreignKey = Problem(
        .serviceUnavailable,
        "wrong-secrets-key",
        "SECRETS_KEY is not the one that this installation's secrets were sealed with."
    )
}

extension Vault: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Hides the keys: safe in a log line.
    package var description: String { "Vault(…)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
