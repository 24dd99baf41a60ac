package import Messaging
package import Postgres
package import Web

/// The customers of a tenant, as a template sees them.
package enum Customers {
    /// The values of the newest transactions, for trying a template on them.
    package static func latest(
        _ limit: Int,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [[TemplateVariable: String]] {
        try connection.query(
            """
            SELECT coalesce(nullif(t.customer_name, ''), s.default_customer),
                   coalesce(d.name, s.default_dealership), t.amount_micros, t.currency,
                   coalesce(nullif(s.google_review_url, ''), s.trustpilot_url), s.feedback_url,
                   t.external_id, t.sales_rep_name
              FROM (SELECT * FROM messages
                     WHERE tenant_id = \(tenant.rawValue) AND kind = 'transaction'
                     ORDER BY received_at DESC, id DESC LIMIT \(limit)) m
              JOIN transactions t ON t.id = m.transaction_id
              JOIN tenant_settings s ON s.tenant_id = m.tenant_id
              LEFT JOIN dealerships d ON d.id = m.dealership_id
            """
        ).map { (row) throws(PostgresError) in
            let amount = Money(micros: try row.decode(2), currency: try row.decode(3))
            let found: [TemplateVariable: String?] = [
                .customerName: try row.decode(0), .dealershipName: try row.decode(1),
                .amount: amount?.decimal, .reviewURL: try row.decode(4),
                .feedbackURL: try row.decode(5), .transactionID: try row.decode(6),
                .salesRepName: try row.decode(7),
            ]
            return found.compactMapValues { $0.flatMap { $0.isEmpty ? nil : $0 } }
        }
    }
}
