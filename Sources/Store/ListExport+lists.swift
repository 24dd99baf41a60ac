package import Messaging
import Postgres
package import Web

/// Lists as files; `after` is the last row that the client has of a file that broke off.
extension ListExport {
    /// The numbers that are not written to, newest first.
    package static func suppressions(
        of tenant: TenantID,
        _ filter: SuppressionFilter,
        after: Int? = nil
    ) -> ListExport {
        var filter = filter
        if let after { filter.before = after }
        return select(
            { text in
                """
                id, number, reason, source, \(text("note")) AS note,
                \(text("added_by")) AS added_by, iso8601(added_at) AS added_at,
                \(text("released_by")) AS released_by, iso8601(released_at) AS released_at,
                \(text("release_note")) AS release_note
                """
            },
            "FROM suppressions WHERE \(filter.conditions(for: tenant)) ORDER BY id DESC"
        )
    }

    /// What customers of the conversations that are listed wrote, newest first.
    package static func conversations(
        of tenant: TenantID,
        _ filter: Conversations.Filter,
        after: Int? = nil
    ) -> ListExport {
        var conditions: SQL = "tenant_id = \(tenant.rawValue)"
        if filter != Conversations.Filter() {
            conditions =
                conditions + """
                     AND sender IN (SELECT i.sender FROM inbound_messages i
                                     WHERE \(filter.conditions(for: tenant)))
                    """
        }
        if let after { conditions = conditions + " AND id < \(after)" }
        return select(
            { text in
                """
                id, iso8601(received_at) AS received_at, sender AS customer_phone,
                \(text("sender_name")) AS customer_name, recipient AS our_number, provider,
                \(text("body")) AS body, intent, message_id AS answers_message_id, needs_review,
                \(text("handled_by")) AS handled_by, iso8601(handled_at) AS handled_at
                """
            },
            "FROM inbound_messages WHERE \(conditions) ORDER BY id DESC"
        )
    }

    /// What waits for a person, newest first.
    package static func parked(
        of tenant: TenantID,
        for reason: HoldReason?,
        after: String? = nil
    ) -> ListExport {
        var conditions: SQL = "m.tenant_id = \(tenant.rawValue) AND m.hold IS NOT NULL"
        if let reason { conditions = conditions + " AND m.hold = \(reason.rawValue)" }
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
                m.recipient AS customer_phone, \(text("t.customer_name")) AS customer_name,
                \(text("d.name")) AS dealership_name, m.hold AS reason,
                iso8601(m.received_at) AS received_at, iso8601(t.completed_at) AS completed_at
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

    /// How customers rated their visits, newest first.
    package static func ratings(
        of tenant: TenantID,
        _ filter: Ratings.Filter,
        after: String? = nil
    ) -> ListExport {
        var conditions = filter.conditions(of: tenant)
        if let after {
            conditions =
                conditions + """
                     AND (e.rated_at, e.message_id) < (SELECT rated_at, message_id
                                                         FROM engagements
                                                        WHERE tenant_id = \(tenant.rawValue)
                                                          AND message_id = \(after)::uuid)
                    """
        }
        return select(
            { text in
                """
                e.message_id, \(text("t.external_id")) AS transaction_id,
                iso8601(e.rated_at) AS rated_at, iso8601(e.changed_at) AS changed_at, e.stars,
                \(text("e.comment")) AS comment, \(text("t.customer_name")) AS customer_name,
                m.recipient AS customer_phone, \(text("d.name")) AS dealership_name,
                \(text("t.sales_rep_name")) AS sales_rep_name, e.review_clicks
                """
            },
            """
            FROM engagements e
            JOIN messages m ON m.id = e.message_id
            JOIN transactions t ON t.id = m.transaction_id
            LEFT JOIN dealerships d ON d.id = m.dealership_id
             WHERE \(conditions)
             ORDER BY e.rated_at DESC, e.message_id DESC
            """
        )
    }
}
