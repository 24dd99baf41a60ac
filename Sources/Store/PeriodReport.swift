package import Messaging
package import Postgres
package import Statistics
package import Web

/// What happened to a business's messages in a time, beside the time before: what a report tells.
///
/// A message belongs to the day it was due on, as everywhere among the figures.
package struct PeriodReport: Sendable, Hashable {
    /// The name that it shows to its customers, or its own; empty as long as nobody named it.
    package let business: String
    /// As `#rrggbb`.
    package let colour: String
    package let timeZone: String
    package let range: DayRange
    package let rangeBefore: DayRange
    /// When the figures were read, in RFC 3339.
    package let readAt: String
    /// The day of that in the business's zone.
    package let readOn: String

    package var logo: Picture?
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

    package struct Picture: Sendable, Hashable {
        package let mediaType: String
        package let bytes: [UInt8]
    }

    package struct Day: Sendable, Hashable {
        package let day: CalendarDay
        package var counts: StatusCounts
    }

    package struct Compared: Sendable, Hashable {
        package let now: Int
        package let before: Int
    }

    package struct Dealership: Sendable, Hashable {
        /// Empty for messages without one.
        package let name: String
        package let counts: StatusCounts
        package let before: StatusCounts
    }

    package struct Failure: Sendable, Hashable {
        package let code: String
        package let messages: Compared
    }

    package struct Provider: Sendable, Hashable {
        package let name: String
        /// Of messages that went through it at last.
        package let counts: StatusCounts
        /// From its taking a message to the delivery; nil while nothing arrived.
        package let medianMilliseconds: Int?
    }

    package struct Cost: Sendable, Hashable {
        package let now: Money
        package let before: Money
    }

    /// An alert with its days in the business's zone.
    package struct Alert: Sendable, Hashable {
        package let kind: String
        package let subject: String
        package let detail: String
        /// RFC 3339.
        package let raisedAt: String
        package let clearedAt: String?
        package let raisedOn: String
        /// Nil while it stands.
        package let clearedOn: String?
    }

    package var total: StatusCounts { daily.reduce(into: StatusCounts()) { $0.add($1.counts) } }
    package var totalBefore: StatusCounts {
        dailyBefore.reduce(into: StatusCounts()) { $0.add($1.counts) }
    }
}

/// Which time a report is wanted of.
package enum ReportPeriod: Sendable, Hashable {
    /// The last complete week, from Monday to Sunday, or calendar month.
    case latest(ReportInterval)
    /// These days, and as many right before them.
    case days(DayRange)
    /// The days of a schedule; before a month comes the month before.
    case scheduled(ReportInterval, DayRange)
}

extension PeriodReport {
    /// Everything that a report tells, each part exact at the moment it is read.
    package static func read(
        _ period: ReportPeriod,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> PeriodReport {
        let today = try Sums.today(of: tenant, on: &connection)
        let (range, before) = period.ranges(today: today)
        // The first business of an installation is called Default until somebody names it.
        var report = try connection.query(
            """
            SELECT coalesce(nullif(b.display_name, ''), nullif(t.name, 'Default'), ''),
                   coalesce(b.colour, '#2454d6'), t.time_zone, iso8601(now()), l.media_type, l.bytes
              FROM tenants t
              LEFT JOIN brandings b ON b.tenant_id = t.id
              LEFT JOIN brand_logos l ON l.tenant_id = t.id
             WHERE t.id = \(tenant.rawValue)
            """
        ).one { (row) throws(PostgresError) in
            var report = PeriodReport(
                business: try row.decode(0),
                colour: try row.decode(1),
                timeZone: try row.decode(2),
                range: range,
                rangeBefore: before,
                readAt: try row.decode(3),
                readOn: today.description
            )
            if let mediaType = try row.decode(4, as: String?.self) {
                report.logo = Picture(mediaType: mediaType, bytes: try row.decode(5))
            }
            return report
        }
        try report.readFigures(of: tenant, on: &connection)
        try report.readAlerts(of: tenant, on: &connection)
        return report
    }
}

extension ReportPeriod {
    fileprivate func ranges(today: CalendarDay) -> (now: DayRange, before: DayRange) {
        switch self {
        case .latest(.week):
            let week = DayRange(7, upTo: today.weekStart + -1)
            return (week, week.before)
        case .latest(.month):
            let month = (today.monthStart + -1).month
            return (month, (month.first + -1).month)
        case .days(let range), .scheduled(.week, let range):
            return (range, range.before)
        case .scheduled(.month, let range):
            return (range, (range.first + -1).month)
        }
    }
}
