package import Postgres
package import Web

extension ListExport {
    /// The log, newest first.
    ///
    /// `after` is the id of the last message that the client has of a file that broke off.
    package static func messages(
        of tenant: TenantID,
        _ filter: MessageFilter,
        after: String? = nil,
        on connection: inout Connection
    ) throws(PostgresError) -> ListExport {
        let filter = try filter.resolved(for: tenant, on: &connection)
        var conditions = filter.conditions
        if let rare = filter.search?.rarest {
            conditions =
                "m.id = ANY(ARRAY(SELECT id FROM (\(rare.messageIDs(of: tenant))) found)) AND "
                + conditions
        }
        if let after {
            conditions =
                conditions + """
                     AND (m.received_at, m.id) < (SELECT received_at, id FROM messages
                                                   WHERE tenant_id = \(tenant.rawValue)
                                                     AND id = \(after)::uuid)
                    """
        }
        return select(
            { text in
                """
                m.id AS message_id, \(text("t.external_id")) AS transaction_id,
                m.kind, m.status, \(text("t.customer_name")) AS customer_name,
                m.recipient AS customer_phone, \(text("d.name")) AS dealership_name,
                \(text("t.sales_rep_name")) AS sales_rep_name,
                trim_scale(t.amount_micros / 1000000.0) AS amount, t.currency,
                iso8601(m.received_at) AS received_at, iso8601(m.due_at) AS due_at,
                iso8601(m.sent_at) AS sent_at, iso8601(m.finished_at) AS finished_at,
                m.attempt_count AS attempts, m.error_code, m.segments,
                trim_scale(m.price_micros / 1000000.0) AS price, m.price_currency,
                \(text("m.body")) AS body
                """
            },
            """
              FROM messages m
              JOIN transactions t ON t.id = m.transaction_id
              LEFT JOIN dealerships d ON d.id = m.dealership_id
             WHERE \(conditions)
             ORDER BY m.received_at DESC, m.id DESC
            """
        )
    }
}
