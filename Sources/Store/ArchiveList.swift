package import Postgres
package import Web

/// The files that what was removed lies in.
package enum ArchiveList {
    package struct Line: Sendable, Hashable {
        package let id: Int64
        package let tenant: TenantID
        package let kind: Retention.Kind
        /// Below the folder of archives.
        package let file: String
        package let recordCount: Int
        package let byteCount: Int64
        package let sha256: String
        /// When the oldest and the newest in it was sent or came.
        package let firstAt: String
        package let lastAt: String
        package let madeAt: String
        package let restoration: Restoration?
    }

    /// Who wants an archive back, and what became of it.
    package struct Restoration: Sendable, Hashable {
        package let wantedAt: String
        package let wantedBy: String
        /// Nil while it is under way.
        package let endedAt: String?
        package let restoredCount: Int
        /// Records of people who were erased since.
        package let unreadableCount: Int
        package let problem: String?
    }

    /// A file that was just written.
    package struct New: Sendable {
        package let tenant: TenantID
        package let kind: Retention.Kind
        package let file: String
        package let recordCount: Int
        package let byteCount: Int
        package let sha256: String
        package let firstAt: String
        package let lastAt: String

        package init(
            tenant: TenantID,
            kind: Retention.Kind,
            file: String,
            recordCount: Int,
            byteCount: Int,
            sha256: String,
            firstAt: String,
            lastAt: String
        ) {
            (self.tenant, self.kind, self.file) = (tenant, kind, file)
            (self.recordCount, self.byteCount, self.sha256) = (recordCount, byteCount, sha256)
            (self.firstAt, self.lastAt) = (firstAt, lastAt)
        }
    }

    /// The name of the next file of today, by the business's own clock: one that no archive has.
    package static func nextFile(
        of tenant: TenantID,
        _ kind: Retention.Kind,
        on connection: inout Connection
    ) throws(PostgresError) -> String {
        let folder = "\(tenant.rawValue)/\(kind.rawValue)/"
        return try connection.query(
            """
            WITH day AS (SELECT \(folder)::text
                                || to_char(now() AT TIME ZONE time_zone, 'YYYY-MM-DD-') AS name
                           FROM tenants WHERE id = \(tenant.rawValue))
            SELECT day.name || 1 + coalesce(max(substring(a.file FROM '-([0-9]+)[.]archive$')::int), 0)
                   || '.archive'
              FROM day LEFT JOIN archives a
                ON a.tenant_id = \(tenant.rawValue) AND starts_with(a.file, day.name)
             GROUP BY day.name
            """
        ).value()
    }

    /// Adds a file, and gives its number.
    package static func add(
        _ new: New,
        on connection: inout Connection
    ) throws(PostgresError) -> Int64 {
        try connection.query(
            """
            INSERT INTO archives (tenant_id, kind, file, records, bytes, sha256, first_at, last_at)
            VALUES (\(new.tenant.rawValue), \(new.kind.rawValue), \(new.file), \(new.recordCount),
                    \(new.byteCount), \(new.sha256), \(new.firstAt)::timestamptz,
                    \(new.lastAt)::timestamptz)
            RETURNING id
            """
        ).value()
    }

    /// The archives that the connection may see, newest first; those before one of them.
    package static func page(
        before id: Int64? = nil,
        of tenant: TenantID? = nil,
        limit: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> [Line] {
        try lines(
            """
            id < coalesce(\(id)::bigint, 9223372036854775807)
            AND tenant_id = coalesce(\(tenant?.rawValue)::integer, tenant_id)
            ORDER BY id DESC LIMIT \(limit)
            """,
            on: &connection
        )
    }

    package static func find(
        _ id: Int64,
        on connection: inout Connection
    ) throws(PostgresError) -> Line? {
        try lines("id = \(id)", on: &connection).first
    }

    /// Asks for an archive to be brought back; nil when there is none of this number.
    package static func want(
        _ id: Int64,
        by person: String,
        on connection: inout Connection
    ) throws(PostgresError) -> Line? {
        // What is under way goes on.
        try connection.execute(
            """
            UPDATE archives
               SET restore_wanted_at = now(), restore_wanted_by = \(person), restored_at = NULL,
                   restored = 0, unreadable = 0, problem = NULL
             WHERE id = \(id) AND (restore_wanted_at IS NULL OR restored_at IS NOT NULL)
            """
        )
        return try find(id, on: &connection)
    }

    /// The next archive that somebody wants back.
    package static func wanted(
        on connection: inout Connection
    ) throws(PostgresError) -> Line? {
        try lines(
            """
            restore_wanted_at IS NOT NULL AND restored_at IS NULL ORDER BY restore_wanted_at LIMIT 1
            """,
            on: &connection
        ).first
    }

    /// Writes down how bringing it back ended.
    package static func end(
        _ id: Int64,
        restored: Int,
        unreadable: Int,
        problem: String? = nil,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            UPDATE archives SET restored_at = now(), restored = \(restored),
                   unreadable = \(unreadable), problem = \(problem)
             WHERE id = \(id)
            """
        )
    }

    private static func lines(
        _ condition: SQL,
        on connection: inout Connection
    ) throws(PostgresError) -> [Line] {
        try connection.query(
            """
            SELECT id, tenant_id, kind, file, records, bytes, sha256, iso8601(first_at),
                   iso8601(last_at), iso8601(made_at), iso8601(restore_wanted_at),
                   restore_wanted_by, iso8601(restored_at), restored, unreadable, problem
              FROM archives WHERE \(condition)
            """
        ).map { (row) throws(PostgresError) in
            let wantedAt = try row.decode(10, as: String?.self)
            var restoration: Restoration?
            if let wantedAt {
                restoration = Restoration(
                    wantedAt: wantedAt,
                    wantedBy: try row.decode(11),
                    endedAt: try row.decode(12),
                    restoredCount: try row.decode(13),
                    unreadableCount: try row.decode(14),
                    problem: try row.decode(15)
                )
            }
            return Line(
                id: try row.decode(0),
                tenant: TenantID(rawValue: try row.decode(1)),
                kind: try row.decode(2),
                file: try row.decode(3),
                recordCount: try row.decode(4),
                byteCount: try row.decode(5),
                sha256: try row.decode(6),
                firstAt: try row.decode(7),
                lastAt: try row.decode(8),
                madeAt: try row.decode(9),
                restoration: restoration
            )
        }
    }
}

extension Retention.Kind: ColumnValue {}
