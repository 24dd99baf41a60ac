import Messaging
import Store
import Web

/// What a CRM is told of a transaction that is stored.
struct Receipt {
    private let transactionID: String
    private let stored: StoredTransaction

    init(_ transaction: ArrivingTransaction, _ stored: StoredTransaction) {
        transactionID = transaction.externalID
        self.stored = stored
    }

    var isDuplicate: Bool { stored.isDuplicate }

    private var members: [JSON.Object.Member] {
        [
            .init("transactionId", .string(transactionID)),
            .init("smsStatus", .string(stored.status.rawValue)),
            .init("scheduledFor", .string(stored.dueAt)),
            .init("messageId", .string(stored.messageID)),
            .init("duplicate", .bool(stored.isDuplicate)),
        ]
    }

    var json: JSON {
        let message =
            isDuplicate
            ? "This transaction was received before; nothing changed."
            : "The transaction is stored and its message scheduled."
        return .object(
            JSON.Object(
                [.init("success", true), .init("message", .string(message))] + members
            )
        )
    }

    func json(index: Int) -> JSON {
        .object(JSON.Object([.init("index", .int(index))] + members))
    }

    static let schema = Schema.object([
        "success": .boolean, "message": .string, "transactionId": .string, "smsStatus": .string,
        "scheduledFor": .timestamp, "messageId": .string, "duplicate": .boolean,
    ])
}
