package import Postgres

/// Making messages searchable after they were stored: the work of `maintain` alone.
package enum SearchIndexing {
    package struct Progress: Sendable, Hashable {
        package let count: Int
        /// Whether messages are arriving at this moment, so that there is no hurry.
        package let isBusy: Bool
    }

    /// Takes the oldest of the queue; they leave it and become searchable in one commit.
    package static func step(
        limit: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> Progress {
        try connection.query(
            """
            WITH taken AS (
                DELETE FROM search_queue
                 WHERE id IN (SELECT id FROM search_queue ORDER BY id LIMIT \(limit)
                                 FOR UPDATE SKIP LOCKED)
                RETURNING message_id
            ), kept AS (
                INSERT INTO message_search (
                    message_id, tenant_id, received_at, customer, amount_micros, words)
                SELECT m.id, m.tenant_id, m.received_at, sorted_name(t.customer_name),
                       coalesce(t.amount_micros, -1),
                       search_words(t.customer_name, t.external_id, t.customer_phone, m.own_text)
                  FROM taken JOIN messages m ON m.id = taken.message_id
                  JOIN transactions t ON t.id = m.transaction_id
                ON CONFLICT DO NOTHING
                RETURNING *
            ), posted AS (
                INSERT INTO search_postings (tenant_id, word, received_at, message_id)
                SELECT DISTINCT k.tenant_id, w.word, k.received_at, k.message_id
                  FROM kept k
                 CROSS JOIN unnest(string_to_array(k.words, ' ')) AS w (word)
                 WHERE w.word <> ''
            )
            SELECT (SELECT count(*) FROM taken),
                   coalesce((SELECT queued_at > now() - interval '5 seconds'
                               FROM search_queue ORDER BY id DESC LIMIT 1), false)
            """
        ).one { (row) throws(PostgresError) in
            Progress(count: try row.decode(0), isBusy: try row.decode(1))
        }
    }
}
