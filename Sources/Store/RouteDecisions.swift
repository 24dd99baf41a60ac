package import Postgres
package import Routing

/// What messages need to be known of to choose their way, and the ways that were chosen.
package enum RouteDecisions {
    /// Of one message.
    package struct Circumstances: Sendable, Hashable {
        package let tenant: Int32
        package let dealership: Int64?
        package let channel: Channel
        /// Providers that it was tried through; as it is due again, they came to nothing.
        package let tried: Set<String>
        package let lastSender: String?
        package let weights: RoutingWeights
        /// The only provider that it may go through; nil for all.
        package let wanted: String?
    }

    /// What is known of messages; `knowsSenders` says whether the last sender of each recipient
    /// matters, which costs a look at what the recipient had before.
    package static func circumstances(
        of messageIDs: [String],
        knowsSenders: Bool,
        on connection: inout Connection
    ) throws(PostgresError) -> [String: Circumstances] {
        let rows = try connection.query(
            """
            SELECT m.id, m.tenant_id, m.dealership_id,
                   CASE WHEN m.attempt_count > 0 THEN ARRAY(
                       SELECT DISTINCT a.provider FROM attempts a WHERE a.message_id = m.id)
                   END,
                   CASE WHEN \(knowsSenders) THEN (
                       SELECT a.sender FROM messages p JOIN attempts a ON a.message_id = p.id
                        WHERE p.tenant_id = m.tenant_id AND p.recipient = m.recipient
                          AND a.sender IS NOT NULL
                        ORDER BY a.started_at DESC LIMIT 1)
                   END,
                   s.route_success, s.route_latency, s.route_cost, m.channel,
                   m.wanted_provider
              FROM messages m JOIN tenant_settings s USING (tenant_id)
             WHERE m.id = ANY(\(messageIDs)::uuid[])
            """
        ).map { (row) throws(PostgresError) in
            (
                id: try row.decode(0, as: String.self),
                circumstances: Circumstances(
                    tenant: try row.decode(1),
                    dealership: try row.decode(2),
                    channel: try row.decode(8),
                    tried: Set(try row.decode(3, as: [String]?.self) ?? []),
                    lastSender: try row.decode(4),
                    weights: RoutingWeights(
                        success: try row.decode(5),
                        latency: try row.decode(6),
                        cost: try row.decode(7)
                    ),
                    wanted: try row.decode(9)
                )
            )
        }
        return Dictionary(rows.map { ($0.id, $0.circumstances) }, uniquingKeysWith: { $1 })
    }

    /// Lets messages wait for a route; the timeline tells each new reason once.
    package static func postpone(
        _ waits: [(messageID: String, seconds: Double, reason: String)],
        on connection: inout Connection
    ) throws(PostgresError) {
        guard !waits.isEmpty else { return }
        try connection.execute(
            """
            WITH waits AS (
                SELECT w.*, m.waits_for
                  FROM unnest(\(waits.map(\.messageID))::uuid[], \(waits.map { String($0.seconds) })::float8[],
                              \(waits.map(\.reason))::text[]) AS w (id, seconds, reason)
                  JOIN messages m USING (id)
            ), postponed AS (
                UPDATE messages m
                   SET next_attempt_at = now() + w.seconds * interval '1 second',
                       waits_for = w.reason
                  FROM waits w WHERE m.id = w.id
                RETURNING m.id, m.tenant_id, w.reason, w.waits_for
            )
            INSERT INTO message_events (tenant_id, message_id, kind, detail)
            SELECT tenant_id, id, 'waiting', jsonb_build_object('reason', reason)
              FROM postponed WHERE waits_for IS NULL
            """
        )
    }

    /// Brings forward the next attempt of messages that another provider may take at once.
    package static func hasten(
        _ messageIDs: [String],
        on connection: inout Connection
    ) throws(PostgresError) {
        guard !messageIDs.isEmpty else { return }
        try connection.execute(
            """
            UPDATE messages SET next_attempt_at = now()
             WHERE id = ANY(\(messageIDs)::uuid[]) AND status = 'scheduled'
               AND next_attempt_at > now()
            """
        )
    }

    package struct Line: Sendable, Hashable {
        package let attemptNumber: Int
        package let provider: String
        package let sender: String?
        package let at: String
        /// The JSON of the decision; nil for attempts before there was a choice.
        package let decision: String?
    }

    /// The decisions of a message's attempts, in their order.
    package static func all(
        of messageID: String,
        on connection: inout Connection
    ) throws(PostgresError) -> [Line] {
        try connection.query(
            """
            SELECT number, provider, sender, iso8601(started_at), decision FROM attempts
             WHERE message_id = \(messageID)::uuid ORDER BY number
            """
        ).map { (row) throws(PostgresError) in
            Line(
                attemptNumber: try row.decode(0),
                provider: try row.decode(1),
                sender: try row.decode(2),
                at: try row.decode(3),
                decision: try row.decode(4)
            )
        }
    }
}
