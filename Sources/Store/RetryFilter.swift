package import Messaging
package import Postgres
package import Web

/// Which failed messages are to be retried; what is not set does not narrow.
package struct RetryFilter: Sendable, Hashable {
    package var status: DeliveryStatus?
    package var dealership: String?
    /// The provider of the last attempt.
    package var provider: String?
    package var errorCode: String?
    /// Received at or after this moment, in RFC 3339.
    package var from: String?
    /// Received before this moment, in RFC 3339.
    package var to: String?

    package init() {}

    /// What a person may ask to send again.
    package static let statuses: [DeliveryStatus] = [.failed, .undelivered]

    /// The conditions on `messages m`.
    func conditions(for tenant: TenantID) -> SQL {
        let wanted = status.map { [$0] } ?? Self.statuses
        var conditions: SQL = """
            m.tenant_id = \(tenant.rawValue)
            AND m.status = ANY(\(wanted.map(\.rawValue))::text[]::message_status[])
            """
        if let dealership {
            conditions =
                conditions + """
                     AND m.dealership_id = (SELECT id FROM dealerships
                                             WHERE tenant_id = \(tenant.rawValue)
                                               AND name = \(dealership))
                    """
        }
        if let provider {
            conditions =
                conditions + """
                     AND EXISTS (SELECT FROM attempts a
                                  WHERE a.message_id = m.id AND a.number = m.attempt_count
                                    AND a.provider = \(provider))
                    """
        }
        if let errorCode { conditions = conditions + " AND m.error_code = \(errorCode)" }
        if let from { conditions = conditions + " AND m.received_at >= \(from)::timestamptz" }
        if let to { conditions = conditions + " AND m.received_at < \(to)::timestamptz" }
        return conditions
    }

    /// How many there are now.
    package func count(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Int {
        try connection.query("SELECT count(*) FROM messages m WHERE \(conditions(for: tenant))")
            .value()
    }
}

extension RetryFilter {
    var json: JSON {
        [
            "status": .optional(status?.rawValue), "dealership": .optional(dealership),
            "provider": .optional(provider), "errorCode": .optional(errorCode),
            "from": .optional(from), "to": .optional(to),
        ]
    }
}
