import Messaging
package import Postgres
package import Web

extension Figures {
    /// The last days up to today, added up by day and by hour of the day.
    package struct Period: Sendable {
        /// Oldest first; each day, also when nothing happened.
        package var days: [(date: String, counts: StatusCounts)] = []
        /// From midnight on, in the tenant's zone.
        package var hours = [StatusCounts](repeating: StatusCounts(), count: 24)
    }

    /// PostgreSQL adds up, so that a year costs hardly more to read than a day.
    package static func period(
        days count: Int,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Period {
        let rows = try connection.query(
            """
            WITH today AS (\(today(after: count - 1, of: tenant))), figures AS (
                SELECT date_trunc('day', hour) AS day, extract(hour FROM hour)::integer AS hour,
                       status, sum(messages)::bigint AS messages
                  FROM current_hourly_counts()
                 WHERE tenant_id = \(tenant.rawValue)
                   AND hour >= (SELECT first FROM today) AND hour < (SELECT next FROM today)
                 GROUP BY GROUPING SETS ((1, 3), (2, 3))
            )
            SELECT to_char(start - n * interval '1 day', 'YYYY-MM-DD'), NULL::integer, status, messages
              FROM today CROSS JOIN generate_series(0, \(count - 1)) AS n
              LEFT JOIN figures ON day = start - n * interval '1 day'
            UNION ALL
            SELECT NULL, hour, status, messages FROM figures WHERE hour IS NOT NULL
            ORDER BY 1
            """
        ).map { (row) throws(PostgresError) in
            (
                date: try row.decode(0, as: String?.self), hour: try row.decode(1, as: Int?.self),
                status: try row.decode(2, as: DeliveryStatus?.self),
                messages: try row.decode(3, as: Int?.self) ?? 0
            )
        }
        var period = Period()
        for row in rows {
            if let hour = row.hour, let status = row.status {
                period.hours[hour][status] += row.messages
            } else if let date = row.date {
                if period.days.last?.date != date { period.days.append((date, StatusCounts())) }
                guard let status = row.status else { continue }
                period.days[period.days.count - 1].counts[status] += row.messages
            }
        }
        return period
    }
}
