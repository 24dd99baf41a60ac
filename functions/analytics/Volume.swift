import Postgres
import Statistics
import Store
import Web

/// How many messages there were, and what became of them.
enum Volume: Report {
    static let path: StaticString = "/api/analytics/volume"
    static let csvPath: StaticString = "/api/analytics/volume.csv"
    static let summary = "Messages by day or week, and what became of them."
    static let columns = [.period, .day] + StatusCounts.columns
    static let filters: Set<ReportFilter> = [.comparison, .dealership, .provider]

    static func rows(_ scope: ReportScope, on connection: inout Connection) throws -> [[JSON]] {
        try scope.periods.flatMap { name, range in
            let selection = scope.selection(range, by: scope.grain)
            let counts = try Sums.deliveries(selection, on: &connection).byDay()
            return scope.bins(of: range).map { day in
                [name, .string(day)] + (counts[day] ?? StatusCounts()).cells
            }
        }
    }
}

/// How long messages took from the provider to the phone.
enum Latency: Report {
    static let path: StaticString = "/api/analytics/latency"
    static let csvPath: StaticString = "/api/analytics/latency.csv"
    static let summary =
        "Delivery times by day or week: exact averages, percentiles within 6.25 %."
    static let columns =
        [.period, .day, Column("delivered", .integer)] + DurationHistogram.columns
    static let filters: Set<ReportFilter> = [.comparison, .provider]

    static func rows(_ scope: ReportScope, on connection: inout Connection) throws -> [[JSON]] {
        try scope.periods.flatMap { name, range in
            let selection = scope.selection(range, by: scope.grain)
            let times = try Sums.latencies(selection, on: &connection).byDay()
            return scope.bins(of: range).map { day in
                let histogram = times[day] ?? DurationHistogram()
                return [name, .string(day), .int(histogram.count)] + histogram.cells
            }
        }
    }
}

/// What customers answered.
enum AnswerTrend: Report {
    static let path: StaticString = "/api/analytics/answers"
    static let csvPath: StaticString = "/api/analytics/answers.csv"
    static let summary = "Replies and opt-outs by day or week."
    static let columns = [
        .period, .day, Column("replies", .integer), Column("optOuts", .integer),
    ]
    static let filters: Set<ReportFilter> = [.comparison, .dealership]

    static func rows(_ scope: ReportScope, on connection: inout Connection) throws -> [[JSON]] {
        try scope.periods.flatMap { name, range in
            let selection = scope.selection(range, by: scope.grain)
            let answers = try Sums.answers(selection, on: &connection).byDay()
            return scope.bins(of: range).map { day in
                let answer = answers[day] ?? Sums.Answers()
                return [name, .string(day), .int(answer.replies), .int(answer.optOuts)]
            }
        }
    }
}

/// When messages go out.
enum WeekHours: Report {
    static let path: StaticString = "/api/analytics/hours"
    static let csvPath: StaticString = "/api/analytics/hours.csv"
    static let summary = "Messages by day of the week and hour of the day."
    static let columns = [
        // 1 is Monday.
        Column("weekday", .integer(1...7)), Column("hour", .integer(0...23)),
        Column("total", .integer), Column("sent", .integer), Column("delivered", .integer),
        Column("failed", .integer), Column("deliveryRate", .number.orNull),
    ]
    static let filters: Set<ReportFilter> = []

    static func rows(_ scope: ReportScope, on connection: inout Connection) throws -> [[JSON]] {
        try Sums.weekHours(scope.range, of: scope.tenant, on: &connection).map { hour in
            [
                .int(hour.weekday), .int(hour.hour), .int(hour.messageCount), .int(hour.sentCount),
                .int(hour.deliveredCount), .int(hour.failedCount),
                .percent(hour.deliveredCount, of: hour.deliveredCount + hour.failedCount),
            ]
        }
    }
}
