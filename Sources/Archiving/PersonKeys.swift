import Crypto
import Postgres
import Secrets
import Store
import Web

/// The keys of the people that some records are about, each opened; made for who has none.
struct PersonKeys {
    private var keys: [[UInt8]: SealingKey] = [:]

    subscript(mark: [UInt8]) -> SealingKey? { keys[mark] }

    /// Those that there are.
    init(
        of marks: Set<[UInt8]>,
        in business: BusinessKeys,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        for found in try ArchiveKeys.find(Array(marks), of: tenant, on: &connection) {
            let opened = business.open(
                found.sealed,
                as: .archiveKey,
                of: Hex.encode(found.mark)
            )
            keys[found.mark] = opened.flatMap { try? SealingKey($0) }
        }
    }

    /// Those that there are, and new ones for everybody else.
    init(
        makingFor marks: Set<[UInt8]>,
        in business: BusinessKeys,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws {
        try self.init(of: marks, in: business, of: tenant, on: &connection)
        let missing = marks.filter { keys[$0] == nil }
        guard !missing.isEmpty else { return }
        for mark in missing.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            let sealed = try business.seal(
                randomBytes(SealingKey.length),
                as: .archiveKey,
                of: Hex.encode(mark)
            )
            try ArchiveKeys.add(sealed, for: mark, of: tenant, on: &connection)
        }
        // Another may have been faster.
        let made = try Self(of: missing, in: business, of: tenant, on: &connection)
        keys.merge(made.keys) { first, _ in first }
    }
}
