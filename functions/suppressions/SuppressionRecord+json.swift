import Store
import Web

extension SuppressionRecord {
    static let schema = Schema.object([
        "id": .integer, "number": .string, "reason": .string, "source": .string, "note": .string,
        "addedBy": .string, "addedAt": .timestamp, "releasedBy": .string.orNull,
        "releasedAt": Schema.timestamp.orNull, "releaseNote": .string.orNull,
        "releasable": .boolean,
    ])

    var json: JSON {
        [
            "id": .int(id), "number": .string(number), "reason": .string(reason),
            "source": .string(source), "note": .string(note), "addedBy": .string(addedBy),
            "addedAt": .string(addedAt), "releasedBy": .optional(releasedBy),
            "releasedAt": .optional(releasedAt), "releaseNote": .optional(releaseNote),
            "releasable": .bool(releasedAt == nil && !isOwnWord),
        ]
    }
}
