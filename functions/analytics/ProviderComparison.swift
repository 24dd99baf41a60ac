import Messaging
import Postgres
import Statistics
import Store
import Views
import Web

/// Providers side by side.
enum ProviderComparison: Report {
    static let path: StaticString = "/api/analytics/providers"
    static let csvPath: StaticString = "/api/analytics/providers.csv"
    static let summary = "Providers side by side: what arrived, how fast, and for how much."
    static let columns =
        [.period, Column("provider", .string)] + StatusCounts.columns + Proportion.columns
        + DurationHistogram.columns + [
            // One for each currency.
            Column("costs", .array(of: Money.schema))
        ]
    static let filters: Set<ReportFilter> = [.comparison]

    static func rows(_ scope: ReportScope, on connection: inout Connection) throws -> [[JSON]] {
        try scope.periods.flatMap { name, range in
            let selection = scope.each(of: .provider, in: range)
            let times = try Sums.latencies(selection, on: &connection).byMember()
            let costs = Dictionary(
                grouping: try Sums.costs(selection, on: &connection),
                by: \.member
            )
            return try Sums.deliveries(selection, on: &connection).filter { $0.value.total > 0 }
                .sorted { ($1.value.total, $0.member) < ($0.value.total, $1.member) }
                .map { line in
                    var cells: [JSON] = [name, .string(line.member)]
                    cells += line.value.cells
                    cells += Proportion.cells(
                        Proportion(line.value.delivered, of: line.value.settled)
                    )
                    cells += (times[line.member] ?? DurationHistogram()).cells
                    let money = costs[line.member, default: []].map(\.value.total.json)
                    cells.append(.array(money))
                    return cells
                }
        }
    }
}
