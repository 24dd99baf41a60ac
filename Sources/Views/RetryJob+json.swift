package import Store
package import Web

extension RetryJob {
    package static let schema = Schema.object([
        "id": .string, "state": .oneOf(State.allCases.map(\.rawValue)),
        "total": Schema.integer.about("How many there were when it was made."),
        "done": Schema.integer.about("Scheduled for another attempt."),
        "failed": Schema.integer.about("Not to be retried any more when their turn came."),
        "createdBy": .string, "createdAt": .timestamp, "endedAt": Schema.timestamp.orNull,
    ])

    package var json: JSON {
        [
            "id": .string(id), "state": .string(state.rawValue), "total": .int(total),
            "done": .int(done), "failed": .int(failed), "createdBy": .string(createdBy),
            "createdAt": .string(createdAt), "endedAt": .optional(endedAt),
        ]
    }
}
