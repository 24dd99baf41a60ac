import FunctionRuntime
import Postgres
import Statistics
import Store
import Web

/// A table of figures: the same rows are answered as JSON, shown by the page, and written as CSV.
protocol Report: Sendable {
    static var path: StaticString { get }
    static var csvPath: StaticString { get }
    static var summary: String { get }
    static var columns: [Column] { get }
    /// What its figures can be narrowed to, besides days.
    static var filters: Set<ReportFilter> { get }
    /// Whether it is also for people who see some dealerships only.
    static var reach: Reach { get }
    /// Parameters of its own.
    static var fields: [any DescribedField] { get }

    /// The rows, a cell for each column.
    static func rows(_ scope: ReportScope, on connection: inout Connection) throws -> [[JSON]]
}

extension Report {
    static var filters: Set<ReportFilter> { [.dealership, .provider] }
    static var fields: [any DescribedField] { [] }
    static var reach: Reach { filters.contains(.dealership) ? .dealerships : .business }
}

enum ReportFilter: Sendable { case dealership, provider, comparison }

/// A column of a report.
struct Column: Sendable {
    let name: String
    let schema: Schema

    init(_ name: String, _ schema: Schema) {
        self.name = name
        self.schema = schema
    }

    /// Whether a row is of the time asked for (current) or of the time before.
    static let period = Column("period", .oneOf(["current", "before"]))
    /// The first day of a day or week.
    static let day = Column("day", .string)
}

/// A report as JSON.
struct ReportPage<Table: Report>: DatabaseEndpoint {
    static var route: Route {
        let row = Schema.fields(
            Table.columns.map { Field<JSON>($0.name, "", schema: $0.schema, expected: "") { $0 } }
        )
        return Route(
            .get,
            Table.path,
            Table.summary,
            access: .scope(.messagesRead, reach: Table.reach),
            query: ReportScope.fields(Table.filters) + Table.fields,
            answers: [
                .init(
                    .ok,
                    "The figures.",
                    .object([
                        "from": .string, "to": .string, "before": .anyObject.orNull,
                        "grain": .oneOf(["day", "week"]), "rows": .array(of: row),
                    ])
                )
            ]
        )
    }

    let database: Database

    func respond(to request: Request) throws -> Response {
        let input = try ReportScope.Question(request, taking: Table.filters)
        return try database.forTenant(request.caller.tenant) { connection in
            let scope = try ReportScope(input, on: &connection)
            let rows = try Table.rows(scope, on: &connection).map { cells in
                JSON.object(
                    JSON.Object(zip(Table.columns, cells).map { .init($0.name, $1) })
                )
            }
            return .json(.object(JSON.Object(scope.members + [.init("rows", .array(rows))])))
        }
    }
}

/// The same report as a file for spreadsheets.
struct ReportFile<Table: Report>: DatabaseEndpoint {
    static var route: Route {
        Route(
            .get,
            Table.csvPath,
            "\(Table.summary.dropLast()), as CSV.",
            access: .scope(.messagesRead, reach: Table.reach),
            query: ReportScope.fields(Table.filters) + Table.fields + [bom],
            answers: [.init(.ok, "The file.", mediaType: "text/csv")]
        )
    }

    private static var bom: Field<String> {
        Field<String>.oneOf(
            "bom",
            ["yes", "no"],
            "yes begins with a byte order mark, which Excel needs for UTF-8."
        ).defaulting(to: "no")
    }

    let database: Database

    func respond(to request: Request) throws -> Response {
        let input = try ReportScope.Question(request, taking: Table.filters)
        let bom = try Input(query: request.query).read(Self.bom)
        let (scope, rows) = try database.forTenant(request.caller.tenant) { connection in
            let scope = try ReportScope(input, on: &connection)
            return (scope, try Table.rows(scope, on: &connection))
        }
        var text = bom == "yes" ? "\u{FEFF}" : ""
        text += CSV.line(Table.columns.map(\.name))
        for row in rows { text += CSV.line(row.map(\.cellText)) }
        let name = "\(Table.path)".split(separator: "/").last ?? "figures"
        return Response(
            .ok,
            headers: [
                "Content-Type": "text/csv; charset=utf-8",
                "Content-Disposition":
                    "attachment; filename=\"\(name) \(scope.range.first) to \(scope.range.last).csv\"",
            ],
            body: .bytes(Array(text.utf8))
        )
    }
}
