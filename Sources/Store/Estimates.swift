package import Messaging
package import Postgres
import Web

/// Says what messages will cost before they are sent, and reserves the money for them.
package struct Estimates: Sendable {
    /// The country of a number.
    private let country: @Sendable (E164) -> String?
    private let lists = Cache<TenantID, PriceList>()

    package init(country: @escaping @Sendable (E164) -> String?) { self.country = country }

    /// Writes each message's estimate and reserves it from the tenant's budget and account.
    ///
    /// Call it in the transaction that claimed the messages, before their attempts are recorded. All
    /// go in one call whatever their providers are, so that two workers lock budgets in one order.
    ///
    /// - Returns: the messages that may be sent; the others are held from now on.
    package func admit(
        _ routed: [Dispatching.Routed],
        on connection: inout Connection
    ) throws(PostgresError) -> [Dispatching.Routed] {
        let recipients = try self.recipients(of: routed.map(\.message), on: &connection)
        let lists = try lists(of: Set(recipients.values.map(\.tenant)), on: &connection)
        let batch = JSON.array(
            routed.map { way in
                let recipient = recipients[way.message.messageID]
                let country = recipient.flatMap { try? E164($0.number) }.flatMap(self.country)
                let estimate = recipient.flatMap { lists[$0.tenant] }?.estimate(
                    provider: way.provider,
                    country: country,
                    senderKind: way.sender.flatMap { SenderKind(address: $0) },
                    segments: way.message.segments
                )
                return way.message.json(estimate, country)
            }
        )
        let text = batch.serializedText
        let held = try connection.query("SELECT reserve_money(\(text)::jsonb)")
            .map { (row) throws(PostgresError) in try row.decode(0, as: String.self) }
        guard !held.isEmpty else { return routed }
        let heldIDs = Set(held)
        return routed.filter { !heldIDs.contains($0.message.messageID) }
    }

    /// The same for messages that all go through one provider, which chooses their senders.
    package func admit(
        _ messages: [Dispatching.Prepared],
        provider: String,
        on connection: inout Connection
    ) throws(PostgresError) -> [Dispatching.Prepared] {
        try admit(messages.map { .init($0, provider: provider) }, on: &connection).map(\.message)
    }

    private typealias Recipient = (tenant: TenantID, number: String)

    private func recipients(
        of messages: [Dispatching.Prepared],
        on connection: inout Connection
    ) throws(PostgresError) -> [String: Recipient] {
        let rows = try connection.query(
            """
            SELECT id, tenant_id, recipient FROM messages
             WHERE id = ANY(\(messages.map(\.messageID))::uuid[])
            """
        ).map { (row) throws(PostgresError) in
            (
                try row.decode(0, as: String.self),
                (tenant: TenantID(rawValue: try row.decode(1)), number: try row.decode(2))
                    as Recipient
            )
        }
        return Dictionary(rows, uniquingKeysWith: { first, _ in first })
    }

    /// Price lists as they were at most five seconds ago; those not at hand are read together.
    private func lists(
        of tenants: Set<TenantID>,
        on connection: inout Connection
    ) throws(PostgresError) -> [TenantID: PriceList] {
        var found: [TenantID: PriceList] = [:]
        for tenant in tenants { found[tenant] = lists.value(for: tenant) { nil } }
        let missing = tenants.filter { found[$0] == nil }
        guard !missing.isEmpty else { return found }
        for (tenant, list) in try Prices.lists(of: Array(missing), on: &connection) {
            found[tenant] = lists.value(for: tenant) { list }
        }
        return found
    }
}

/// What is done about money after messages were sent: the work of `maintain` alone.
package enum Settling {
    /// Puts prices in the place of estimates and gives back what was not sent; says how many
    /// reservations were looked at.
    package static func settle(
        limit: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> Int {
        try connection.query("SELECT settle_money(\(limit))").value()
    }

    /// Lets go of held messages for which there is money now, and says how many.
    package static func release(
        limit: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> Int {
        try connection.query("SELECT release_held(\(limit))").value()
    }
}

// MARK: -

extension Dispatching.Prepared {
    fileprivate func json(_ estimate: PriceList.Estimate?, _ country: String?) -> JSON {
        [
            "id": .string(messageID), "attempt": .int(attemptNumber), "segments": .int(segments),
            "micros": .optional(estimate?.cost.micros),
            "currency": .optional(estimate?.cost.currency.code),
            "price_id": .optional(estimate?.priceID), "country": .optional(country),
        ]
    }
}
