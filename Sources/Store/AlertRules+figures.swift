import Messaging
import Postgres
import Web

extension AlertRules {
    static func failureRates(
        on connection: inout Connection
    ) throws(PostgresError) -> [AlertMeasurement] {
        try connection.query(
            """
            SELECT \(head), greatest(0, n.failed - b.failed), r.least,
                   greatest(0, n.delivered - b.delivered)
              FROM alert_rules r \(standing)
              JOIN (\(totals)) n ON n.tenant_id = r.tenant_id
              JOIN LATERAL (
                   SELECT delivered, failed FROM alert_samples s
                    WHERE s.tenant_id = r.tenant_id
                    ORDER BY s.at > now() - r.window_minutes * interval '1 minute',
                             CASE WHEN s.at > now() - r.window_minutes * interval '1 minute'
                                  THEN s.at - now() ELSE now() - s.at END
                    LIMIT 1) b ON true
             WHERE r.kind = 'failureRate' AND r.enabled
            """
        ).map { (row) throws(PostgresError) in
            let head = try Head(row)
            let failed: Int = try row.decode(Head.count)
            let least = try row.decode(Head.count + 1, as: Int?.self) ?? 1
            let all = failed + (try row.decode(Head.count + 2, as: Int.self))
            let isTrouble = all >= least && failed * 100 >= head.threshold * all && failed > 0
            let percent = all > 0 ? failed * 100 / all : 0
            return head.measurement(
                .failureRate,
                subject: "messages",
                detail: """
                    \(failed) of \(all) messages failed within \(head.windowMinutes) minutes: \
                    \(percent) %.
                    """,
                count: failed,
                path: "/",
                finding: isTrouble ? .trouble : .calm
            )
        }
    }

    static func errorCodes(
        on connection: inout Connection
    ) throws(PostgresError) -> [AlertMeasurement] {
        try connection.query(
            """
            SELECT \(head), r.error_code,
                   (SELECT count(*) FROM messages m
                     WHERE m.tenant_id = r.tenant_id AND m.error_code = r.error_code
                       AND m.finished_at > now() - r.window_minutes * interval '1 minute')
              FROM alert_rules r \(standing)
             WHERE r.kind = 'errorCode' AND r.enabled
            """
        ).map { (row) throws(PostgresError) in
            let head = try Head(row)
            let code: String = try row.decode(Head.count)
            let count: Int = try row.decode(Head.count + 1)
            let messages = count == 1 ? "1 message" : "\(count) messages"
            return head.measurement(
                .errorCode,
                subject: code,
                detail:
                    "\(messages) failed with code \(code) within \(head.windowMinutes) minutes.",
                count: count,
                path: "/",
                finding: count >= head.threshold ? .trouble : .calm
            )
        }
    }

    /// Only within the hours of the rule is there anything to say.
    ///
    /// The wait is counted from the last transaction, or from the day's opening. Who never had a
    /// transaction waits for none.
    static func silences(
        on connection: inout Connection
    ) throws(PostgresError) -> [AlertMeasurement] {
        try connection.query(
            """
            SELECT \(head), iso8601(last.at), local_moment(last.at, t.time_zone),
                   extract(isodow FROM c.clock)::smallint = ANY (r.days)
                       AND c.clock::time >= r.opens AND c.clock::time < r.closes,
                   extract(epoch FROM now() - greatest(
                       last.at, (c.clock::date + r.opens) AT TIME ZONE t.time_zone))::bigint,
                   last.at > coalesce(a.raised_at, 'infinity')
              FROM alert_rules r JOIN tenants t ON t.id = r.tenant_id \(standing)
             CROSS JOIN LATERAL (SELECT now() AT TIME ZONE t.time_zone AS clock) c
              JOIN LATERAL (
                   SELECT m.received_at AS at FROM messages m
                    WHERE m.tenant_id = r.tenant_id AND m.kind = 'transaction'
                    ORDER BY m.received_at DESC LIMIT 1) last ON true
             WHERE r.kind = 'silence' AND r.enabled
            """
        ).map { (row) throws(PostgresError) in
            let head = try Head(row)
            let lastLocal: String = try row.decode(Head.count + 1)
            let isOpen: Bool = try row.decode(Head.count + 2)
            let seconds: Int = try row.decode(Head.count + 3)
            let cameSince: Bool = try row.decode(Head.count + 4)
            let finding: AlertCondition.Finding =
                cameSince
                ? .calm : !isOpen ? .unknown : seconds >= head.threshold * 60 ? .trouble : .calm
            return head.measurement(
                .silence,
                subject: "transactions",
                detail: """
                    No transaction has come for \(head.threshold) minutes of your business hours. \
                    The last one came on \(lastLocal).
                    """,
                path: "/settings/connect",
                finding: finding,
                calmSecondsToEnd: 0
            )
        }
    }

