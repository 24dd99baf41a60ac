import Postgres

/// What was said in messages of ours, and to whom by name, wherever it is written down.
///
/// It goes and the facts stay: status, times, errors, segments, prices, provider, dealership, number.
enum MessageContent {
    /// Whether `messages m` has ended: nothing will send it, and nobody asks a provider about it.
    static let hasEnded: SQL = """
        m.next_attempt_at IS NULL AND m.hold IS NULL
        AND m.status NOT IN ('scheduled', 'queued', 'sending', 'unknown')
        AND NOT EXISTS (SELECT FROM attempts a
                         WHERE a.message_id = m.id AND a.check_at IS NOT NULL)
        """

    /// Removes it; call it in a transaction that has locked the messages and found them ended.
    static func remove(
        of messageIDs: [String],
        on connection: inout Connection
    ) throws(PostgresError) {
        guard !messageIDs.isEmpty else { return }
        // Nobody makes these searchable meanwhile by names that were read before.
        try connection.execute("LOCK TABLE search_queue IN SHARE ROW EXCLUSIVE MODE")
        try connection.execute(
            """
            UPDATE transactions t SET customer_name = NULL, sales_rep_name = NULL
              FROM messages m
             WHERE m.id = ANY(\(messageIDs)::uuid[]) AND t.id = m.transaction_id
            """
        )
        try connection.execute(
            """
            UPDATE messages SET body = NULL, own_text = NULL, content_removed_at = now()
             WHERE id = ANY(\(messageIDs)::uuid[])
            """
        )
        try connection.execute(
            "UPDATE attempts SET body = '' WHERE message_id = ANY(\(messageIDs)::uuid[])"
        )
        try connection.execute(
            """
            UPDATE message_events SET detail = detail - 'body' - 'note'
             WHERE message_id = ANY(\(messageIDs)::uuid[]) AND detail ?| '{body,note}'
            """
        )
        try connection.execute(
            """
            UPDATE delivery_reports SET raw = '{}' WHERE message_id = ANY(\(messageIDs)::uuid[])
            """
        )
        try connection.execute(
            """
            UPDATE inbound_messages i SET sender_name = name_of_number(i.tenant_id, i.sender)
             WHERE (i.tenant_id, i.sender) IN (SELECT m.tenant_id, m.recipient FROM messages m
                                                WHERE m.id = ANY(\(messageIDs)::uuid[]))
               AND i.sender_name IS NOT NULL
            """
        )
        try unlearn(messageIDs, on: &connection)
        try Alerts.forget(messageIDs, on: &connection)
    }

    /// Makes the search forget every word but those of the transaction and its number.
    private static func unlearn(
        _ messageIDs: [String],
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            WITH known AS (
                SELECT s.message_id, s.tenant_id, s.received_at, s.words AS before,
                       search_words(NULL, t.external_id, t.customer_phone, NULL) AS after
                  FROM message_search s JOIN messages m ON m.id = s.message_id
                  JOIN transactions t ON t.id = m.transaction_id
                 WHERE s.message_id = ANY(\(messageIDs)::uuid[])
            ), gone AS (
                SELECT k.tenant_id, k.received_at, k.message_id, w.word COLLATE "C" AS word
                  FROM known k CROSS JOIN unnest(string_to_array(k.before, ' ')) AS w (word)
                 WHERE w.word <> '' AND w.word <> ALL (string_to_array(k.after, ' '))
            ), unposted AS (
                DELETE FROM search_postings p USING gone g
                 WHERE p.tenant_id = g.tenant_id AND p.word = g.word
                   AND p.received_at = g.received_at AND p.message_id = g.message_id
            )
            UPDATE message_search s SET customer = sorted_name(NULL), words = k.after
              FROM known k WHERE s.message_id = k.message_id
            """
        )
    }
}

/// What customers wrote: their replies, and the words of their ratings.
enum ReplyContent {
    /// Whether `inbound_messages i` has its text, and no person has still to read it: what may be a
    /// wish to be left alone stays until somebody decided.
    static let isThere: SQL = "i.content_removed_at IS NULL AND NOT i.needs_review"

    /// Whether `engagements e` has words.
    static let hasWords: SQL = "e.stars IS NOT NULL AND e.comment <> ''"

    /// Removes the texts of replies; call it in a transaction that has locked them.
    static func remove(
        ofReplies ids: [Int64],
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            UPDATE inbound_messages SET body = '', raw = '{}', content_removed_at = now()
             WHERE id = ANY(\(ids)::bigint[])
            """
        )
    }

    /// Removes the words of ratings, also from the alerts that told them.
    static func remove(
        ofRatings messageIDs: [String],
        on connection: inout Connection
    ) throws(PostgresError) {
        guard !messageIDs.isEmpty else { return }
        try connection.execute(
            """
            UPDATE engagements SET comment = '', content_removed_at = now()
             WHERE message_id = ANY(\(messageIDs)::uuid[])
            """
        )
        try Alerts.forget(messageIDs, on: &connection)
    }
}

extension Alerts {
    /// Removes names and words from the alerts of low ratings, and from what was told of them.
    static func forget(
        _ messageIDs: [String],
        on connection: inout Connection
    ) throws(PostgresError) {
        let forgotten = "What was said here was removed."
        let alerts: [Int64] = try connection.query(
            """
            UPDATE alerts SET detail = \(forgotten)
             WHERE kind = \(Kind.lowRating.rawValue) AND subject = ANY(\(messageIDs)::text[])
               AND detail <> \(forgotten)
            RETURNING id
            """
        ).values()
        guard !alerts.isEmpty else { return }
        try connection.execute(
            """
            UPDATE alert_deliveries
               SET content = content || jsonb_build_object('detail', \(forgotten)::text)
             WHERE alert_id = ANY(\(alerts)::bigint[])
            """
        )
    }
}
