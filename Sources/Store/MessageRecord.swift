package import Messaging
import Postgres
package import Routing

/// A message as the log shows it.
package struct MessageRecord: Sendable, Hashable {
    package let id: String
    package let transactionID: String
    package let kind: MessageKind
    package let customerName: String?
    package let recipient: String
    package let dealershipName: String?
    package let salesRepName: String?
    /// The customer's, as the CRM gave it.
    package let language: String?
    package let channel: Channel
    package let amount: Money?
    package let status: DeliveryStatus
    package let body: String?
    /// When its text and names were removed; nil while they are there.
    package let contentRemovedAt: String?
    /// Moments in RFC 3339.
    package let receivedAt: String
    package let dueAt: String
    package let nextAttemptAt: String?
    package let sentAt: String?
    package let finishedAt: String?
    package let attemptCount: Int
    package let errorCode: String?
    package let segments: Int?
    /// What it will probably cost, said when it was queued.
    package let estimate: Money?
    /// What the provider says that it costs.
    package let price: Money?
    /// The provider of the last attempt.
    package let provider: String?
    package let providerMessageID: String?
    /// Where the message stands in the log.
    package let receivedMicros: Int64
}

extension MessageRecord {
    /// The columns that `init(_:)` reads, of `m`, `t`, `d` and `a` in `joins`.
    static let columns: SQL = """
        m.id, t.external_id, m.kind, t.customer_name, m.recipient, d.name, t.sales_rep_name,
        t.amount_micros, t.currency, m.status, m.body, iso8601(m.received_at), iso8601(m.due_at),
        iso8601(m.next_attempt_at), iso8601(m.sent_at), iso8601(m.finished_at), m.attempt_count,
        m.error_code, m.segments, m.price_micros, m.price_currency, a.provider_message_id,
        (extract(epoch FROM m.received_at) * 1000000)::bigint, m.language,
        m.channel, m.estimate_micros, m.estimate_currency, a.provider,
        iso8601(m.content_removed_at)
        """

    static let joins: SQL = """
        JOIN transactions t ON t.id = m.transaction_id
        LEFT JOIN dealerships d ON d.id = m.dealership_id
        LEFT JOIN attempts a ON a.message_id = m.id AND a.number = m.attempt_count
        """

    init(_ row: borrowing Row) throws(PostgresError) {
        id = try row.decode(0)
        transactionID = try row.decode(1)
        kind = try row.decode(2)
        customerName = try row.decode(3)
        recipient = try row.decode(4)
        dealershipName = try row.decode(5)
        salesRepName = try row.decode(6)
        amount = Money(micros: try row.decode(7), currency: try row.decode(8))
        status = try row.decode(9)
        body = try row.decode(10)
        receivedAt = try row.decode(11)
        dueAt = try row.decode(12)
        nextAttemptAt = try row.decode(13)
        sentAt = try row.decode(14)
        finishedAt = try row.decode(15)
        attemptCount = try row.decode(16)
        errorCode = try row.decode(17)
        segments = try row.decode(18)
        price = Money(micros: try row.decode(19), currency: try row.decode(20))
        providerMessageID = try row.decode(21)
        receivedMicros = try row.decode(22)
        language = try row.decode(23)
        channel = try row.decode(24)
        estimate = Money(micros: try row.decode(25), currency: try row.decode(26))
        provider = try row.decode(27)
        contentRemovedAt = try row.decode(28)
    }
}

extension Money {
    /// An amount of two columns that are both there or both not.
    init?(micros: Int64?, currency: String?) {
        guard let micros, let currency, let currency = try? Currency(currency) else { return nil }
        self.init(micros: micros, currency: currency)
    }
}
