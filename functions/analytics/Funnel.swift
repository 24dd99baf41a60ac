import Postgres
import Statistics
import Store
import Web

/// How far messages get with customers.
enum Funnel: Report {
    static let path: StaticString = "/api/analytics/funnel"
    static let csvPath: StaticString = "/api/analytics/funnel.csv"
    static let summary = "How many messages come how far with customers."
    static let columns = [
        Column("step", .oneOf(["sent", "delivered", "clicked", "rated"])),
        Column("messages", .integer),
        Column("ofFirst", .number.orNull), Column("ofPrevious", .number.orNull),
        Column("before", .integer.orNull),
    ]
    static let filters: Set<ReportFilter> = [.comparison, .dealership]

    static func rows(_ scope: ReportScope, on connection: inout Connection) throws -> [[JSON]] {
        let now = try steps(scope.selection(scope.range), on: &connection)
        let before = try scope.before.map { try steps(scope.selection($0), on: &connection) }
        return now.enumerated().map { index, step in
            let previous = now[max(0, index - 1)]
            return [
                .string(step.name), .int(step.count), .percent(step.count, of: now[0].count),
                .percent(step.count, of: previous.count), .optional(before?[index].count),
            ]
        }
    }

    private static func steps(
        _ selection: FigureSelection,
        on connection: inout Connection
    ) throws -> [(name: String, count: Int)] {
        let counts = try Sums.deliveries(selection, on: &connection).first?.value ?? .init()
        let answers = try Sums.answers(selection, on: &connection).first?.value ?? .init()
        return [
            ("sent", counts.sent), ("delivered", counts.delivered), ("clicked", answers.clicked),
            ("rated", answers.rated),
        ]
    }
}
