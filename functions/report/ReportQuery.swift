import PDF
import Statistics
import Store
import Web

/// Which report a client asks for.
enum ReportQuery {
    static let period = Field<String>.oneOf(
        "period",
        ["week", "month"],
        "The last complete week, from Monday on, or calendar month; not beside from and to."
    ).defaulting(to: "week")

    static let from = Field<CalendarDay>.day("from", "The first day, in the business's zone.")
        .optional
    static let to = Field<CalendarDay>.day("to", "The last day.").optional

    static let paper = Field<String>.oneOf(
        "paper",
        Paper.allCases.map(\.rawValue),
        "The size of the pages."
    ).defaulting(to: Paper.a4.rawValue)

    static let fields: [any DescribedField] = [period, from, to]

    /// A year and a day: as much as there is of rates to compare, and no more work than that.
    private static let daysMax = 366

    static func period(of request: Request) throws(Problem) -> ReportPeriod {
        let (word, from, to) = try Input(query: request.query).read(Self.period, Self.from, Self.to)
        guard from != nil || to != nil else { return .latest(word == "month" ? .month : .week) }
        guard let from, let to, let range = DayRange(from, to), range.count <= daysMax else {
            throw .invalid([
                FieldProblem(
                    from == nil ? "from" : "to",
                    expected: "a day not before from, and less than a year after it",
                    "from and to must both be given, in order, and at most a year apart."
                )
            ])
        }
        return .days(range)
    }
}

extension Field<CalendarDay> {
    /// A day as `YYYY-MM-DD`.
    static func day(_ name: String, _ summary: String) -> Self {
        Field(name, summary, schema: .day, expected: "a day such as 2026-11-20") { json in
            json.text.flatMap { CalendarDay($0) }
        }
    }
}

extension Schema {
    static var day: Schema { .string.about("A day, such as 2026-11-20.") }
}
