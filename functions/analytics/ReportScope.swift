import Postgres
import Statistics
import Store
import Web

/// Which days a report is of, and of which part of the business.
struct ReportScope: Sendable {
    let tenant: TenantID
    let range: DayRange
    /// The days before, when they were asked for.
    let before: DayRange?
    private let slice: FigureSlice
    private let member: String?
    let question: Question

    /// More days than this are gathered to weeks.
    private static let daysMax = 92

    /// What a request asks for, before the database is asked which day it is.
    struct Question: Sendable {
        let tenant: TenantID
        let from: CalendarDay?
        let to: CalendarDay?
        let comparing: Bool
        let dealership: String?
        let provider: String?
        let query: Form

        init(_ request: Request, taking filters: Set<ReportFilter>) throws(Problem) {
            let (from, to, compare, dealership, provider) = try Input(query: request.query).read(
                ReportScope.from,
                ReportScope.to,
                ReportScope.compare,
                ReportScope.dealership,
                ReportScope.provider
            )
            tenant = request.caller.tenant
            (self.from, self.to, comparing) = (from, to, compare == "yes")
            self.dealership = filters.contains(.dealership) ? dealership : nil
            self.provider = filters.contains(.provider) ? provider : nil
            query = request.query
            if tenant.dealerships != nil, self.provider != nil {
                throw .invalid([
                    FieldProblem(
                        "provider",
                        expected: "nothing, for who sees some dealerships only",
                        "Figures of a provider are those of the whole business."
                    )
                ])
            }
            if self.dealership != nil, self.provider != nil {
                throw .invalid([
                    FieldProblem(
                        "provider",
                        expected: "a dealership or a provider, not both",
                        "Figures are narrowed to a dealership or to a provider, not to both."
                    )
                ])
            }
        }
    }

    init(_ question: Question, on connection: inout Connection) throws {
        tenant = question.tenant
        self.question = question
        let last = try question.to ?? Sums.today(of: tenant, on: &connection)
        let first = question.from ?? last + -29
        guard let range = DayRange(first, last) else {
            throw Problem.invalid([
                FieldProblem("from", expected: "a day not after to", "from comes after to.")
            ])
        }
        guard range.count <= 366 else {
            throw Problem.invalid([
                FieldProblem(
                    "from",
                    expected: "at most 366 days up to to",
                    "At most 366 days are summed up at once."
                )
            ])
        }
        self.range = range
        before = question.comparing ? range.before : nil
        if let name = question.dealership {
            slice = .dealership
            // What has no name in the sums has no figures either.
            member =
                try Sums.dealershipMember(named: name, of: tenant, on: &connection) ?? "unknown"
        } else {
            slice = question.provider == nil ? .all : .provider
            member = question.provider
        }
    }

    var grain: FigureSelection.Grain { range.count <= Self.daysMax ? .day : .week }

    /// The time asked for and, when it is compared, the time before, each with its name.
    var periods: [(name: JSON, range: DayRange)] {
        var periods: [(name: JSON, range: DayRange)] = [("current", range)]
        if let before { periods.append(("before", before)) }
        return periods
    }

    /// The figures of what the report was narrowed to.
    func selection(
        _ range: DayRange,
        by grain: FigureSelection.Grain = .whole
    ) -> FigureSelection {
        FigureSelection(range, of: tenant, slice, member: member, by: grain)
    }

    /// The figures of each of a slice.
    func each(of slice: FigureSlice, in range: DayRange) -> FigureSelection {
        FigureSelection(range, of: tenant, slice)
    }

    /// The first days of what the days of a range are gathered to, also where nothing happened.
    func bins(of range: DayRange) -> [String] {
        var bins: [String] = []
        for day in range.days {
            let bin = (grain == .day ? day : day.weekStart).description
            if bins.last != bin { bins.append(bin) }
        }
        return bins
    }

    /// What stands above the rows of every report.
    var members: [JSON.Object.Member] {
        [
            .init("from", .string(range.first.description)),
            .init("to", .string(range.last.description)),
            .init("before", before.map(Self.json) ?? .null),
            .init("grain", .string(grain.rawValue)),
        ]
    }

    private static func json(_ range: DayRange) -> JSON {
        ["from": .string(range.first.description), "to": .string(range.last.description)]
    }
}

// MARK: - The parameters

extension ReportScope {
    private static let from = day(
        "from",
        "The first day, in the business's zone; 30 days are usual."
    )
    private static let to = day("to", "The last day; today is usual.")
    private static let compare = Field<String>.oneOf(
        "compare",
        ["yes", "no"],
        "yes adds the figures of as many days before."
    ).defaulting(to: "no")
    private static let dealership = Field<String>.text(
        "dealership",
        1...200,
        "Only of the dealership of this name."
    ).optional
    private static let provider = Field<String>.text(
        "provider",
        1...40,
        "Only of what went through this provider."
    ).optional

    static func fields(_ filters: Set<ReportFilter>) -> [any DescribedField] {
        var fields: [any DescribedField] = [from, to]
        if filters.contains(.comparison) { fields.append(compare) }
        if filters.contains(.dealership) { fields.append(dealership) }
        if filters.contains(.provider) { fields.append(provider) }
        return fields
    }

    private static func day(_ name: String, _ summary: String) -> Field<CalendarDay?> {
        Field<CalendarDay>(
            name,
            summary,
            schema: .string,
            expected: "a day such as 2026-11-20"
        ) { json in json.text.flatMap(CalendarDay.init) }.optional
    }
}
