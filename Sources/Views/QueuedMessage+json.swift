package import Messaging
package import Store
package import Web

/// What a person hears who sent a message by hand: it is stored and will go, but has not gone yet.
package enum QueuedMessage {
    package static let schema = Schema.object([
        "success": .boolean, "message": .string, "messageId": .string, "transactionId": .string,
        "status": .string, "segments": .integer, "encoding": .string,
    ])

    package static func answer(
        _ sentence: String,
        _ transaction: ArrivingTransaction,
        _ stored: StoredTransaction,
        count: SegmentCount
    ) -> Response {
        .json(
            [
                "success": true, "message": .string(sentence),
                "messageId": .string(stored.messageID),
                "transactionId": .string(transaction.externalID),
                "status": .string(stored.status.rawValue), "segments": .int(count.segments),
                "encoding": .string(count.encoding.rawValue),
            ],
            .accepted
        )
    }
}
