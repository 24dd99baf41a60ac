import Messaging
import Postgres
import Web

// The parts of a report, a statement each, over the time and the one before at once.

extension PeriodReport {
    mutating func readDays(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        let rows = try connection.query(
            """
            WITH figures AS (
                SELECT hour::date AS day, status, sum(messages)::bigint AS messages
                  FROM current_hourly_counts()
                 WHERE tenant_id = \(tenant.rawValue)
                   AND hour >= \(daysBefore.from)::timestamp AND hour < \(days.until)::timestamp
                 GROUP BY 1, 2
            )
            SELECT d::date::text, d >= \(days.from)::timestamp, f.status, f.messages
              FROM generate_series(\(daysBefore.from)::timestamp,
                                   \(days.until)::timestamp - interval '1 day', '1 day') d
              LEFT JOIN figures f ON f.day = d
             ORDER BY d
            """
        ).map { (row) throws(PostgresError) in
            (
                date: try row.decode(0, as: String.self), isNow: try row.decode(1, as: Bool.self),
                status: try row.decode(2, as: DeliveryStatus?.self),
                messages: try row.decode(3, as: Int?.self) ?? 0
            )
        }
        for row in rows {
            let path = row.isNow ? \PeriodReport.daily : \PeriodReport.dailyBefore
            if self[keyPath: path].last?.date != row.date {
                self[keyPath: path].append(Day(date: row.date, counts: StatusCounts()))
            }
            guard let status = row.status else { continue }
            self[keyPath: path][self[keyPath: path].count - 1].counts[status] += row.messages
        }
    }

    /// As many as a report lists; the others are few messages each.
    private static let dealershipsMax = 200

    mutating func readDealerships(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        let rows = try connection.query(
            """
            SELECT coalesce(d.name, ''), f.is_now, f.status, f.messages
              FROM (SELECT dealership_id, day >= \(days.from)::date AS is_now, status,
                           sum(messages)::bigint AS messages
                      FROM current_dealership_counts()
                     WHERE tenant_id = \(tenant.rawValue)
                       AND day >= \(daysBefore.from)::date AND day < \(days.until)::date
                     GROUP BY 1, 2, 3) f
              LEFT JOIN dealerships d ON d.id = f.dealership_id
            """
        ).map { (row) throws(PostgresError) in
            (
                name: try row.decode(0, as: String.self), isNow: try row.decode(1, as: Bool.self),
                status: try row.decode(2, as: DeliveryStatus.self),
                messages: try row.decode(3, as: Int.self)
            )
        }
        var byName: [String: Dealership] = [:]
        for row in rows {
            let path = row.isNow ? \Dealership.counts : \Dealership.before
            byName[
                row.name,
                default: Dealership(
                    name: row.name,
                    counts: StatusCounts(),
                    before: StatusCounts()
                )
            ][keyPath: path][row.status] += row.messages
        }
        dealerships = byName.values.filter { $0.counts.total > 0 }
            .sorted { ($1.counts.total, $0.name) < ($0.counts.total, $1.name) }
            .prefix(Self.dealershipsMax).map(\.self)
    }

    private static let alertsMax = 100

    mutating func readAlerts(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        alerts = try connection.query(
            """
            SELECT kind, subject, detail, iso8601(raised_at), iso8601(cleared_at),
                   (raised_at AT TIME ZONE \(timeZone))::date::text,
                   (cleared_at AT TIME ZONE \(timeZone))::date::text
              FROM alerts
             WHERE (tenant_id = \(tenant.rawValue) OR tenant_id IS NULL)
               AND raised_at < \(days.until)::timestamp AT TIME ZONE \(timeZone)
               AND (cleared_at IS NULL
                    OR cleared_at >= \(days.from)::timestamp AT TIME ZONE \(timeZone))
             ORDER BY id DESC LIMIT \(Self.alertsMax)
            """
        ).map { (row) throws(PostgresError) in
            Alert(
                line: Alerts.Line(
                    kind: try row.decode(0),
                    subject: try row.decode(1),
                    detail: try row.decode(2),
                    raisedAt: try row.decode(3),
                    clearedAt: try row.decode(4)
                ),
                raisedOn: try row.decode(5),
                clearedOn: try row.decode(6)
            )
        }
    }
}
