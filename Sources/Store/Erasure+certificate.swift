package import Postgres
package import Web

extension Erasure {
    /// What was erased, when and by whom; nothing in it says of whom.
    package struct Certificate: Sendable, Hashable {
        package let id: String
        /// The keyed hash of the number, in hexadecimal digits.
        package let mark: String
        /// RFC 3339.
        package let erasedAt: String
        package let erasedBy: String
        package let reason: String
        package let counts: [Count]
        /// How many messages were not sent any more.
        package let cancelledCount: Int
        /// How many opt-outs go on holding for the number, by the keyed hash alone.
        package let optOutCount: Int
        /// How many records in archives cannot be read any more.
        package let archivedCount: Int

        /// What became of the rows of one table.
        package struct Count: Sendable, Hashable {
            package let table: String
            package let title: String
            package let rows: Int
            /// Whether the rows went, and not only what was in them.
            package let isRemoved: Bool
        }
    }

    /// Certificates, newest first; of those before one, by its id.
    package static func certificates(
        of tenant: TenantID,
        before id: String?,
        limit: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> [Certificate] {
        try certificates(
            """
            tenant_id = \(tenant.rawValue)
               AND (\(id)::uuid IS NULL
                    OR (erased_at, id) < (SELECT o.erased_at, o.id FROM erasures o
                                           WHERE o.id = \(id)::uuid))
             ORDER BY erased_at DESC, id DESC LIMIT \(limit)
            """,
            on: &connection
        )
    }

    fileprivate static func certificates(
        _ conditions: SQL,
        on connection: inout Connection
    ) throws(PostgresError) -> [Certificate] {
        try connection.query(
            """
            SELECT id, encode(number_mark, 'hex'), iso8601(erased_at), erased_by, reason,
                   cancelled_count, opt_out_count, archived_count,
                   ARRAY(SELECT c ->> 'table' FROM jsonb_array_elements(counts) c),
                   ARRAY(SELECT c ->> 'title' FROM jsonb_array_elements(counts) c),
                   ARRAY(SELECT (c ->> 'rows')::bigint FROM jsonb_array_elements(counts) c),
                   ARRAY(SELECT (c ->> 'removed')::boolean FROM jsonb_array_elements(counts) c)
              FROM erasures WHERE \(conditions)
            """
        ).map { (row) throws(PostgresError) in
            let tables = try row.decode(8, as: [String].self)
            let titles = try row.decode(9, as: [String].self)
            let rows = try row.decode(10, as: [Int].self)
            let removed = try row.decode(11, as: [Bool].self)
            return Certificate(
                id: try row.decode(0),
                mark: try row.decode(1),
                erasedAt: try row.decode(2),
                erasedBy: try row.decode(3),
                reason: try row.decode(4),
                counts: zip(zip(tables, titles), zip(rows, removed)).map { names, what in
                    Certificate.Count(
                        table: names.0,
                        title: names.1,
                        rows: what.0,
                        isRemoved: what.1
                    )
                },
                cancelledCount: try row.decode(5),
                optOutCount: try row.decode(6),
                archivedCount: try row.decode(7)
            )
        }
    }
}

extension Erasure.Certificate {
    /// The certificate of this id; nil when there is none.
    package static func find(
        _ id: String,
        on connection: inout Connection
    ) throws(PostgresError) -> Self? {
        guard UUIDText.isWellFormed(id) else { return nil }
        return try Erasure.certificates("id = \(id)::uuid", on: &connection).first
    }
}
