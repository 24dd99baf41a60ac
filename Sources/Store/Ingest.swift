package import Messaging
package import Postgres
package import Routing
package import Web

/// A transaction as a CRM posts it, checked, with the ids drawn for it.
package struct ArrivingTransaction: Sendable, Hashable {
    package let tenant: TenantID
    package let transactionID: String
    package let messageID: String
    package var kind = MessageKind.transaction
    package let externalID: String
    package let customerPhone: E164
    package var customerName: String?
    package var customerID: String?
    package var salesRepName: String?
    package var dealershipName: String?
    package var amount: Money?
    package var completedAt: String?
    /// The customer's, as the primary subtag of a BCP 47 tag.
    package var language: String?
    package var channel = Channel.sms
    /// A text of its own instead of the tenant's template: for what a person writes.
    package var ownText: String?
    package var requestID: String?
    /// Who brought it: a key's name or a person's address.
    package var postedBy: String?
    /// The mapping of a CRM's own words that it came through.
    package var source: String?

    package init(
        tenant: TenantID,
        transactionID: String,
        messageID: String,
        externalID: String,
        customerPhone: E164
    ) {
        self.tenant = tenant
        self.transactionID = transactionID
        self.messageID = messageID
        self.externalID = externalID
        self.customerPhone = customerPhone
    }
}

/// The message that stands for a transaction once it is stored.
package struct StoredTransaction: Sendable, Hashable {
    package let messageID: String
    package let status: DeliveryStatus
    /// When the message is due, in RFC 3339.
    package let dueAt: String
    /// Whether the transaction had been stored before.
    package let isDuplicate: Bool
}

package enum Ingest {
    /// No single call of the schema's function takes more than this.
    package static let transactionsMax = 1000

    /// Requests that come together share a commit.
    package static func groupCommit(
        on database: Database
    ) -> GroupCommit<[ArrivingTransaction], [StoredTransaction]> {
        GroupCommit(itemsMax: 64, leadersMax: 2) { requests in
            let stored = try database.forAll { connection in
                try store(requests.flatMap(\.self), on: &connection)
            }
            var rest = stored[...]
            return requests.map { request in
                defer { rest = rest.dropFirst(request.count) }
                return Array(rest.prefix(request.count))
            }
        }
    }

    /// Stores all in one commit and answers in their order.
    package static func store(
        _ transactions: [ArrivingTransaction],
        on connection: inout Connection
    ) throws(PostgresError) -> [StoredTransaction] {
        let batch = JSON.array(transactions.enumerated().map { $1.json(place: $0) })
        let text = batch.serializedText
        let placed = try connection.query(
            """
            SELECT place, duplicate, message_id, status, iso8601(due_at)
              FROM ingest(\(text)::jsonb)
            """
        ).map { (row) throws(PostgresError) in
            (
                place: try row.decode(0, as: Int.self),
                stored: StoredTransaction(
                    messageID: try row.decode(2),
                    status: try row.decode(3),
                    dueAt: try row.decode(4),
                    isDuplicate: try row.decode(1)
                )
            )
        }
        guard placed.count == transactions.count else { throw .noRow }
        return placed.sorted { $0.place < $1.place }.map(\.stored)
    }
}

extension ArrivingTransaction {
    fileprivate func json(place: Int) -> JSON {
        [
            "place": .int(place), "tenant_id": .int(tenant.rawValue),
            "transaction_id": .string(transactionID), "message_id": .string(messageID),
            "kind": .string(kind.rawValue), "external_id": .string(externalID),
            "customer_phone": .string(customerPhone.rawValue),
            "customer_name": .optional(customerName), "customer_id": .optional(customerID),
            "sales_rep_name": .optional(salesRepName),
            "dealership_name": .optional(dealershipName),
            "amount_micros": .optional(amount?.micros),
            "currency": .optional(amount?.currency.code),
            "completed_at": .optional(completedAt), "own_text": .optional(ownText),
            "request_id": .optional(requestID), "language": .optional(language),
            "channel": .string(channel.rawValue), "posted_by": .optional(postedBy),
            "source": .optional(source),
        ]
    }
}

extension DeliveryStatus: ColumnValue {}
extension MessageKind: ColumnValue {}
extension AttemptState: ColumnValue {}
