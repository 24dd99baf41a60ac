package import Postgres
package import Web

extension ContentRecord {
    /// Puts what was said back into those rows that still are there and have lost it; says how many.
    ///
    /// There it stays for so many days, whatever the business chose. `records` are JSON objects as they were written down, all of one noun. Call it in a
    /// transaction.
    package static func restore(
        _ records: [String],
        of noun: Noun,
        for tenant: TenantID,
        from archive: Int64,
        keepDays: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> Int {
        let back =
            switch noun {
            case .message: try restoreMessages(records, for: tenant, on: &connection)
            case .reply: try restoreReplies(records, for: tenant, on: &connection)
            case .rating: try restoreRatings(records, for: tenant, on: &connection)
            }
        try connection.execute(
            """
            INSERT INTO restored_content (noun, row_id, tenant_id, archive_id, keep_until)
            SELECT \(noun.rawValue), id, \(tenant.rawValue), \(archive),
                   now() + \(keepDays) * interval '1 day'
              FROM unnest(\(back)::text[]) AS id
            ON CONFLICT (noun, row_id) DO UPDATE
               SET archive_id = EXCLUDED.archive_id, keep_until = EXCLUDED.keep_until
            """
        )
        return back.count
    }

    private static func given(_ records: [String]) -> SQL {
        "(SELECT record::jsonb AS r FROM unnest(\(records)::text[]) AS record) AS given"
    }

    private static func restoreMessages(
        _ records: [String],
        for tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [String] {
        let given = given(records)
        // Nobody makes these searchable meanwhile by what was read before.
        try connection.execute("LOCK TABLE search_queue IN SHARE ROW EXCLUSIVE MODE")
        let ids: [String] = try connection.query(
            """
            SELECT m.id FROM \(given) JOIN messages m ON m.id = (r ->> 'id')::uuid
             WHERE m.tenant_id = \(tenant.rawValue) AND m.content_removed_at IS NOT NULL
             ORDER BY m.id FOR UPDATE OF m
            """
        ).values()
        guard !ids.isEmpty else { return [] }
        let back: SQL = "(r ->> 'id')::uuid = ANY(\(ids)::uuid[])"
        try connection.execute(
            """
            UPDATE messages m
               SET body = r ->> 'body', own_text = r ->> 'ownText', content_removed_at = NULL
              FROM \(given) WHERE \(back) AND m.id = (r ->> 'id')::uuid
            """
        )
        try connection.execute(
            """
            UPDATE transactions t
               SET customer_name = coalesce(t.customer_name, r ->> 'customerName'),
                   sales_rep_name = coalesce(t.sales_rep_name, r ->> 'salesRepName')
              FROM \(given), messages m
             WHERE \(back) AND m.id = (r ->> 'id')::uuid AND t.id = m.transaction_id
            """
        )
        try connection.execute(
            """
            UPDATE attempts a SET body = p ->> 'body'
              FROM \(given), jsonb_array_elements(r -> 'attempts') AS p
             WHERE \(back) AND a.message_id = (r ->> 'id')::uuid
               AND a.number = (p ->> 'number')::smallint
            """
        )
        try connection.execute(
            """
            UPDATE message_events e SET detail = e.detail || (p - 'id')
              FROM \(given), jsonb_array_elements(r -> 'events') AS p
             WHERE \(back) AND e.message_id = (r ->> 'id')::uuid AND e.id = (p ->> 'id')::bigint
            """
        )
        try connection.execute(
            """
            UPDATE delivery_reports d SET raw = (p ->> 'raw')::jsonb
              FROM \(given), jsonb_array_elements(r -> 'reports') AS p
             WHERE \(back) AND d.message_id = (r ->> 'id')::uuid AND d.id = (p ->> 'id')::bigint
            """
        )
        try connection.execute(
            """
            UPDATE inbound_messages i SET sender_name = name_of_number(i.tenant_id, i.sender)
             WHERE (i.tenant_id, i.sender) IN (SELECT m.tenant_id, m.recipient FROM messages m
                                                WHERE m.id = ANY(\(ids)::uuid[]))
            """
        )
        try learn(ids, on: &connection)
        return ids
    }

    /// Lets the search find them by all their words again.
    private static func learn(
        _ ids: [String],
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            WITH known AS (
                DELETE FROM message_search WHERE message_id = ANY(\(ids)::uuid[]) RETURNING *
            ), unposted AS (
                DELETE FROM search_postings p
                 USING (SELECT k.tenant_id, k.received_at, k.message_id, w.word COLLATE "C" AS word
                          FROM known k
                         CROSS JOIN unnest(string_to_array(k.words, ' ')) AS w (word)) gone
                 WHERE p.tenant_id = gone.tenant_id AND p.word = gone.word
                   AND p.received_at = gone.received_at AND p.message_id = gone.message_id
            )
            INSERT INTO search_queue (tenant_id, message_id)
            SELECT tenant_id, message_id FROM known
            """
        )
    }

    private static func restoreReplies(
        _ records: [String],
        for tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [String] {
        try connection.query(
            """
            UPDATE inbound_messages i
               SET body = r ->> 'body', raw = (r ->> 'raw')::jsonb, content_removed_at = NULL
              FROM \(given(records))
             WHERE i.id = (r ->> 'id')::bigint AND i.tenant_id = \(tenant.rawValue)
               AND i.content_removed_at IS NOT NULL
            RETURNING i.id::text
            """
        ).values()
    }

    private static func restoreRatings(
        _ records: [String],
        for tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [String] {
        try connection.query(
            """
            UPDATE engagements e SET comment = r ->> 'comment', content_removed_at = NULL
              FROM \(given(records))
             WHERE e.message_id = (r ->> 'id')::uuid AND e.tenant_id = \(tenant.rawValue)
               AND e.content_removed_at IS NOT NULL
            RETURNING e.message_id::text
            """
        ).values()
    }
}
