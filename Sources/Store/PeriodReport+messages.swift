import Messaging
import Postgres
import Web

extension PeriodReport {
    /// As many codes as a report explains.
    private static let errorsMax = 30

    mutating func readErrors(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        errors = try connection.query(
            """
            SELECT coalesce(m.error_code, ''),
                   count(*) FILTER (WHERE m.due_hour >= \(days.from)::timestamp) AS messages,
                   count(*) FILTER (WHERE m.due_hour < \(days.from)::timestamp)
              FROM messages m
             WHERE m.status IN ('failed', 'undelivered') AND \(dueInside(tenant))
             GROUP BY 1
            HAVING count(*) FILTER (WHERE m.due_hour >= \(days.from)::timestamp) > 0
             ORDER BY 2 DESC, 1 LIMIT \(Self.errorsMax)
            """
        ).map { (row) throws(PostgresError) in
            Failure(
                code: try row.decode(0),
                messages: Compared(now: try row.decode(1), before: try row.decode(2))
            )
        }
    }

    mutating func readProviders(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        providers = try connection.query(
            """
            SELECT a.provider, count(*),
                   count(*) FILTER (WHERE m.status = 'delivered'),
                   count(*) FILTER (WHERE m.status IN ('failed', 'undelivered')),
                   percentile_cont(0.5) WITHIN GROUP (
                       ORDER BY extract(epoch FROM m.finished_at - a.started_at))
                       FILTER (WHERE m.status = 'delivered')
              FROM messages m
              JOIN attempts a ON a.message_id = m.id AND a.number = m.attempt_count
             WHERE \(dueInside(tenant)) AND m.due_hour >= \(days.from)::timestamp
             GROUP BY 1 ORDER BY 2 DESC, 1
            """
        ).map { (row) throws(PostgresError) in
            Provider(
                name: try row.decode(0),
                messageCount: try row.decode(1),
                deliveredCount: try row.decode(2),
                failedCount: try row.decode(3),
                medianSeconds: try row.decode(4)
            )
        }
    }

    mutating func readAnswers(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        (replies, optOuts) = try connection.query(
            """
            SELECT count(*) FILTER (WHERE is_now AND intent <> 'stop'),
                   count(*) FILTER (WHERE NOT is_now AND intent <> 'stop'),
                   count(*) FILTER (WHERE is_now AND intent = 'stop'),
                   count(*) FILTER (WHERE NOT is_now AND intent = 'stop')
              FROM (SELECT intent, received_at AT TIME ZONE \(timeZone)
                                       >= \(days.from)::timestamp AS is_now
                      FROM inbound_messages
                     WHERE tenant_id = \(tenant.rawValue)
                       AND received_at >= \(daysBefore.from)::timestamp AT TIME ZONE \(timeZone)
                       AND received_at < \(days.until)::timestamp AT TIME ZONE \(timeZone)) i
            """
        ).one { (row) throws(PostgresError) in
            (
                Compared(now: try row.decode(0), before: try row.decode(1)),
                Compared(now: try row.decode(2), before: try row.decode(3))
            )
        }
    }

    mutating func readCosts(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        costs = try connection.query(
            """
            SELECT cost_currency,
                   coalesce(sum(cost_micros) FILTER (WHERE is_now), 0)::bigint AS cost,
                   coalesce(sum(cost_micros) FILTER (WHERE NOT is_now), 0)::bigint
              FROM (SELECT cost_currency, cost_micros, received_at AT TIME ZONE \(timeZone)
                                                           >= \(days.from)::timestamp AS is_now
                      FROM message_costs()
                     WHERE tenant_id = \(tenant.rawValue) AND cost_micros IS NOT NULL
                       AND received_at >= \(daysBefore.from)::timestamp AT TIME ZONE \(timeZone)
                       AND received_at < \(days.until)::timestamp AT TIME ZONE \(timeZone)) c
             GROUP BY 1 ORDER BY 2 DESC, 1
            """
        ).map { (row) throws(PostgresError) in
            let currency = try row.decode(0, as: CurrencyColumn.self).currency
            return Cost(
                now: Money(micros: try row.decode(1), currency: currency),
                before: Money(micros: try row.decode(2), currency: currency)
            )
        }
    }

    /// Messages due in the time or the one before.
    ///
    /// What is due in an hour was received before it, by no more than the longest delay and a wait for
    /// the recipient's day: so the index of the log finds them.
    private func dueInside(_ tenant: TenantID) -> SQL {
        """
        m.tenant_id = \(tenant.rawValue)
            AND m.due_hour >= \(daysBefore.from)::timestamp AND m.due_hour < \(days.until)::timestamp
            AND m.received_at >= \(daysBefore.from)::timestamp AT TIME ZONE \(timeZone)
                                 - interval '32 days'
            AND m.received_at < \(days.until)::timestamp AT TIME ZONE \(timeZone)
        """
    }
}
