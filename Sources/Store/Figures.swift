package import Messaging
package import Postgres
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

    /// When today, the last of a row of days, the first of them and tomorrow begin, in the tenant's
    /// zone: `start`, `first` and `next`.
    ///
    /// Worked out apart, since an index is not searched for what is worked out on the way.
    static func today(after days: Int, of tenant: TenantID) -> SQL {
        """
        SELECT start, start - \(days) * interval '1 day' AS first,
               start + interval '1 day' AS next
          FROM (SELECT date_trunc('day', now() AT TIME ZONE time_zone) AS start
                  FROM tenants WHERE id = \(tenant.rawValue)) clock
        """
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
        let rows = try connection.query(
            """
            WITH today AS (\(today(after: count - 1, of: tenant))), days AS (
                SELECT start - n * interval '1 day' AS day
                  FROM today, generate_series(0, \(count - 1)) AS n
            ), figures AS (
                SELECT hour, status, sum(messages)::bigint AS messages
                  FROM current_hourly_counts()
                 WHERE tenant_id = \(tenant.rawValue)
                   -- As values and not by a join, so that the index finds just these hours.
                   AND hour >= (SELECT first FROM today) AND hour < (SELECT next FROM today)
                 GROUP BY hour, status
            )
            SELECT to_char(day, 'YYYY-MM-DD'), extract(hour FROM hour)::int, status, messages
              FROM days LEFT JOIN figures ON date_trunc('day', hour) = day
             ORDER BY day
            """
        ).map { (row) throws(PostgresError) in
            (
                date: try row.decode(0, as: String.self), hour: try row.decode(1, as: Int?.self),
                status: try row.decode(2, as: DeliveryStatus?.self),
                messages: try row.decode(3, as: Int?.self)
            )
        }
        var days: [Day] = []
        for row in rows {
            if days.last?.date != row.date { days.append(Day(date: row.date)) }
            guard let hour = row.hour, let status = row.status, let messages = row.messages
            else { continue }
            days[days.count - 1].hours?[hour, default: StatusCounts()][status] += messages
            days[days.count - 1].total[status] += messages
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
