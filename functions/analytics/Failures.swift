import Messaging
import Postgres
import Statistics
import Store
import Web

/// Why messages failed.
enum Failures: Report {
    static let path: StaticString = "/api/analytics/errors"
    static let csvPath: StaticString = "/api/analytics/errors.csv"
    static let summary = "Why messages failed, most frequent first."
    static let columns = [
        Column("code", .string), Column("meaning", .string), Column("advice", .string),
        Column("messages", .integer),
        // Of all messages whose outcome is known.
        Column("rate", .number.orNull), Column("before", .integer.orNull),
        Column("rateBefore", .number.orNull),
    ]
    static let filters: Set<ReportFilter> = [.comparison, .dealership, .provider]

    static func rows(_ scope: ReportScope, on connection: inout Connection) throws -> [[JSON]] {
        let now = try Period(scope.selection(scope.range), on: &connection)
        let before = try scope.before.map {
            try Period(scope.selection($0), on: &connection)
        }
        let codes = Set(now.failures.keys).union(before?.failures.keys ?? [:].keys)
        return codes.map { code in (code, now.failures[code] ?? 0) }
            .sorted { ($1.1, $0.0) < ($0.1, $1.0) }
            .map { code, count in
                let earlier = before.map { $0.failures[code] ?? 0 }
                return [
                    .string(code), .string(meaning(of: code)),
                    .string(code.isEmpty ? "" : ErrorCatalogue.explain(code).advice), .int(count),
                    .percent(count, of: now.settled), .optional(earlier),
                    before.map { .percent(earlier ?? 0, of: $0.settled) } ?? .null,
                ]
            }
    }

    /// What a code means in a few words.
    static func meaning(of code: String) -> String {
        code.isEmpty ? "No reason was given" : ErrorCatalogue.explain(code).meaning
    }

    private struct Period {
        let failures: [String: Int]
        let settled: Int

        init(_ selection: FigureSelection, on connection: inout Connection) throws {
            failures = Dictionary(
                try Sums.failures(selection, on: &connection).map {
                    ($0.value.code, $0.value.messageCount)
                },
                uniquingKeysWith: +
            )
            settled = try Sums.deliveries(selection, on: &connection).first?.value.settled ?? 0
        }
    }
}

/// How the reasons for failures come and go.
enum FailureTrend: Report {
    static let path: StaticString = "/api/analytics/error-trend"
    static let csvPath: StaticString = "/api/analytics/error-trend.csv"
    static let summary = "The most frequent reasons for failures by day or week."
    static let columns = [
        .day, Column("code", .string), Column("meaning", .string), Column("messages", .integer),
        // Of all messages whose outcome is known.
        Column("rate", .number.orNull),
    ]
    private static let codesMax = 8

    static func rows(_ scope: ReportScope, on connection: inout Connection) throws -> [[JSON]] {
        let selection = scope.selection(scope.range, by: scope.grain)
        let lines = try Sums.failures(selection, on: &connection)
        let settled = try Sums.deliveries(selection, on: &connection).byDay()
        var totals: [String: Int] = [:]
        for line in lines { totals[line.value.code, default: 0] += line.value.messageCount }
        let codes = totals.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .prefix(codesMax).map(\.key)
        var counts: [String: [String: Int]] = [:]
        for line in lines {
            counts[line.day, default: [:]][line.value.code] = line.value.messageCount
        }
        return scope.bins(of: scope.range).flatMap { day in
            codes.map { code in
                let count = counts[day]?[code] ?? 0
                return [
                    .string(day), .string(code), .string(Failures.meaning(of: code)), .int(count),
                    .percent(count, of: settled[day]?.settled ?? 0),
                ]
            }
        }
    }
}
