package import Postgres
package import Web

/// The keys that each person's part of the archives is sealed with, by the mark of their number.
package enum ArchiveKeys {
    package struct Key: Sendable, Hashable {
        package let mark: [UInt8]
        /// As the vault sealed it.
        package let sealed: [UInt8]
        /// The archives that have something of this person.
        package let archives: [Int64]
    }

    /// Those of some people, as far as there are any.
    package static func find(
        _ marks: [[UInt8]],
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [Key] {
        try connection.query(
            """
            SELECT number_mark, sealed_key, archive_ids FROM archive_keys
             WHERE tenant_id = \(tenant.rawValue)
               AND number_mark IN (SELECT decode(m, 'hex') FROM unnest(\(hex(marks))::text[]) AS m)
            """
        ).map { (row) throws(PostgresError) in
            Key(mark: try row.decode(0), sealed: try row.decode(1), archives: try row.decode(2))
        }
    }

    /// Adds a key for somebody who has none, unless another was faster.
    package static func add(
        _ sealed: [UInt8],
        for mark: [UInt8],
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            INSERT INTO archive_keys (tenant_id, number_mark, sealed_key)
            VALUES (\(tenant.rawValue), \(mark), \(sealed)) ON CONFLICT DO NOTHING
            """
        )
    }

    /// Notes what an archive has of these people.
    ///
    /// Who was erased meanwhile stays erased.
    package static func note(
        _ counts: [[UInt8]: Int],
        in archive: Int64,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        let counts = counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        try connection.execute(
            """
            UPDATE archive_keys k
               SET records = k.records + n.count, archive_ids = k.archive_ids || \(archive)::bigint
              FROM unnest(\(hex(counts.map(\.key)))::text[], \(counts.map(\.value))::integer[])
                   AS n (mark, count)
             WHERE k.tenant_id = \(tenant.rawValue) AND k.number_mark = decode(n.mark, 'hex')
            """
        )
    }

    /// Erases a person from all archives, wherever copies of them lie: nobody can read it any more.
    ///
    /// Says how many records that were.
    package static func remove(
        _ mark: [UInt8],
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Int {
        try connection.query(
            """
            DELETE FROM archive_keys
             WHERE tenant_id = \(tenant.rawValue) AND number_mark = \(mark) RETURNING records
            """
        ).first { (row) throws(PostgresError) in try row.decode(0, as: Int.self) } ?? 0
    }

    private static func hex(_ marks: [[UInt8]]) -> [String] {
        let digits = Array("0123456789abcdef")
        return marks.map { mark in
            String(mark.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
        }
    }
}
