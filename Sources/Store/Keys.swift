package import Postgres
package import Web

/// The keys of programs.
package enum Keys {
    /// Finds whose key this is by the hash of the key, whatever the tenant.
    package static func find(
        hash: String,
        on connection: inout Connection
    ) throws(PostgresError) -> Caller? {
        try connection.query("SELECT tenant_id, name, scopes FROM find_api_key(\(hash))")
            .first { (row) throws(PostgresError) in
                Caller(
                    tenant: TenantID(rawValue: try row.decode(0)),
                    name: "key \(try row.decode(1, as: String.self))",
                    scopes: Set(try row.decode(2, as: [String].self).map(Scope.init(rawValue:)))
                )
            }
    }

    /// A key as its owner sees it.
    package struct Line: Sendable, Hashable {
        package let id: Int64
        package let name: String
        /// The key's beginning.
        package let prefix: String
        package let scopes: [String]
        package let createdAt: String
        package let createdBy: String?
        /// Nil for a key that never ends.
        package let expiresAt: String?
        /// To about ten minutes; nil for one that nobody used.
        package let lastUsedAt: String?
        package let revokedAt: String?
        /// Whether it lets its holder in now.
        package let isValid: Bool
    }

    /// Adds a key that never ends; only its hash is kept.
    package static func add(
        name: String,
        prefix: String,
        hash: String,
        scopes: [Scope],
        tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            INSERT INTO api_keys (tenant_id, name, prefix, key_hash, scopes)
            VALUES (\(tenant.rawValue), \(name), \(prefix), \(hash), \(scopes.map(\.rawValue)))
            """
        )
    }

    /// Adds a key of a person's making, and shows it as it is listed; nil ends it never.
    package static func make(
        name: String,
        prefix: String,
        hash: String,
        scopes: [Scope],
        expiresAt: String?,
        by caller: Caller,
        on connection: inout Connection
    ) throws(PostgresError) -> Line? {
        try lines(
            """
            WITH made AS (
                INSERT INTO api_keys (tenant_id, name, prefix, key_hash, scopes, expires_at,
                                      created_by)
                VALUES (\(caller.tenant.rawValue), \(name), \(prefix), \(hash),
                        \(scopes.map(\.rawValue)), \(expiresAt)::timestamptz, \(caller.name))
                RETURNING *)
            SELECT \(columns) FROM made
            """,
            on: &connection
        ).first
    }

    /// The keys of a tenant: those that are valid, then the others, the newest first.
    package static func all(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [Line] {
        try lines(
            """
            SELECT \(columns) FROM api_keys WHERE tenant_id = \(tenant.rawValue)
             ORDER BY \(isValid) DESC, id DESC LIMIT 500
            """,
            on: &connection
        )
    }

    /// Ends a key, and says whether there was one that had not ended.
    package static func revoke(
        _ id: Int64,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        try connection.execute(
            """
            UPDATE api_keys SET revoked_at = now()
             WHERE id = \(id) AND tenant_id = \(tenant.rawValue) AND revoked_at IS NULL
            """
        ) > 0
    }

    private static let isValid: SQL =
        "(revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now()))"

    private static let columns: SQL = """
        id, name, prefix, scopes, iso8601(created_at), created_by, iso8601(expires_at),
        iso8601(last_used_at), iso8601(revoked_at), \(isValid)
        """

    private static func lines(
        _ sql: SQL,
        on connection: inout Connection
    ) throws(PostgresError) -> [Line] {
        try connection.query(sql).map { (row) throws(PostgresError) in
            Line(
                id: try row.decode(0),
                name: try row.decode(1),
                prefix: try row.decode(2),
                scopes: try row.decode(3),
                createdAt: try row.decode(4),
                createdBy: try row.decode(5),
                expiresAt: try row.decode(6),
                lastUsedAt: try row.decode(7),
                revokedAt: try row.decode(8),
                isValid: try row.decode(9)
            )
        }
    }
}
