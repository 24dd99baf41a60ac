package import Postgres
package import Web

/// A retry of many messages, worked off in batches.
package struct RetryJob: Sendable, Hashable {
    package let id: String
    package let state: State
    package let total: Int
    /// Scheduled for another attempt.
    package let done: Int
    /// No longer to be retried when their turn came.
    package let failed: Int
    package let createdBy: String
    /// RFC 3339.
    package let createdAt: String
    package let endedAt: String?

    package enum State: String, Sendable, Hashable, CaseIterable, ColumnValue {
        case running, done, cancelled
    }
}

extension RetryJob {
    /// Creates a job for all that the filter finds now.
    package static func create(
        _ id: String,
        _ filter: RetryFilter,
        total: Int,
        by caller: Caller,
        on connection: inout Connection
    ) throws(PostgresError) -> RetryJob {
        let text = filter.json.serializedText
        return try connection.query(
            """
            INSERT INTO retry_jobs (id, tenant_id, filter, total, created_by)
            VALUES (\(id)::uuid, \(caller.tenant.rawValue), \(text)::jsonb, \(total),
                    \(caller.name))
            RETURNING \(columns)
            """
        ).one { (row) throws(PostgresError) in try RetryJob(row) }
    }

    package static func find(
        _ id: String,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> RetryJob? {
        guard UUIDText.isWellFormed(id) else { return nil }
        return try connection.query(
            """
            SELECT \(columns) FROM retry_jobs
             WHERE tenant_id = \(tenant.rawValue) AND id = \(id)::uuid
            """
        ).first { (row) throws(PostgresError) in try RetryJob(row) }
    }

    /// The last jobs, newest first.
    package static func list(
        limit: Int,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [RetryJob] {
        try connection.query(
            """
            SELECT \(columns) FROM retry_jobs WHERE tenant_id = \(tenant.rawValue)
             ORDER BY created_at DESC, id DESC LIMIT \(limit)
            """
        ).map { (row) throws(PostgresError) in try RetryJob(row) }
    }

    /// Ends a running job; what it has scheduled stays scheduled.
    ///
    /// - Returns: nil when it runs no longer.
    package static func cancel(
        _ id: String,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> RetryJob? {
        try connection.query(
            """
            UPDATE retry_jobs SET state = 'cancelled', ended_at = now()
             WHERE tenant_id = \(tenant.rawValue) AND id = \(id)::uuid AND state = 'running'
            RETURNING \(columns)
            """
        ).first { (row) throws(PostgresError) in try RetryJob(row) }
    }

    private static let columns: SQL = """
        id, state, total, done, failed, created_by, iso8601(created_at), iso8601(ended_at)
        """

    private init(_ row: borrowing Row) throws(PostgresError) {
        self.init(
            id: try row.decode(0),
            state: try row.decode(1),
            total: try row.decode(2),
            done: try row.decode(3),
            failed: try row.decode(4),
            createdBy: try row.decode(5),
            createdAt: try row.decode(6),
            endedAt: try row.decode(7)
        )
    }
}
