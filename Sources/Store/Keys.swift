package import Postgres
package import Web

/// The keys of programs.
package enum Keys {
    /// A key as its owner sees it.
    package struct Line: Sendable, Hashable {
        package let id: Int64
        package let terms: Terms
        /// The key's beginning.
        package let prefix: String
        package let scopes: [String]
        /// Whether it signs what is posted instead of being sent along.
        package let signs: Bool
        package let createdAt: String
        package let createdBy: String?
        /// To about ten seconds; nil for one that nobody used.
        package let lastUsedAt: String?
        /// How many requests it let in, but for those of the last ten seconds.
        package let useCount: Int64
        /// The key whose successor it is.
        package let replaces: Int64?
        package let revokedAt: String?
        /// Whether it lets its holder in now.
        package let isValid: Bool
    }

    /// What an owner says of a key, and may say anew.
    package struct Terms: Sendable, Hashable {
        package var name: String
        /// The blocks of addresses it may be used from; none for everywhere.
        package var networks: [String]
        /// Nil for as many requests as its program likes.
        package var ratePerMinute: Int?
        /// Nil for a key that never ends.
        package var expiresAt: String?

        package init(
            name: String,
            networks: [String] = [],
            ratePerMinute: Int? = nil,
            expiresAt: String? = nil
        ) {
            self.name = name
            self.networks = networks
            self.ratePerMinute = ratePerMinute
            self.expiresAt = expiresAt
        }
    }

    /// What is kept of a key itself: nothing that lets anybody in.
    package struct Kept: Sendable {
        package let id: Int64
        /// By which its owner recognises it.
        package let prefix: String
        package let hash: String
        /// The sealed secret of a key that signs.
        package let signingSecret: [UInt8]?

        package init(id: Int64, prefix: String, hash: String, signingSecret: [UInt8]? = nil) {
            self.id = id
            self.prefix = prefix
            self.hash = hash
            self.signingSecret = signingSecret
        }
    }

    /// Adds a key that never ends, as the host's administrator does.
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

    /// The number of a key that is going to be made: what it keeps is sealed for it.
    package static func nextID(on connection: inout Connection) throws(PostgresError) -> Int64 {
        try connection.query("SELECT nextval('api_keys_id_seq')").value()
    }

    /// Adds a key of a person's making, and shows it as it is listed.
    package static func make(
        _ kept: Kept,
        _ terms: Terms,
        scopes: [Scope],
        by caller: Caller,
        on connection: inout Connection
    ) throws(PostgresError) -> Line? {
        try lines(
            """
            WITH made AS (
                INSERT INTO api_keys (id, tenant_id, name, prefix, key_hash, signing_secret, scopes,
                                      networks, rate_per_minute, expires_at, created_by)
                OVERRIDING SYSTEM VALUE
                VALUES (\(kept.id), \(caller.tenant.rawValue), \(terms.name), \(kept.prefix), \(kept.hash),
                        \(kept.signingSecret), \(scopes.map(\.rawValue)),
                        nullif(\(terms.networks)::cidr[], '{}'), \(terms.ratePerMinute)::integer,
                        \(terms.expiresAt)::timestamptz, \(caller.name))
                RETURNING *)
            SELECT \(columns) FROM made
            """,
            on: &connection
        ).first
    }

    /// Changes what is said of a key that has not ended; nil when there is none.
    package static func change(
        _ id: Int64,
        to terms: Terms,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Line? {
        try lines(
            """
            UPDATE api_keys
               SET name = \(terms.name), networks = nullif(\(terms.networks)::cidr[], '{}'),
                   rate_per_minute = \(terms.ratePerMinute)::integer,
                   expires_at = \(terms.expiresAt)::timestamptz
             WHERE id = \(id) AND tenant_id = \(tenant.rawValue) AND \(isValid)
            RETURNING \(columns)
            """,
            on: &connection
        ).first
    }

    /// Adds a successor that may do what the key may, which ends some hours later.
    ///
    /// The successor lives as long as the key was meant to. Nil when there is no key that has not ended.
    package static func rotate(
        _ id: Int64,
        to kept: Kept,
        overlapHours: Int,
        by caller: Caller,
        on connection: inout Connection
    ) throws(PostgresError) -> Line? {
        try lines(
            """
            WITH former AS MATERIALIZED (
                SELECT * FROM api_keys
                 WHERE id = \(id) AND tenant_id = \(caller.tenant.rawValue) AND \(isValid)
                   FOR UPDATE
            ), ending AS (
                UPDATE api_keys k
                   SET expires_at = least(former.expires_at,
                                          now() + \(overlapHours) * interval '1 hour')
                  FROM former
                 WHERE k.id = former.id
            ), made AS (
                INSERT INTO api_keys (id, tenant_id, name, prefix, key_hash, signing_secret, scopes,
                                      networks, rate_per_minute, expires_at, created_by, replaces)
                OVERRIDING SYSTEM VALUE
                SELECT \(kept.id)::bigint, tenant_id, name, \(kept.prefix), \(kept.hash), \(kept.signingSecret), scopes,
                       networks, rate_per_minute, now() + (expires_at - created_at),
                       \(caller.name), id
                  FROM former
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

    /// One key that has not ended.
    package static func valid(
        _ id: Int64,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Line? {
        try lines(
            """
            SELECT \(columns) FROM api_keys
             WHERE id = \(id) AND tenant_id = \(tenant.rawValue) AND \(isValid)
            """,
            on: &connection
        ).first
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
        id, name, coalesce(networks::text[], '{}'), rate_per_minute, iso8601(expires_at), prefix,
        scopes, signing_secret IS NOT NULL, iso8601(created_at), created_by, iso8601(last_used_at),
        use_count, replaces, iso8601(revoked_at), \(isValid)
        """

    private static func lines(
        _ sql: SQL,
        on connection: inout Connection
    ) throws(PostgresError) -> [Line] {
        try connection.query(sql).map { (row) throws(PostgresError) in
            Line(
                id: try row.decode(0),
                terms: Terms(
                    name: try row.decode(1),
                    networks: try row.decode(2),
                    ratePerMinute: try row.decode(3),
                    expiresAt: try row.decode(4)
                ),
                prefix: try row.decode(5),
                scopes: try row.decode(6),
                signs: try row.decode(7),
                createdAt: try row.decode(8),
                createdBy: try row.decode(9),
                lastUsedAt: try row.decode(10),
                useCount: try row.decode(11),
                replaces: try row.decode(12),
                revokedAt: try row.decode(13),
                isValid: try row.decode(14)
            )
        }
    }
}
