package import Messaging
package import Postgres
package import Web

/// Which failed messages are to be retried; what is not set does not narrow.
package struct RetryFilter: Sendable, Hashable {
    /// Only these, by their ids.
    package var ids: [String]?
    package var status: DeliveryStatus?
    package var search: String?
    package var transactionID: String?
    package var phone: String?
    package var dealership: String?
    /// The provider of the last attempt.
    package var provider: String?
    package var errorCode: String?
    /// Received at or after this moment, in RFC 3339.
    package var from: String?
    /// Received before this moment, in RFC 3339.
    package var to: String?

    package init() {}

    /// More are better told by what they have in common.
    package static let idsMax = 1000

    /// What a person may ask to send again.
    package static let statuses: [DeliveryStatus] = [.failed, .undelivered]

    /// The conditions on `messages m`.
    func conditions(
        for tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> SQL {
        // What has lost its text has nothing to send.
        let conditions: SQL =
            try messages.resolved(for: tenant, on: &connection).conditions
            + " AND m.content_removed_at IS NULL"
        guard let ids else { return conditions }
        return "m.id = ANY(\(ids)::uuid[]) AND \(conditions)"
    }

    private var messages: MessageFilter {
        var filter = MessageFilter()
        filter.statuses = status.map { [$0] } ?? Self.statuses
        filter.search = search
        filter.transactionID = transactionID
        filter.phone = phone
        filter.dealership = dealership
        filter.provider = provider
        filter.errorCode = errorCode
        filter.from = from
        filter.to = to
        return filter
    }

    /// How many there are now.
    package func count(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Int {
        let conditions = try conditions(for: tenant, on: &connection)
        return try connection.query("SELECT count(*) FROM messages m WHERE \(conditions)").value()
    }
}

extension RetryFilter {
    var json: JSON {
        [
            "ids": ids.map { .array($0.map { .string($0) }) } ?? .null,
            "status": .optional(status?.rawValue), "search": .optional(search),
            "transactionId": .optional(transactionID), "phone": .optional(phone),
            "dealership": .optional(dealership), "provider": .optional(provider),
            "errorCode": .optional(errorCode), "from": .optional(from), "to": .optional(to),
        ]
    }
}
