import Messaging
import Postgres
import Statistics
import Store
import Web

/// The figures of a time in one look, each beside that of the time before.
enum Summary: Report {
    static let path: StaticString = "/api/analytics/summary"
    static let csvPath: StaticString = "/api/analytics/summary.csv"
    static let summary = "The figures of a time, each beside that of the time before."
    static let columns = [
        Column("figure", .string), Column("unit", .string), Column("value", .cell),
        Column("before", .cell),
    ]
    static let filters: Set<ReportFilter> = [.comparison, .dealership, .provider]

    static func rows(_ scope: ReportScope, on connection: inout Connection) throws -> [[JSON]] {
        let now = try Figures(scope.selection(scope.range), scope, on: &connection)
        let before = try scope.before.map { range in
            try Figures(scope.selection(range), scope, on: &connection)
        }
        var rows = now.lines.enumerated().map { index, line in
            [line.name, line.unit, line.value, before?.lines[index].value ?? .null]
        }
        for currency in Set(now.costs.keys).union(before?.costs.keys ?? [:].keys).sorted() {
            rows.append([
                "cost", .string(currency), .amount(now.costs[currency]),
                .amount(before?.costs[currency]),
            ])
        }
        return rows
    }

    private struct Figures {
        let counts: StatusCounts
        /// Empty for a dealership: times are the providers'.
        let times: DurationHistogram
        /// Nil where answers cannot be told apart: a customer answers a business, not a provider.
        let answers: Sums.Answers?
        /// By currency.
        let costs: [String: Money]

        init(
            _ selection: FigureSelection,
            _ scope: ReportScope,
            on connection: inout Connection
        ) throws {
            counts = try Sums.deliveries(selection, on: &connection).first?.value ?? .init()
            times =
                selection.slice == .dealership
                ? .init() : try Sums.latencies(selection, on: &connection).first?.value ?? .init()
            answers =
                selection.slice == .provider
                ? nil : try Sums.answers(selection, on: &connection).first?.value ?? .init()
            costs = Dictionary(
                try Sums.costs(selection, on: &connection).map {
                    ($0.value.total.currency.code, $0.value.total)
                },
                uniquingKeysWith: { first, _ in first }
            )
        }

        typealias Line = (name: JSON, unit: JSON, value: JSON)

        var lines: [Line] {
            [
                ("total", "messages", .int(counts.total)),
                ("sent", "messages", .int(counts.sent)),
                ("delivered", "messages", .int(counts.delivered)),
                ("failed", "messages", .int(counts.failed)),
                ("pending", "messages", .int(counts.pending)),
                ("notSent", "messages", .int(counts.cancelled)),
                ("deliveryRate", "percent", .percent(counts.delivered, of: counts.settled)),
                ("failureRate", "percent", .percent(counts.failed, of: counts.settled)),
                ("averageTime", "milliseconds", .optional(times.mean)),
                ("p50Time", "milliseconds", .optional(times.percentile(50))),
                ("p90Time", "milliseconds", .optional(times.percentile(90))),
                ("p99Time", "milliseconds", .optional(times.percentile(99))),
                ("replies", "messages", .optional(answers?.replies)),
                ("optOuts", "people", .optional(answers?.optOuts)),
            ]
        }
    }
}
