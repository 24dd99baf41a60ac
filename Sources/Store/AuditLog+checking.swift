package import Postgres
package import Web

/// Whether the log of a tenant is as it was written.
extension AuditLog {
    package struct Finding: Sendable, Hashable {
        package let tenant: Int32
        package let entryCount: Int
        /// The hash of the last entry: who keeps it elsewhere can show later that nothing was
        /// rewritten up to there.
        package let lastHash: String
        package let fault: Fault?
    }

    package struct Fault: Sendable, Hashable {
        /// The first entry at which the chain does not hold.
        package let number: Int
        package let kind: Kind

        package init(number: Int, kind: Kind) { (self.number, self.kind) = (number, kind) }

        package enum Kind: String, Sendable, ColumnValue {
            /// What stands in it is not what was written.
            case changed
            /// Entries before it are gone, or were put in.
            case missing
            /// It does not follow from the one before.
            case unchained
            /// Entries after it are gone.
            case truncated
        }
    }

    /// The tenants whose logs are to be checked, those that have none included: none may be the fault.
    package static func tenants(
        on connection: inout Connection
    ) throws(PostgresError) -> [TenantID] {
        try connection.query(
            """
            SELECT id FROM tenants UNION SELECT tenant_id FROM audit_log ORDER BY 1
            """
        ).values(as: Int32.self).map { TenantID(rawValue: $0) }
    }

    /// Goes through the whole chain of a tenant.
    package static func check(
        _ tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Finding {
        try connection.query(
            """
            WITH chained AS (
                SELECT l.seq, l.hash, l.previous_hash, audit_hash(l) AS due_hash,
                       lag(l.hash, 1, '') OVER w AS hash_before, lag(l.seq, 1, 0::bigint) OVER w AS seq_before
                  FROM audit_log l WHERE l.tenant_id = \(tenant.rawValue)
                WINDOW w AS (ORDER BY l.seq)
            ), judged AS (
                SELECT seq, CASE WHEN seq <> seq_before + 1 THEN 'missing'
                                 WHEN hash <> due_hash THEN 'changed'
                                 WHEN previous_hash <> hash_before THEN 'unchained' END AS fault
                  FROM chained
            ), last AS (
                SELECT count(*) AS entries, coalesce(max(seq), 0) AS seq,
                       coalesce((array_agg(hash ORDER BY seq DESC))[1], '') AS hash
                  FROM audit_log WHERE tenant_id = \(tenant.rawValue)
            ), head AS (
                SELECT seq, hash FROM audit_heads WHERE tenant_id = \(tenant.rawValue)
            )
            SELECT l.entries, l.hash, coalesce(f.seq, CASE WHEN l.seq <> coalesce(h.seq, 0)
                                                             OR l.hash <> coalesce(h.hash, '')
                                                           THEN l.seq END),
                   coalesce(f.fault, 'truncated')
              FROM last l
              LEFT JOIN head h ON true
              LEFT JOIN LATERAL (SELECT seq, fault FROM judged WHERE fault IS NOT NULL
                                  ORDER BY seq LIMIT 1) f ON true
            """
        ).one { (row) throws(PostgresError) in
            let number = try row.decode(2, as: Int?.self)
            let kind = try row.decode(3, as: Fault.Kind.self)
            return Finding(
                tenant: tenant.rawValue,
                entryCount: try row.decode(0),
                lastHash: try row.decode(1),
                fault: number.map { Fault(number: $0, kind: kind) }
            )
        }
    }

    /// The hash of one entry, as it stands there now; nil when there is none of that number.
    package static func hash(
        of number: Int,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> String? {
        try connection.query(
            """
            SELECT hash FROM audit_log WHERE tenant_id = \(tenant.rawValue) AND seq = \(number)
            """
        ).first { (row) throws(PostgresError) in try row.decode(0, as: String.self) }
    }
}