    static func queueAges(
        on connection: inout Connection
    ) throws(PostgresError) -> [AlertMeasurement] {
        try connection.query(
            """
            SELECT \(head), coalesce(extract(epoch FROM now() - oldest.at), 0)::bigint,
                   CASE WHEN oldest.at < now() - r.threshold * interval '1 minute' THEN
                        (SELECT count(*) FROM (
                            SELECT FROM messages m
                             WHERE m.tenant_id = r.tenant_id
                               AND m.next_attempt_at <= now() - r.threshold * interval '1 minute'
                             LIMIT 10000) late) ELSE 0 END
              FROM alert_rules r \(standing)
              LEFT JOIN LATERAL (
                   SELECT m.next_attempt_at AS at FROM messages m
                    WHERE m.tenant_id = r.tenant_id AND m.next_attempt_at <= now()
                    ORDER BY m.next_attempt_at LIMIT 1) oldest ON true
             WHERE r.kind = 'queueAge' AND r.enabled
            """
        ).map { (row) throws(PostgresError) in
            let head = try Head(row)
            let seconds: Int = try row.decode(Head.count)
            let count: Int = try row.decode(Head.count + 1)
            let messages = count == 1 ? "1 message has" : "\(count) messages have"
            return head.measurement(
                .queueAge,
                subject: "queue",
                detail: "\(messages) waited longer than \(head.threshold) minutes to be sent.",
                count: count,
                path: "/system",
                finding: seconds > head.threshold * 60 ? .trouble : .calm
            )
        }
    }

    static func budgetShares(
        on connection: inout Connection
    ) throws(PostgresError) -> [AlertMeasurement] {
        try connection.query(
            """
            SELECT \(head), b.limit_micros, coalesce(u.used_micros, 0), b.currency
              FROM alert_rules r JOIN tenants t ON t.id = r.tenant_id \(standing)
              JOIN budgets b ON b.tenant_id = r.tenant_id
              LEFT JOIN budget_months u
                     ON u.tenant_id = b.tenant_id AND u.currency = b.currency
                    AND u.month = date_trunc('month', now() AT TIME ZONE t.time_zone)::date
             WHERE r.kind = 'budgetShare' AND r.enabled
            """
        ).map { (row) throws(PostgresError) in
            let head = try Head(row)
            let limit: Int64 = try row.decode(Head.count)
            let used: Int64 = try row.decode(Head.count + 1)
            let currency: String = try row.decode(Head.count + 2)
            let hundredths = { (micros: Int64) in
                "\(micros / 1_000_000).\(String(100 + micros / 10_000 % 100).dropFirst())"
            }
            let percent = limit > 0 ? Int(Double(used) / Double(limit) * 100) : 100
            return head.measurement(
                .budgetShare,
                subject: "budget",
                detail: """
                    \(percent) % of this month's budget is used: \(hundredths(used)) of \
                    \(hundredths(limit)) \(currency).
                    """,
                path: "/analytics",
                finding: percent >= head.threshold ? .trouble : .calm,
                calmSecondsToEnd: 0
            )
        }
    }
}

// MARK: - What every measured rule has

/// The alert of a rule, if one stands.
///
/// Of a business that is suspended nothing is judged: its messages wait, and nobody is told.
private let standing: SQL = """
    JOIN tenants open ON open.id = r.tenant_id AND open.suspended_at IS NULL
    LEFT JOIN alerts a ON a.rule_id = r.id AND a.cleared_at IS NULL
    """

private let head: SQL = """
    r.id, r.tenant_id, coalesce(r.threshold, 1), coalesce(r.window_minutes, 0), a.id IS NOT NULL,
    extract(epoch FROM now() - a.calm_since)::bigint
    """

private struct Head {
    let rule: Int64
    let tenant: TenantID
    let threshold: Int
    let windowMinutes: Int
    let condition: AlertCondition

    /// How many columns it takes.
    static let count: Int32 = 6

    init(_ row: borrowing Row) throws(PostgresError) {
        rule = try row.decode(0)
        tenant = TenantID(rawValue: try row.decode(1))
        threshold = try row.decode(2)
        windowMinutes = try row.decode(3)
        condition = AlertCondition(isStanding: try row.decode(4), calmSeconds: try row.decode(5))
    }

    func measurement(
        _ kind: Alerts.Kind,
        subject: String,
        detail: String,
        count: Int? = nil,
        path: String,
        finding: AlertCondition.Finding,
        calmSecondsToEnd: Int = AlertRules.calmSeconds
    ) -> AlertMeasurement {
        AlertMeasurement(
            rule: rule,
            news: Alerts.News(
                kind,
                subject: subject,
                detail: detail,
                count: count,
                path: path,
                tenant: tenant
            ),
            finding: finding,
            condition: condition,
            calmSecondsToEnd: calmSecondsToEnd
        )
    }
}
