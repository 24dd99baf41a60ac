package import Messaging
package import Postgres
package import Web

/// What happened to a business's messages in a time, beside the time before: what a report tells.
///
/// A message belongs to the hour it was due in, as everywhere among the figures.
package struct PeriodReport: Sendable, Hashable {
    package let business: String
    package let timeZone: String
    package let days: ReportDays
    /// As long a time, directly before.
    package let daysBefore: ReportDays
    /// When the figures were read, in RFC 3339.
    package let readAt: String
    /// The day of that in the business's zone.
    package let readOn: String

    /// Oldest first; each day, also when nothing happened.
    package var daily: [Day] = []
    package var dailyBefore: [Day] = []
    /// Those with most messages first.
    package var dealerships: [Dealership] = []
    /// The most frequent first.
    package var errors: [Failure] = []
    package var providers: [Provider] = []
    package var replies = Compared(now: 0, before: 0)
    package var optOuts = Compared(now: 0, before: 0)
    /// One for each currency.
    package var costs: [Cost] = []
    /// Those that stood at some time of the period, newest first.
    package var alerts: [Alert] = []

    package struct Day: Sendable, Hashable {
        /// `YYYY-MM-DD`.
        package let date: String
        package var counts: StatusCounts
    }

    package struct Compared: Sendable, Hashable {
        package let now: Int
        package let before: Int

        package init(now: Int, before: Int) {
            self.now = now
            self.before = before
        }
    }

    package struct Dealership: Sendable, Hashable {
        /// Empty for messages without one.
        package let name: String
        package var counts: StatusCounts
        package var before: StatusCounts
    }

    package struct Failure: Sendable, Hashable {
        package let code: String
        package let messages: Compared
    }

    package struct Provider: Sendable, Hashable {
        package let name: String
        /// Messages that went through it at last.
        package let messageCount: Int
        package let deliveredCount: Int
        package let failedCount: Int
        /// From the call to the report of the delivery; nil while there is none.
        package let medianSeconds: Double?
    }

    /// An alert with its days in the business's zone.
    package struct Alert: Sendable, Hashable {
        package let line: Alerts.Line
        package let raisedOn: String
        /// Nil while it stands.
        package let clearedOn: String?
    }

    package struct Cost: Sendable, Hashable {
        package let now: Money
        package let before: Money
    }

    package var total: StatusCounts { daily.reduce(into: StatusCounts()) { $0.add($1.counts) } }
    package var totalBefore: StatusCounts {
        dailyBefore.reduce(into: StatusCounts()) { $0.add($1.counts) }
    }
}

// MARK: - Which time

/// Which time a report is wanted of.
package enum ReportPeriod: Sendable, Hashable {
    /// The last complete week, from Monday to Sunday, or calendar month.
    case latest(ReportInterval)
    case days(ReportDays)
    /// The seven days or the calendar month of a schedule.
    case interval(ReportInterval, ReportDays)

    /// The first days of the time and of the one before, by the zone of a row of `tenants`.
    fileprivate var bounds: SQL {
        switch self {
        case .latest(.week): 
            """
            (SELECT monday::date AS till, monday::date - 7 AS first, monday::date - 14 AS earlier
               FROM (SELECT date_trunc('week', now() AT TIME ZONE t.time_zone) AS monday) w)
            """
        case .latest(.month):
            """
            (SELECT month::date AS till, (month - interval '1 month')::date AS first,
                    (month - interval '2 months')::date AS earlier
               FROM (SELECT date_trunc('month', now() AT TIME ZONE t.time_zone) AS month) m)
            """
        case .days(let days), .interval(.week, let days):
            """
            (SELECT u AS till, f AS first, f - (u - f) AS earlier
               FROM (SELECT \(days.from)::date AS f, \(days.until)::date AS u) d)
            """
        case .interval(.month, let days):
            """
            (SELECT u AS till, f AS first, (f - interval '1 month')::date AS earlier
               FROM (SELECT \(days.from)::date AS f, \(days.until)::date AS u) d)
            """
        }
    }
}

extension PeriodReport {
    /// Everything that a report tells; call it in a transaction that sees one state of the rows.
    package static func read(
        _ period: ReportPeriod,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> PeriodReport {
        var report = try frame(period, of: tenant, on: &connection)
        try report.readDays(of: tenant, on: &connection)
        try report.readDealerships(of: tenant, on: &connection)
        try report.readErrors(of: tenant, on: &connection)
        try report.readProviders(of: tenant, on: &connection)
        try report.readAnswers(of: tenant, on: &connection)
        try report.readCosts(of: tenant, on: &connection)
        try report.readAlerts(of: tenant, on: &connection)
        return report
    }

    private static func frame(
        _ period: ReportPeriod,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> PeriodReport {
        try connection.query(
            """
            SELECT t.name, t.time_zone, b.first::text, b.till::text, b.earlier::text,
                   iso8601(now()), (now() AT TIME ZONE t.time_zone)::date::text
              FROM tenants t CROSS JOIN LATERAL \(period.bounds) b
             WHERE t.id = \(tenant.rawValue)
            """
        ).one { (row) throws(PostgresError) in
            let first = try row.decode(2, as: String.self)
            return PeriodReport(
                business: try row.decode(0),
                timeZone: try row.decode(1),
                days: ReportDays(from: first, until: try row.decode(3)),
                daysBefore: ReportDays(from: try row.decode(4), until: first),
                readAt: try row.decode(5),
                readOn: try row.decode(6)
            )
        }
    }
}
