package import Postgres
package import Web

/// What a person must look at.
package enum Alerts {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A provider does not accept our account any more.
        case providerPaused
        /// A provider accepts messages and its reports on them do not reach us.
        case callbackPathBroken
        /// A customer gave few stars; the subject is the message.
        case lowRating
    }

    package struct Line: Sendable, Hashable {
        package let kind: String
        package let subject: String
        package let detail: String
        package let raisedAt: String
        /// Nil while it stands.
        package let clearedAt: String?
    }

    /// Raises an alert; one that stands already says from now on what this one says.
    ///
    /// Without a tenant it is for the owner of the account that is its subject, or for everybody
    /// when that is nobody's own.
    package static func raise(
        _ kind: Kind,
        subject: String,
        detail: String,
        tenant: TenantID? = nil,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            INSERT INTO alerts AS known (tenant_id, kind, subject, detail)
            VALUES (coalesce(\(tenant?.rawValue)::integer,
                             (SELECT tenant_id FROM provider_accounts WHERE name = \(subject))),
                    \(kind.rawValue), \(subject), \(detail))
            ON CONFLICT (kind, subject) WHERE cleared_at IS NULL
            DO UPDATE SET detail = EXCLUDED.detail WHERE known.detail <> EXCLUDED.detail
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
        try lines("cleared_at IS NULL", on: &connection)
    }

    /// Those that stand, then those that ended within a week, the newest first.
    package static func recent(
        on connection: inout Connection
    ) throws(PostgresError) -> [Line] {
        try lines(
            "cleared_at IS NULL OR cleared_at > now() - interval '7 days'",
            on: &connection
        )
    }

    private static func lines(
        _ condition: SQL,
        on connection: inout Connection
    ) throws(PostgresError) -> [Line] {
        try connection.query(
            """
            SELECT kind, subject, detail, iso8601(raised_at), iso8601(cleared_at) FROM alerts
             WHERE \(condition) ORDER BY cleared_at IS NOT NULL, id DESC LIMIT 100
            """
        ).map { (row) throws(PostgresError) in
            Line(
                kind: try row.decode(0),
                subject: try row.decode(1),
                detail: try row.decode(2),
                raisedAt: try row.decode(3),
                clearedAt: try row.decode(4)
            )
        }
    }
}
