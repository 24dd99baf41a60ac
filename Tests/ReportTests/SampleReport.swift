import Messaging
import Statistics
import Testing

@testable import Store

/// Days from one to another.
func range(_ first: String, _ last: String) throws -> DayRange {
    let (first, last) = (CalendarDay(first), CalendarDay(last))
    return try #require(first.flatMap { first in last.flatMap { DayRange(first, $0) } })
}

func counts(delivered: Int, failed: Int) -> StatusCounts {
    var counts = StatusCounts()
    counts[.delivered] = delivered
    counts[.failed] = failed
    return counts
}

/// A week of a business with a name of any script.
func sampleReport(
    business: String = "Sunrise Motors",
    dealerships: [String] = ["North", "South"]
) throws -> PeriodReport {
    let week = try range("2026-11-09", "2026-11-15")
    var report = PeriodReport(
        business: business,
        colour: "#2454d6",
        timeZone: "America/New_York",
        range: week,
        rangeBefore: week.before,
        readAt: "2026-11-16T12:00:00.000Z",
        readOn: "2026-11-16"
    )
    report.daily = week.days.map { .init(day: $0, counts: counts(delivered: 90, failed: 10)) }
    report.dailyBefore = week.before.days.map {
        .init(day: $0, counts: counts(delivered: 70, failed: 30))
    }
    report.dealerships = dealerships.map {
        .init(
            name: $0,
            counts: counts(delivered: 40, failed: 5),
            before: counts(delivered: 30, failed: 9)
        )
    }
    report.errors = [.init(code: "30003", messages: .init(now: 60, before: 100))]
    report.providers = [
        .init(
            name: "twilio",
            counts: counts(delivered: 630, failed: 70),
            medianMilliseconds: 4200
        )
    ]
    return report
}
