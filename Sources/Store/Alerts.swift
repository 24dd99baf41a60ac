package import Postgres
package import Web

/// What a person must look at.
package enum Alerts {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A larger share of messages fails than a business puts up with.
        case failureRate
        /// A provider's error of one code comes too often.
        case errorCode
        /// No transaction has come for long, at a time when some should.
        case silence
        /// A message that is due waits too long.
        case queueAge
        /// So much of the month's budget is used.
        case budgetShare
        /// A customer was not content.
        case lowRating
        /// A provider does not accept our account any more.
        case providerPaused
        /// A provider failed most calls, and gets no messages for the moment.
        case providerFailing
        /// A provider accepts messages and its reports on them do not reach us.
        case callbackPathBroken
        /// A place that alerts are told to failed for days, and was turned off.
        case targetDisabled

        /// Whether it tells of one event that is over when it is told; being seen ends it.
        package var isEvent: Bool { self == .lowRating || self == .targetDisabled }
    }

    package struct Line: Sendable, Hashable {
        package let id: Int64
        package let kind: String
        package let subject: String
        package let detail: String
        /// How many it is about, where that can be counted.
        package let count: Int?
        /// The page that shows more.
        package let path: String?
        package let ruleID: Int64?
        package let raisedAt: String
        /// Nil while it stands.
        package let clearedAt: String?
        package let acknowledgedBy: String?
        package let acknowledgedAt: String?
        /// Whether it concerns the installation rather than one business.
        package let isEverybodys: Bool
    }

    /// What there is to say of an alert.
    package struct News: Sendable, Hashable {
        package var kind: Kind
        package var subject: String
        package var detail: String
        package var count: Int?
        package var path: String?
        package var tenant: TenantID?

        package init(
            _ kind: Kind,
            subject: String,
            detail: String,
            count: Int? = nil,
            path: String? = nil,
            tenant: TenantID? = nil
        ) {
            self.kind = kind
            self.subject = subject
            self.detail = detail
            self.count = count
            self.path = path
            self.tenant = tenant
        }
    }

    /// Raises an alert; one that stands already says from now on what this one says.
    ///
    /// Without a tenant it is for the owner of the account that is its subject, or for everybody
    /// when that is nobody's own. The targets of those it is for are told in the same transaction:
    /// the database writes down what notify has to send.
    package static func raise(
        _ kind: Kind,
        subject: String,
        detail: String,
        path: String? = nil,
        tenant: TenantID? = nil,
        on connection: inout Connection
    ) throws(PostgresError) {
        try raise(
            News(kind, subject: subject, detail: detail, path: path, tenant: tenant),
            rule: nil,
            on: &connection
        )
    }

    /// Tells of a customer who was not content, if the business wants to know of so few stars.
    ///
    /// The page that takes the answer calls this in the transaction that stores it. The subject
    /// names the customer's transaction, so that a second answer to it changes what the alert says
    /// and tells nobody twice; the detail is a sentence with what was said. Whoever acknowledges it
    /// ends it.
    package static func raiseLowRating(
        stars: Int,
        subject: String,
        detail: String,
        path: String?,
        tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        let isWanted = try !connection.query(
            """
            SELECT FROM alert_rules
             WHERE tenant_id = \(tenant.rawValue) AND kind = \(Kind.lowRating.rawValue)
               AND enabled AND threshold >= \(stars)
            """
        ).isEmpty
        guard isWanted else { return }
        try raise(
            .lowRating,
            subject: subject,
            detail: detail,
            path: path,
            tenant: tenant,
            on: &connection
        )
    }

    /// Raises what a rule found, or what is no rule's.
    static func raise(
        _ news: News,
        rule: Int64?,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            INSERT INTO alerts AS known (tenant_id, kind, subject, detail, count, path, rule_id)
            VALUES (coalesce(\(news.tenant?.rawValue)::integer,
                             (SELECT tenant_id FROM provider_accounts
                               WHERE name = \(news.subject))),
                    \(news.kind.rawValue), \(news.subject), \(news.detail), \(news.count),
                    \(news.path), \(rule))
            ON CONFLICT (coalesce(tenant_id, 0), kind, subject, coalesce(rule_id, 0))
                  WHERE cleared_at IS NULL
            DO UPDATE SET detail = EXCLUDED.detail, count = EXCLUDED.count
             WHERE known.detail <> EXCLUDED.detail OR known.count IS DISTINCT FROM EXCLUDED.count
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
}

// MARK: - Reading

extension Alerts {
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

    /// Those that ended, the newest first; `before` is the id of the last one seen.
    package static func past(
        before id: Int64?,
        on connection: inout Connection
    ) throws(PostgresError) -> [Line] {
        try lines(
            "cleared_at IS NOT NULL AND (\(id)::bigint IS NULL OR id < \(id)::bigint)",
            on: &connection
        )
    }

    package static func find(
        _ id: Int64,
        on connection: inout Connection
    ) throws(PostgresError) -> Line? {
        try lines("id = \(id)", on: &connection).first
    }

    /// Says that a person has seen it: nothing more is told of it, and an event is over with that.
    ///
    /// - Returns: false when it does not stand.
    package static func acknowledge(
        _ id: Int64,
        by person: String,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        let events = Kind.allCases.filter(\.isEvent).map(\.rawValue)
        return try connection.execute(
            """
            UPDATE alerts
               SET acknowledged_by = coalesce(acknowledged_by, \(person)),
                   acknowledged_at = coalesce(acknowledged_at, now()),
                   cleared_at = CASE WHEN kind = ANY (\(events)::text[]) THEN now() END
             WHERE id = \(id) AND cleared_at IS NULL
            """
        ) > 0
    }

    private static func lines(
        _ condition: SQL,
        on connection: inout Connection
    ) throws(PostgresError) -> [Line] {
        try connection.query(
            """
            SELECT id, kind, subject, detail, count, path, rule_id, iso8601(raised_at),
                   iso8601(cleared_at), acknowledged_by, iso8601(acknowledged_at),
                   tenant_id IS NULL
              FROM alerts
             WHERE \(condition) ORDER BY cleared_at IS NOT NULL, id DESC LIMIT 100
            """
        ).map { (row) throws(PostgresError) in
            Line(
                id: try row.decode(0),
                kind: try row.decode(1),
                subject: try row.decode(2),
                detail: try row.decode(3),
                count: try row.decode(4),
                path: try row.decode(5),
                ruleID: try row.decode(6),
                raisedAt: try row.decode(7),
                clearedAt: try row.decode(8),
                acknowledgedBy: try row.decode(9),
                acknowledgedAt: try row.decode(10),
                isEverybodys: try row.decode(11)
            )
        }
    }
}
