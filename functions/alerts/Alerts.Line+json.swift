import Alerting
import Store
import Web

extension Alerts.Line {
    static let schema = Schema.object([
        "id": .integer, "kind": .oneOf(Alerts.Kind.allCases.map(\.rawValue)),
        "title": .string, "subject": .string, "detail": .string, "count": Schema.integer.orNull,
        "path": Schema.string.orNull, "ruleId": Schema.integer.orNull, "everybodys": .boolean,
        "raisedAt": .timestamp, "clearedAt": Schema.timestamp.orNull,
        "acknowledgedBy": Schema.string.orNull, "acknowledgedAt": Schema.timestamp.orNull,
    ])

    /// Whether the caller's business is to look after it.
    ///
    /// Of the installation's, one business's word would silence it for every other.
    func isUp(to caller: Caller) -> Bool { caller.looksAfter(everybodys: isEverybodys) }

    func json(for caller: Caller) -> JSON {
        [
            "id": .int(id), "kind": .string(kind),
            "title": .string(Alerts.Kind(rawValue: kind)?.title ?? kind),
            "subject": .string(subject), "detail": .string(detail), "count": .optional(count),
            "path": .optional(path), "ruleId": .optional(ruleID), "everybodys": .bool(isEverybodys),
            "raisedAt": .string(raisedAt), "clearedAt": .optional(clearedAt),
            "acknowledgedBy": .optional(
                caller.name(of: acknowledgedBy, atEverybodys: isEverybodys)
            ),
            "acknowledgedAt": .optional(acknowledgedAt),
        ]
    }
}
