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

    var json: JSON {
        [
            "id": .int(id), "kind": .string(kind),
            "title": .string(Alerts.Kind(rawValue: kind)?.title ?? kind),
            "subject": .string(subject), "detail": .string(detail), "count": .optional(count),
            "path": .optional(path), "ruleId": .optional(ruleID), "everybodys": .bool(isEverybodys),
            "raisedAt": .string(raisedAt), "clearedAt": .optional(clearedAt),
            "acknowledgedBy": .optional(acknowledgedBy),
            "acknowledgedAt": .optional(acknowledgedAt),
        ]
    }
}
