package import Postgres
package import Web

/// How each CRM's own fields become ours, by the name that a business gave the CRM.
package enum WebhookSources {
    package struct Version: Sendable, Hashable {
        package let name: String
        package let number: Int
        /// The mapping's JSON.
        package let mapping: String
        package let savedAt: String
        package let savedBy: String
    }

    /// The current mapping of each source.
    package static func all(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [Version] {
        try fetch(
            """
            SELECT DISTINCT ON (name) \(columns) FROM webhook_sources
             WHERE tenant_id = \(tenant.rawValue) AND archived_at IS NULL
             ORDER BY name, version DESC
            """,
            on: &connection
        )
    }

    package static func current(
        _ name: String,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Version? {
        try versions(of: name, limit: 1, of: tenant, on: &connection).first
    }

    /// The versions of one source, the newest first; none when it is not in use.
    package static func versions(
        of name: String,
        limit: Int = 50,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [Version] {
        try fetch(
            """
            SELECT \(columns) FROM webhook_sources
             WHERE tenant_id = \(tenant.rawValue) AND name = \(name) AND archived_at IS NULL
             ORDER BY version DESC LIMIT \(limit)
            """,
            on: &connection
        )
    }

    /// Makes a mapping the current one and says its version; the same mapping makes no new one.
    ///
    /// Call it in a transaction, so that two who save at once make two versions.
    package static func save(
        _ mapping: String,
        as name: String,
        by caller: Caller,
        on connection: inout Connection
    ) throws(PostgresError) -> Version? {
        let tenant = caller.tenant.rawValue
        try connection.execute(
            "SELECT pg_advisory_xact_lock(hashtext('webhook_sources'), \(tenant))"
        )
        try connection.execute(
            """
            INSERT INTO webhook_sources (tenant_id, name, version, mapping, saved_by)
            SELECT \(tenant), \(name), coalesce(max(version), 0) + 1, \(mapping)::jsonb,
                   \(caller.name)
              FROM webhook_sources WHERE tenant_id = \(tenant) AND name = \(name)
            HAVING NOT coalesce(
                (array_agg(mapping ORDER BY version DESC)
                     FILTER (WHERE archived_at IS NULL))[1] = \(mapping)::jsonb, false)
            """
        )
        return try current(name, of: caller.tenant, on: &connection)
    }

    /// Takes a source out of use, and says whether there was one.
    package static func archive(
        _ name: String,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        try connection.execute(
            """
            UPDATE webhook_sources SET archived_at = now()
             WHERE tenant_id = \(tenant.rawValue) AND name = \(name) AND archived_at IS NULL
            """
        ) > 0
    }

    private static let columns: SQL = "name, version, mapping, iso8601(saved_at), saved_by"

    private static func fetch(
        _ sql: SQL,
        on connection: inout Connection
    ) throws(PostgresError) -> [Version] {
        try connection.query(sql).map { (row) throws(PostgresError) in
            Version(
                name: try row.decode(0),
                number: try row.decode(1),
                mapping: try row.decode(2),
                savedAt: try row.decode(3),
                savedBy: try row.decode(4)
            )
        }
    }
}
