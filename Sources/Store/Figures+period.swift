import Messaging
package import Postgres
import Statistics
package import Web

extension Figures {
    /// The last days up to today, added up by day and by hour of the day.
    package struct Period: Sendable {
        /// Oldest first; each day, also when nothing happened.
        package var days: [(date: String, counts: StatusCounts)] = []
        /// From midnight on, in the tenant's zone.
        package var hours = [StatusCounts](repeating: StatusCounts(), count: 24)
    }

    /// Days are read from their sums; hours are added up by PostgreSQL, so that a year costs hardly
    /// more to read than a day.
    package static func period(
        days count: Int,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Period {
        let range = try lastDays(count, of: tenant, on: &connection)
        let hours = try connection.query(
            """
            SELECT extract(hour FROM hour)::integer, status, sum(messages)::bigint
              FROM current_hourly_counts()
             WHERE tenant_id = \(tenant.rawValue) AND \(isHour(of: range))
             GROUP BY 1, 2
            """
        ).map { (row) throws(PostgresError) in
            (
                hour: try row.decode(0, as: Int.self),
                status: try row.decode(1, as: DeliveryStatus.self),
                messages: try row.decode(2, as: Int.self)
            )
        }
        var period = Period()
        period.days = try byDay(range, of: tenant, on: &connection)
        for row in hours { period.hours[row.hour][row.status] += row.messages }
        return period
    }

    /// Days of which the hours are not wanted, or not known to whoever asks.
    static func daysWithoutHours(
        _ count: Int,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [Day] {
        let range = try lastDays(count, of: tenant, on: &connection)
        return try byDay(range, of: tenant, on: &connection)
            .map { Day(date: $0.date, total: $0.counts, hours: nil) }
    }

    /// So many days up to today, in the tenant's zone.
    static func lastDays(
        _ count: Int,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> DayRange {
        DayRange(count, upTo: try Sums.today(of: tenant, on: &connection))
    }

    /// As values and not by a join, so that the index finds just these hours.
    static func isHour(of range: DayRange) -> SQL {
        """
        hour >= \(range.first.description)::date AND hour < \(range.last.description)::date + 1
        """
    }

    private static func byDay(
        _ range: DayRange,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [(date: String, counts: StatusCounts)] {
        let sums = try Sums.deliveries(
            FigureSelection(range, of: tenant, by: .day),
            on: &connection
        )
        let byDay = Dictionary(sums.map { ($0.day, $0.value) }, uniquingKeysWith: { $1 })
        return range.days.map { day in
            (date: day.description, counts: byDay[day.description] ?? StatusCounts())
        }
    }

    /// The dealerships with most messages in the last days; messages of none are under no name.
    package static func dealerships(
        days: Int,
        limit: Int,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [(name: String, counts: StatusCounts)] {
        let range = try lastDays(days, of: tenant, on: &connection)
        let sums = try Sums.deliveries(
            FigureSelection(range, of: tenant, .dealership),
            on: &connection
        )
        let names = try Sums.dealershipNames(of: tenant, on: &connection)
        return sums.filter { $0.value.total > 0 }
            .map { (name: names[$0.member] ?? "", counts: $0.value) }
            .sorted { ($1.counts.total, $0.name) < ($0.counts.total, $1.name) }
            .prefix(limit).map(\.self)
    }
}
