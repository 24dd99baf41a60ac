import Messaging
import Postgres
import Statistics
import Store
import Web

/// What messages cost, as billed, else reported, else estimated; currencies are never mixed.
enum CostReport: Report {
    static let path: StaticString = "/api/analytics/costs"
    static let csvPath: StaticString = "/api/analytics/costs.csv"
    static let summary = "Costs by dealership, provider or country, each currency for itself."
    static let columns = [
        Column("name", .string), Column("currency", .string), Column("messages", .integer),
        Column("cost", .string), Column("perMessage", .string), Column("before", .string.orNull),
    ]
    static let filters: Set<ReportFilter> = [.comparison]
    private static let by = Field<String>.oneOf(
        "by",
        ["dealership", "provider", "country"],
        "What costs are summed by."
    ).defaulting(to: "dealership")
    static let fields: [any DescribedField] = [by]

    static func rows(_ scope: ReportScope, on connection: inout Connection) throws -> [[JSON]] {
        let by = try Input(query: scope.question.query).read(by)
        let slice = FigureSlice(rawValue: by) ?? .dealership
        let names =
            slice == .dealership
            ? try Sums.dealershipNames(of: scope.tenant, on: &connection) : [:]
        let now = try Sums.costs(scope.each(of: slice, in: scope.range), on: &connection)
        let before = try scope.before.map { range in
            Dictionary(
                try Sums.costs(scope.each(of: slice, in: range), on: &connection).map {
                    ("\($0.member) \($0.value.total.currency)", $0.value.total)
                },
                uniquingKeysWith: { first, _ in first }
            )
        }
        return now.map { line in
            let cost = line.value
            let name = slice == .dealership ? names[line.member] ?? "" : line.member
            let earlier = before?["\(line.member) \(cost.total.currency)"]
            return [
                .string(name), .string(cost.total.currency.code), .int(cost.messageCount),
                .string(cost.total.decimal), .string(cost.each.decimal), .amount(earlier),
            ]
        }
    }
}

/// What each day cost.
enum CostTrend: Report {
    static let path: StaticString = "/api/analytics/cost-trend"
    static let csvPath: StaticString = "/api/analytics/cost-trend.csv"
    static let summary = "Costs by day or week, each currency for itself."
    static let columns = [
        .period, .day, Column("currency", .string), Column("messages", .integer),
        Column("cost", .string),
    ]
    static let filters: Set<ReportFilter> = [.comparison, .dealership, .provider]

    static func rows(_ scope: ReportScope, on connection: inout Connection) throws -> [[JSON]] {
        try scope.periods.flatMap { name, range in
            let selection = scope.selection(range, by: scope.grain)
            return try Sums.costs(selection, on: &connection).map { line in
                [
                    name, .string(line.day), .string(line.value.total.currency.code),
                    .int(line.value.messageCount), .string(line.value.total.decimal),
                ]
            }
        }
    }
}

extension Sums.Cost {
    /// What one message cost, to the nearest micro.
    fileprivate var each: Money {
        let count = Int64(max(1, messageCount))
        let half = total.micros < 0 ? -count / 2 : count / 2
        return Money(micros: (total.micros + half) / count, currency: total.currency)
    }
}
