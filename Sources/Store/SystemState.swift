package import Postgres
package import Web

/// How the system as a whole is doing, for its administrator.
package struct SystemState: Sendable, Hashable {
    /// Messages whose time has come and that no attempt has taken up.
    package let waiting: Int
    /// How long the oldest of them has waited, in seconds.
    package let oldestWaitingSeconds: Int
    /// Attempts whose provider is being called.
    package let calling: Int
    /// Attempts whose answer was lost and is being looked up.
    package let unknown: Int
    /// Changes that are not folded into the counts yet.
    package let unfolded: Int

    /// Reads the state of all tenants; needs the role of a worker.
    package static func fetch(on connection: inout Connection) throws(PostgresError) -> SystemState
    {
        try connection.query(
            """
            SELECT coalesce(sum(w.count), 0)::bigint,
                   coalesce(extract(epoch FROM now() - min(w.oldest)), 0)::bigint,
                   (SELECT count(*) FROM attempts WHERE check_at IS NOT NULL AND state = 'started'),
                   (SELECT count(*) FROM attempts WHERE check_at IS NOT NULL AND state = 'unknown'),
                   (SELECT count(*) FROM status_changes)
              FROM tenants t
             CROSS JOIN LATERAL (
                SELECT count(*), min(m.next_attempt_at) FROM messages m
                 WHERE m.tenant_id = t.id AND m.next_attempt_at <= now()) w (count, oldest)
             WHERE t.suspended_at IS NULL
            """
        ).one { (row) throws(PostgresError) in
            SystemState(
                waiting: try row.decode(0),
                oldestWaitingSeconds: try row.decode(1),
                calling: try row.decode(2),
                unknown: try row.decode(3),
                unfolded: try row.decode(4)
            )
        }
    }
}

/// The database server, as its administrator sees it.
package struct DatabaseState: Sendable, Hashable {
    package let version: String
    package let startedAt: String
    package let sizeBytes: Int
    package let connections: Int
    package let connectionsMax: Int
    /// Alerts that are still to be told to somebody.
    package let undelivered: Int

    /// Reads it; needs the role of a worker.
    package static func fetch(
        on connection: inout Connection
    ) throws(PostgresError) -> DatabaseState {
        try connection.query(
            """
            SELECT current_setting('server_version'), iso8601(pg_postmaster_start_time()),
                   pg_database_size(current_database()),
                   (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()),
                   current_setting('max_connections'),
                   (SELECT count(*) FROM alert_deliveries WHERE next_attempt_at IS NOT NULL)
            """
        ).one { (row) throws(PostgresError) in
            DatabaseState(
                version: try row.decode(0),
                startedAt: try row.decode(1),
                sizeBytes: try row.decode(2),
                connections: try row.decode(3),
                connectionsMax: try row.decode(4),
                undelivered: try row.decode(5)
            )
        }
    }
}

/// What the queue of one tenant holds, in the words of the ancestor's interface.
package struct QueueState: Sendable, Hashable {
    /// Due, and not taken up yet.
    package let waiting: Int
    /// Scheduled for later.
    package let delayed: Int

    package static func fetch(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> QueueState {
        try connection.query(
            """
            SELECT count(*) FILTER (WHERE next_attempt_at <= now()),
                   count(*) FILTER (WHERE next_attempt_at > now())
              FROM messages WHERE tenant_id = \(tenant.rawValue) AND next_attempt_at IS NOT NULL
            """
        ).one { (row) throws(PostgresError) in
            QueueState(waiting: try row.decode(0), delayed: try row.decode(1))
        }
    }
}
