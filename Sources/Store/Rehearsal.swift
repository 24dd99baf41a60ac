import Messaging
package import Postgres

/// Shadow mode: what would have been sent is written down, and nothing leaves.
package enum Rehearsal {
    /// Ends prepared messages without an attempt; their timeline says what would have been sent, and
    /// through which provider.
    package static func end(
        _ messages: [Dispatching.Prepared],
        provider: String,
        on connection: inout Connection
    ) throws(PostgresError) {
        guard !messages.isEmpty else { return }
        try connection.execute(
            """
            WITH prepared AS (
                SELECT * FROM unnest(\(messages.map(\.messageID))::uuid[],
                                     \(messages.map(\.body))::text[],
                                     \(messages.map(\.segments))::smallint[])
                    AS p (message_id, body, segments)
            ), rehearsed AS (
                UPDATE messages m
                   SET status = 'suppressed', next_attempt_at = NULL, finished_at = now(),
                       error_code = \(OwnErrorCode.shadowMode.rawValue), body = p.body,
                       segments = p.segments
                  FROM prepared p WHERE m.id = p.message_id
                RETURNING m.id, m.tenant_id, m.body, m.segments
            )
            INSERT INTO message_events (tenant_id, message_id, kind, detail)
            SELECT tenant_id, id, 'rehearsed',
                   jsonb_build_object(
                       'errorCode', \(OwnErrorCode.shadowMode.rawValue)::text, 'body', body,
                       'segments', segments::text, 'provider', \(provider)::text,
                       'at', iso8601(now()))
              FROM rehearsed
            """
        )
    }
}
