package import Messaging
package import Postgres

/// Shadow mode: what would have been sent is written down, and nothing leaves.
package enum Rehearsal {
    /// A message that would have been sent.
    package struct Rehearsed: Sendable, Hashable {
        package let message: Dispatching.Prepared
        package let provider: String
        /// What it would have cost, where a price is known.
        package let estimate: Money?

        package init(_ message: Dispatching.Prepared, provider: String, estimate: Money? = nil) {
            self.message = message
            self.provider = provider
            self.estimate = estimate
        }
    }

    /// Holds messages for a person instead of recording an attempt; their timeline says what would
    /// have been sent, when, through which provider and at what cost.
    package static func hold(
        _ rehearsed: [Rehearsed],
        on connection: inout Connection
    ) throws(PostgresError) {
        guard !rehearsed.isEmpty else { return }
        let messages = rehearsed.map(\.message)
        try connection.execute(
            """
            WITH prepared AS (
                SELECT * FROM unnest(\(messages.map(\.messageID))::uuid[],
                                     \(messages.map(\.body))::text[],
                                     \(messages.map(\.segments))::smallint[],
                                     \(rehearsed.map(\.provider))::text[],
                                     \(rehearsed.map { $0.estimate?.decimal })::text[],
                                     \(rehearsed.map { $0.estimate?.currency.code })::text[])
                    AS p (message_id, body, segments, provider, estimate, currency)
            ), done AS (
                UPDATE messages m
                   SET hold = \(HoldReason.shadow.rawValue), next_attempt_at = NULL,
                       waits_for = NULL, body = p.body, segments = p.segments
                  FROM prepared p WHERE m.id = p.message_id
                RETURNING m.id, m.tenant_id, m.body, m.segments, p.provider, p.estimate, p.currency
            )
            INSERT INTO message_events (tenant_id, message_id, kind, detail)
            SELECT tenant_id, id, 'rehearsed', jsonb_strip_nulls(jsonb_build_object(
                       'body', body, 'segments', segments::text, 'provider', provider,
                       'estimate', estimate, 'currency', currency, 'at', iso8601(now())))
              FROM done
            """
        )
    }
}
