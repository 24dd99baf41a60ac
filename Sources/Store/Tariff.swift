package import Messaging
package import Postgres
package import Web

/// What texts will probably cost a tenant, before any message is queued.
package struct Tariff: Sendable {
    private let prices: PriceList
    private let provider: String
    /// Where customers are of whom nothing else is known.
    package let homeCountry: String

    /// The prices of now, through the provider that the tenant's newest messages went through; it is
    /// the account of the settings when there are none.
    package static func fetch(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Tariff {
        let prices = try Prices.lists(of: [tenant], on: &connection)[tenant] ?? PriceList([])
        return try connection.query(
            """
            SELECT t.default_region, coalesce(last.provider, 'twilio')
              FROM tenants t
              LEFT JOIN LATERAL (
                SELECT a.provider
                  FROM (SELECT id, attempt_count FROM messages
                         WHERE tenant_id = t.id
                         ORDER BY received_at DESC, id DESC LIMIT 100) m
                  JOIN attempts a ON a.message_id = m.id AND a.number = m.attempt_count
                 ORDER BY a.started_at DESC LIMIT 1) last ON true
             WHERE t.id = \(tenant.rawValue)
            """
        ).one { (row) throws(PostgresError) in
            Tariff(
                prices: prices,
                provider: try row.decode(1),
                homeCountry: try row.decode(0)
            )
        }
    }

    /// The cost of one message; nil when no price is known, which is not the same as free.
    package func cost(segments: Int, country: String?) -> Money? {
        prices.estimate(provider: provider, country: country, segments: segments)?.cost
    }
}
