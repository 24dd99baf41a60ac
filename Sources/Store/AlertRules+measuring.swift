package import Messaging
package import Postgres
import Web

/// What the figures say of one rule now.
package struct AlertMeasurement: Sendable, Hashable {
    package let rule: Int64
    package let news: Alerts.News
    package let finding: AlertCondition.Finding
    package let condition: AlertCondition
    /// How long its cause must be gone before the alert ends.
    let calmSecondsToEnd: Int
}

extension AlertRules {
    /// How long figures must be well before their alert ends.
    package static let calmSeconds = 300

    /// Looks at every enabled rule of all tenants, and raises, goes on with or ends its alert.
    ///
    /// - Returns: the rules whose alerts began or ended.
    package static func judge(
        on connection: inout Connection
    ) throws(PostgresError) -> [AlertMeasurement] {
        try sample(on: &connection)
        let found =
            try failureRates(on: &connection) + errorCodes(on: &connection)
            + silences(on: &connection) + queueAges(on: &connection)
            + budgetShares(on: &connection)
        var turned: [AlertMeasurement] = []
        for measurement in found where try apply(measurement, on: &connection) {
            turned.append(measurement)
        }
        try judgeProviders(on: &connection)
        return turned
    }

    /// Whether the alert began or ended.
    private static func apply(
        _ found: AlertMeasurement,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        let change = found.condition.change(
            after: found.finding,
            calmSecondsToEnd: found.calmSecondsToEnd
        )
        switch change {
        case .raise:
            try Alerts.raise(found.news, rule: found.rule, on: &connection)
            return true
        case .goOn:
            try connection.execute(
                """
                UPDATE alerts
                   SET detail = \(found.news.detail), count = \(found.news.count),
                       calm_since = NULL
                 WHERE rule_id = \(found.rule) AND cleared_at IS NULL
                   AND (detail <> \(found.news.detail) OR calm_since IS NOT NULL)
                """
            )
            return false
        case .noteCalm:
            try connection.execute(
                """
                UPDATE alerts SET calm_since = now()
                 WHERE rule_id = \(found.rule) AND cleared_at IS NULL
                """
            )
            return false
        case .end:
            try connection.execute(
                """
                UPDATE alerts SET cleared_at = now()
                 WHERE rule_id = \(found.rule) AND cleared_at IS NULL
                """
            )
            return true
        case nil: return false
        }
    }

    // MARK: -

    /// Writes down what has become of messages, at most once a minute and only when it changed.
    ///
    /// The totals are kept anyhow, so that a rule costs the same at a thousand messages as at ten
    /// million.
    private static func sample(on connection: inout Connection) throws(PostgresError) {
        try connection.execute(
            """
            INSERT INTO alert_samples (tenant_id, delivered, failed)
            SELECT n.tenant_id, n.delivered, n.failed FROM (\(totals)) n
              LEFT JOIN LATERAL (
                   SELECT at, delivered, failed FROM alert_samples s
                    WHERE s.tenant_id = n.tenant_id ORDER BY at DESC LIMIT 1) last ON true
             WHERE last.at IS NULL
                OR last.at < now() - interval '1 minute'
                   AND (last.delivered, last.failed) <> (n.delivered, n.failed)
            ON CONFLICT DO NOTHING
            """
        )
        // What is kept reaches back a little further than the longest window.
        try connection.execute(
            """
            DELETE FROM alert_samples s
             WHERE at < now() - interval '25 hours'
               AND EXISTS (SELECT FROM alert_samples n WHERE n.tenant_id = s.tenant_id
                              AND n.at > s.at AND n.at < now() - interval '25 hours')
            """
        )
    }

    static let totals: SQL = """
        SELECT r.tenant_id,
               coalesce(sum(c.messages) FILTER (WHERE c.status = 'delivered'), 0)::bigint
                   AS delivered,
               coalesce(sum(c.messages) FILTER (WHERE c.status IN ('failed', 'undelivered')), 0)
                   ::bigint AS failed
          FROM (SELECT DISTINCT tenant_id FROM alert_rules
                 WHERE kind = 'failureRate' AND enabled) r
          LEFT JOIN current_total_counts() c ON c.tenant_id = r.tenant_id
         GROUP BY r.tenant_id
        """

    /// A breaker that is open is an alert; it is over when the provider has its full share again.
    private static func judgeProviders(on connection: inout Connection) throws(PostgresError) {
        let rows = try connection.query(
            """
            SELECT p.provider, p.breaker = 'open', p.breaker = 'closed' AND p.share = 100
              FROM provider_routes p
             WHERE p.breaker <> 'closed' OR p.share < 100
                OR EXISTS (SELECT FROM alerts a WHERE a.kind = 'providerFailing'
                              AND a.subject = p.provider AND a.cleared_at IS NULL)
            """
        ).map { (row) throws(PostgresError) in
            (
                provider: try row.decode(0, as: String.self),
                isOpen: try row.decode(1, as: Bool.self),
                isWell: try row.decode(2, as: Bool.self)
            )
        }
        for row in rows {
            if row.isOpen {
                try Alerts.raise(
                    .providerFailing,
                    subject: row.provider,
                    detail:
                        "Most calls to \(row.provider) fail. It gets no messages until it recovers.",
                    path: "/settings/providers",
                    on: &connection
                )
            } else if row.isWell {
                try Alerts.clear(.providerFailing, subject: row.provider, on: &connection)
            }
        }
    }
}
