package import Store
package import Web

extension Erasure.Certificate {
    package static let schema = Schema.object([
        "id": .string, "numberHash": .string, "erasedAt": .timestamp, "erasedBy": .string,
        "reason": .string,
        "tables": .array(
            of: .object([
                "table": .string, "title": .string, "rows": .integer,
                "removed": Schema.boolean.about("The rows went, and not only what was in them."),
            ])
        ),
        "messagesCancelled": .integer,
        "optOutsKept": Schema.integer.about("Those that go on holding, by the keyed hash alone."),
        "archivedRecordsUnreadable": .integer, "statement": .array(of: .string),
    ])

    package var json: JSON {
        [
            "id": .string(id), "numberHash": .string(mark), "erasedAt": .string(erasedAt),
            "erasedBy": .string(erasedBy), "reason": .string(reason),
            "tables": .array(counts.map(\.json)), "messagesCancelled": .int(cancelledCount),
            "optOutsKept": .int(optOutCount),
            "archivedRecordsUnreadable": .int(archivedCount),
            "statement": .array(statement.map { .string($0) }),
        ]
    }

    /// What was done, and by which rules, in sentences.
    package var statement: [String] {
        [
            "The number, the names and everything that was said to or by the customer were removed "
                + "from all tables of the database.",
            "That messages were sent, when, by which provider, with which outcome and at what cost "
                + "is kept, of nobody: it cannot be led back to the customer.",
            cancelledCount == 0
                ? "No message waited to be sent."
                : "Messages that waited to be sent were cancelled: \(cancelledCount).",
            optOutCount == 0
                ? "There was no opt-out in force."
                : "Opt-outs in force go on holding: \(optOutCount). Of the number there is only a "
                    + "keyed hash, so that nobody writes to the customer again by mistake.",
            archivedCount == 0
                ? "Archives held nothing of the customer."
                : "The key of the customer's records in archives was destroyed. So many cannot be "
                    + "read any more, in no copy: \(archivedCount).",
            "Logs of the functions and of the gateway hold no personal data.",
            "Backups that were made before hold it until they are overwritten in their turn.",
        ]
    }
}

extension Erasure.Certificate.Count {
    fileprivate var json: JSON {
        [
            "table": .string(table), "title": .string(title), "rows": .int(rows),
            "removed": .bool(isRemoved),
        ]
    }
}
