package import Messaging
package import Postgres
import Statistics
package import Web

/// How many messages stand where.
package struct StatusCounts: Sendable, Hashable {
    private var counts: [DeliveryStatus: Int] = [:]

    package init() {}

    package subscript(status: DeliveryStatus) -> Int {
        get { counts[status] ?? 0 }
        // Counts that cancel out are as if they had never been.
        set { counts[status] = newValue == 0 ? nil : newValue }
    }

    package var total: Int { counts.values.reduce(0, +) }
    package var delivered: Int { self[.delivered] }
    package var failed: Int { self[.failed] + self[.undelivered] }
    /// Those that were not sent by intent: withdrawn, forbidden by a rule, or too old.
    package var cancelled: Int { self[.cancelled] + self[.expired] + self[.suppressed] }
    /// Those that a carrier took, whatever became of them after.
    package var sent: Int { self[.sent] + self[.delivered] + self[.undelivered] }
    /// Those that still have a way to go before a carrier takes them.
    package var pending: Int {
        self[.scheduled] + self[.queued] + self[.sending] + self[.unknown]
    }

    /// Delivered of those whose outcome is known, in tenths of a percent; nil while none is.
    package var deliveryPerMille: Int? {
        let settled = delivered + failed
        return settled == 0 ? nil : (delivered * 1000 + settled / 2) / settled
    }

    package mutating func add(_ other: StatusCounts) {
        for (status, count) in other.counts { self[status] += count }
    }
}

/// Figures of a tenant, from the counts and the journal: exact at every moment, and no dearer with
/// millions of messages than with none.
package enum Figures {
    /// A day of the tenant's zone with its hours; a message belongs to the hour it was due in.
    package struct Day: Sendable, Hashable {
        /// `YYYY-MM-DD`.
        package let date: String
        package var total = StatusCounts()
        /// Nil where hours are not known: they are counted for a whole business only.
        package var hours: [Int: StatusCounts]? = [:]
    }

    /// The last days up to today, oldest first; each of them, also when nothing happened.
    package static func days(
        _ count: Int,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [Day] {
        guard tenant.dealerships == nil else {
            return try daysWithoutHours(count, of: tenant, on: &connection)
        }
        let range = try lastDays(count, of: tenant, on: &connection)
        let rows = try connection.query(
            """
            SELECT to_char(hour, 'YYYY-MM-DD'), extract(hour FROM hour)::integer,
                   status, sum(messages)::bigint
              FROM current_hourly_counts()
             WHERE tenant_id = \(tenant.rawValue) AND \(isHour(of: range))
             GROUP BY hour, status
            """
        ).map { (row) throws(PostgresError) in
            (
                date: try row.decode(0, as: String.self), hour: try row.decode(1, as: Int.self),
                status: try row.decode(2, as: DeliveryStatus.self),
                messages: try row.decode(3, as: Int.self)
            )
        }
        var days = range.days.map { Day(date: $0.description) }
        let places = Dictionary(uniqueKeysWithValues: zip(days.map(\.date), days.indices))
        for row in rows {
            guard let place = places[row.date] else { continue }
            days[place].hours?[row.hour, default: StatusCounts()][row.status] += row.messages
            days[place].total[row.status] += row.messages
        }
        return days
    }

    /// All messages there are.
    package static func total(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> StatusCounts {
        var counts = StatusCounts()
        let source: SQL =
            tenant.dealerships == nil ? "current_total_counts()" : "current_dealership_counts()"
        let rows = try connection.query(
            """
            SELECT status, sum(messages)::bigint FROM \(source)
             WHERE tenant_id = \(tenant.rawValue) GROUP BY status
            """
        ).map { (row) throws(PostgresError) in
            (try row.decode(0, as: DeliveryStatus.self), try row.decode(1, as: Int.self))
        }
        for (status, messages) in rows { counts[status] = messages }
        return counts
    }
}
