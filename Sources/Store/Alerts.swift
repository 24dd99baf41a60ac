package import Postgres
package import Web

/// What a person must look at.
package enum Alerts {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A provider does not accept our account any more.
        case providerPaused
    }

    package struct Line: Sendable, Hashable {
        package let kind: String
        package let subject: String
        package let detail: String
        package let raisedAt: String
    }

    /// Raises an alert, unless it stands already.
    package static func raise(
        _ kind: Kind,
        subject: String,
        detail: String,
        tenant: TenantID? = nil,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            INSERT INTO alerts (tenant_id, kind, subject, detail)
            VALUES (\(tenant?.rawValue)::integer, \(kind.rawValue), \(subject), \(detail))
            ON CONFLICT (kind, subject) WHERE cleared_at IS NULL DO NOTHING
            """
        )
    }

    package static func clear(
        _ kind: Kind,
        subject: String,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            UPDATE alerts SET cleared_at = now()
             WHERE kind = \(kind.rawValue) AND subject = \(subject) AND cleared_at IS NULL
            """
        )
    }

    /// Those that stand, the newest first.
    package static func standing(
        on connection: inout Connection
    ) throws(PostgresError) -> [Line] {
        try connection.query(
            """
            SELECT kind, subject, detail, iso8601(raised_at) FROM alerts
             WHERE cleared_at IS NULL ORDER BY id DESC
            """
        ).map { (row) throws(PostgresError) in
            Line(
                kind: try row.decode(0),
                subject: try row.decode(1),
                detail: try row.decode(2),
                raisedAt: try row.decode(3)
            )
        }
    }
}
