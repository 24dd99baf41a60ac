import Store
import Web

/// For how long something is kept, as the interface says it: a number of days, or "forever".
enum RetentionFields {
    /// What a request chooses for one kind.
    enum Choice: Sendable, Hashable {
        case days(Int)
        case forever

        var days: Int? {
            switch self {
            case .days(let days): days
            case .forever: nil
            }
        }
    }

    private static let messages = field(
        .messages,
        "For how long the texts that were sent and the names of customers are kept."
    )
    private static let replies = field(
        .replies,
        "For how long what customers wrote and the words of their ratings are kept."
    )
    private static let requests = field(
        .requests,
        "For how long the log of what CRMs posted is kept; never more than 20,000 lines."
    )

    static let all: [any DescribedField] = [messages, replies, requests]

    /// What a request chooses; the kinds that it leaves out have no entry.
    static func choices(from input: Input) throws(Problem) -> [Retention.Kind: Choice] {
        let (messages, replies, requests) = try input.read(messages, replies, requests)
        var choices: [Retention.Kind: Choice] = [:]
        choices[.messages] = messages
        choices[.replies] = replies
        choices[.requests] = requests
        return choices
    }

    private static func field(_ kind: Retention.Kind, _ summary: String) -> Field<Choice?> {
        let range = "a whole number of days from \(kind.days.lowerBound) to \(kind.days.upperBound)"
        let mayBeForever = kind.initialDays == nil
        return Field<Choice>(
            kind.rawValue,
            mayBeForever ? "\(summary) In days, or \"forever\"." : "\(summary) In days.",
            schema: mayBeForever ? .cell : .integer(kind.days),
            expected: mayBeForever ? "\(range), or forever" : range
        ) { json in
            switch json {
            case .string("forever") where mayBeForever: .forever
            case .number(let text), .string(let text):
                Int(text).flatMap { kind.days.contains($0) ? .days($0) : nil }
            default: nil
            }
        }.optional
    }
}

extension Retention.Rule {
    static let schema = Schema.object([
        "days": Schema.integer.orNull
            .about("Null for as long as the installation lives."),
        "chosenBy": Schema.string.orNull.about("Null where nobody chose yet."),
        "chosenAt": Schema.timestamp.orNull,
        "nextRunAt": Schema.timestamp.orNull
            .about("When what is older goes next; null where nothing goes by night."),
        "ranAt": Schema.timestamp.orNull,
        "removed": Schema.integer.about("How many lost their content in all."),
        "daysMin": .integer, "daysMax": .integer, "mayBeForever": .boolean,
    ])

    static func json(_ rules: [Retention.Rule]) -> JSON {
        .object(JSON.Object(rules.map { .init($0.kind.rawValue, $0.json) }))
    }

    static let allSchema = Schema.object([
        "messages": schema, "replies": schema, "requests": schema,
    ])

    private var json: JSON {
        [
            "days": .optional(days), "chosenBy": .optional(chosenBy),
            "chosenAt": .optional(chosenAt), "nextRunAt": .optional(nextRunAt),
            "ranAt": .optional(ranAt), "removed": .int(removedCount),
            "daysMin": .int(kind.days.lowerBound), "daysMax": .int(kind.days.upperBound),
            "mayBeForever": .bool(kind.initialDays == nil),
        ]
    }
}
