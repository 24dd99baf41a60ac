import Mail
import PDF
import Store
import Web

/// What a client decides about a schedule.
enum ScheduleFields {
    static let every = Field<ReportInterval>(
        "every",
        "How often: each week, or each month.",
        schema: .oneOf(ReportInterval.allCases.map(\.rawValue)),
        expected: "week or month"
    ) { json in json.text.flatMap { ReportInterval(rawValue: $0) } }

    static let day = Field<Int>.integer(
        "day",
        1...31,
        """
        Of the week, 1 for Monday to 7 for Sunday, or of the month, where 31 is the last day of \
        every month.
        """
    ).defaulting(to: 1)

    static let at = Field<String>(
        "at",
        "The time of day in the business's zone.",
        schema: .string,
        expected: "a time such as 07:00"
    ) { json in json.text.flatMap { isClock($0) ? $0 : nil } }.defaulting(to: "07:00")

    private static let recipientsMax = 20

    static let recipients = Field<[String]>(
        "recipients",
        "The mail addresses.",
        schema: .array(of: .string),
        expected: "1 to \(recipientsMax) mail addresses, each once"
    ) { json in
        guard case .array(let items) = json, (1...recipientsMax).contains(items.count) else {
            return nil
        }
        let addresses = items.compactMap { $0.text.flatMap { MailAddress($0)?.address } }
        // Servers look at the host's name without regard to case; people mean the rest so as well.
        let distinct = Set(addresses.map { $0.lowercased() })
        return distinct.count == items.count ? addresses : nil
    }

    static let enabled = Field<Bool>.flag("enabled", "false keeps it without sending anything.")
        .defaulting(to: true)

    static let all: [any DescribedField] = [
        every, day, at, recipients, ReportQuery.paper, enabled,
    ]

    static func plan(of input: Input) throws(Problem) -> ReportSchedule.Plan {
        let (every, day, clock, recipients, paper, isEnabled) = try input.read(
            Self.every,
            Self.day,
            Self.at,
            Self.recipients,
            ReportQuery.paper,
            Self.enabled
        )
        guard every == .month || day <= 7 else {
            throw .invalid([
                FieldProblem(
                    "day",
                    expected: "a day of the week from 1 to 7",
                    "day must be a day of the week, from 1 for Monday to 7 for Sunday."
                )
            ])
        }
        return ReportSchedule.Plan(
            every: every,
            day: day,
            clock: clock,
            recipients: recipients,
            paper: paper,
            isEnabled: isEnabled
        )
    }

    private static func isClock(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [2, 2],
            text.utf8.allSatisfy({ $0 == UInt8(ascii: ":") || (0x30...0x39).contains($0) }),
            let hour = Int(parts[0]), let minute = Int(parts[1])
        else { return false }
        return hour < 24 && minute < 60
    }
}
