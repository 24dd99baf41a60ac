import Messaging
import Postgres
import Statistics
import Store
import Web

/// Dealerships by how well their messages arrive, ranked only where the difference is real.
enum Dealerships: Report {
    static let path: StaticString = "/api/analytics/dealerships"
    static let csvPath: StaticString = "/api/analytics/dealerships.csv"
    static let summary =
        "Dealerships with their delivery rates, 95 % intervals, and the places that these leave open."
    static let columns =
        [Column("dealership", .string)] + StatusCounts.columns + Proportion.columns + [
            Column("bestRank", .integer.orNull), Column("worstRank", .integer.orNull),
            // Whether nothing sets it apart from any other.
            Column("noRealDifference", .boolean.orNull), Column("before", .integer.orNull),
            Column("deliveryRateBefore", .number.orNull),
        ]
    static let filters: Set<ReportFilter> = [.comparison]
    static let reach = Reach.dealerships
    private static let limit = Field<Int>.integer(
        "limit",
        1...1000,
        "How many dealerships, those with most messages first; ranks are among all."
    ).defaulting(to: 50)
    static let fields: [any DescribedField] = [limit]

    static func rows(_ scope: ReportScope, on connection: inout Connection) throws -> [[JSON]] {
        let limit = try Input(query: scope.question.query).read(limit)
        let names = try Sums.dealershipNames(of: scope.tenant, on: &connection)
        let lines = try Sums.deliveries(
            scope.each(of: .dealership, in: scope.range),
            on: &connection
        ).filter { $0.value.total > 0 }
        let earlier: [String: StatusCounts] =
            try scope.before.map { range in
                try Sums.deliveries(scope.each(of: .dealership, in: range), on: &connection)
                    .byMember()
            } ?? [:]
        let rates = lines.compactMap { line in
            Proportion(line.value.delivered, of: line.value.settled).map { (line.member, $0) }
        }
        let places = Dictionary(
            zip(rates.map(\.0), zip(rates.map(\.1), Rank.ranks(of: rates.map(\.1)))),
            uniquingKeysWith: { first, _ in first }
        )
        return lines.sorted { ($1.value.total, $0.member) < ($0.value.total, $1.member) }
            .prefix(limit).map { line in
                let place = places[line.member]
                let before = scope.before.map { _ in earlier[line.member] ?? StatusCounts() }
                var cells: [JSON] = [.string(names[line.member] ?? "")]
                cells += line.value.cells
                cells += Proportion.cells(place?.0)
                cells += [.optional(place?.1.best), .optional(place?.1.worst)]
                cells.append(place.map { .bool($0.1.isShared) } ?? .null)
                cells.append(.optional(before?.total))
                cells.append(before.map { .percent($0.delivered, of: $0.settled) } ?? .null)
                return cells
            }
    }
}
