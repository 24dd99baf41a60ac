package import Messaging
package import Postgres
package import Routing

/// What `dispatch` reads and writes before a provider is called.
package enum Dispatching {
    /// A message that is due, with what its text is made of.
    package struct Due: Sendable, Hashable {
        package let messageID: String
        package let recipient: String
        package let ownText: String?
        package let template: String
        package let values: [TemplateVariable: String]
        /// The number that the attempt will have.
        package let attemptNumber: Int
        /// Whether no other worker has a message to the same person in hand, so that the messages
        /// that the person has had can be counted.
        package let hasPersonToItself: Bool
        package let channel: Channel
        let tenant: Int32
    }

    /// A message ready to go: the attempt is recorded with exactly this text.
    package struct Prepared: Sendable, Hashable {
        package let messageID: String
        package let attemptNumber: Int
        package let body: String
        package let segments: Int
        /// Those of ours that stand in the text.
        package let links: [MessageLink]

        package init(
            messageID: String,
            attemptNumber: Int,
            body: String,
            segments: Int,
            links: [MessageLink] = []
        ) {
            self.messageID = messageID
            self.attemptNumber = attemptNumber
            self.body = body
            self.segments = segments
            self.links = links
        }
    }

    /// Takes up what is due and not being taken up by another process, of each business in its turn.
    ///
    /// One with a hundred thousand messages delays another's single one by no more than its part of
    /// a batch; what a business does not need of its part is the others'.
    ///
    /// Call it in a transaction: the rows stay locked until their attempts are recorded.
    package static func claim(
        limit: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> [Due] {
        // Asked for apart: the planner must know the limit, or it prepares for a tenth of all.
        let batch = try connection.query("SELECT max(batch_size) FROM tenant_settings")
            .one { (row) throws(PostgresError) in try row.decode(0, as: Int?.self) }
        var room = min(limit, batch ?? limit)
        var waiting = try businesses(limit: room, on: &connection)
        var taken: [Due] = []
        while room > 0, !waiting.isEmpty {
            let part = max(1, room / waiting.count)
            let due = try claim(
                of: Array(waiting.prefix(room)),
                each: part,
                besides: taken,
                on: &connection
            )
            room -= due.count
            taken += due
            let counts = Dictionary(grouping: due, by: \.tenant).mapValues(\.count)
            waiting = waiting.filter { counts[$0] == part }
        }
        return taken
    }

    /// Those with something due, in any order, so that none is always the last.
    private static func businesses(
        limit: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> [Int32] {
        try connection.query(
            """
            SELECT t.id
              FROM tenants t
             CROSS JOIN LATERAL (
                SELECT FROM messages m
                 WHERE m.tenant_id = t.id AND m.next_attempt_at <= now()
                 ORDER BY m.next_attempt_at LIMIT 1) due
             WHERE t.suspended_at IS NULL
             ORDER BY random() LIMIT \(limit)
            """
        ).values()
    }

    /// So many of each, the first ones of all before the second ones: who comes late in a batch may
    /// find a provider busy with those before.
    private static func claim(
        of businesses: [Int32],
        each part: Int,
        besides taken: [Due],
        on connection: inout Connection
    ) throws(PostgresError) -> [Due] {
        let claimed: SQL = """
            SELECT o.* FROM unnest(\(businesses)::integer[]) AS b (id)
             CROSS JOIN LATERAL (
                SELECT * FROM messages
                 WHERE tenant_id = b.id AND next_attempt_at <= now()
                   AND id <> ALL (\(taken.map(\.messageID))::uuid[])
                 ORDER BY next_attempt_at
                 LIMIT \(part)
                   FOR UPDATE SKIP LOCKED) o
            """
        let hasPersonToItself: SQL = """
            s.cap_messages = 0
                OR pg_try_advisory_xact_lock(hashtextextended(m.recipient, m.tenant_id))
            """
        let inTurn: SQL = """
            ORDER BY row_number() OVER (PARTITION BY m.tenant_id ORDER BY m.next_attempt_at)
            """
        return try connection.query(due(claimed, hasPersonToItself: hasPersonToItself) + inTurn)
            .map { (row) throws(PostgresError) in try Due(row) }
    }

    /// What the texts of messages would be made of now; nothing is locked and nothing changes.
    static func drafts(
        of messageIDs: [String],
        on connection: inout Connection
    ) throws(PostgresError) -> [Due] {
        let meant: SQL = "SELECT * FROM messages WHERE id = ANY(\(messageIDs)::uuid[])"
        return try connection.query(due(meant, hasPersonToItself: "true"))
            .map { (row) throws(PostgresError) in try Due(row) }
    }

    /// The columns that `Due.init` reads, of some rows of messages.
    private static func due(_ messages: SQL, hasPersonToItself: SQL) -> SQL {
        """
        SELECT m.id, m.recipient, m.own_text, s.message_template, m.attempt_count + 1,
               coalesce(nullif(t.customer_name, ''), s.default_customer),
               coalesce(d.name, s.default_dealership), t.amount_micros, t.currency,
               coalesce(nullif(s.google_review_url, ''), s.trustpilot_url), s.feedback_url,
               t.external_id, t.sales_rep_name, \(hasPersonToItself), m.channel, m.tenant_id
          FROM (\(messages)) m
          JOIN transactions t ON t.id = m.transaction_id
          JOIN tenant_settings s ON s.tenant_id = m.tenant_id
          LEFT JOIN dealerships d ON d.id = m.dealership_id

        """
    }

    /// A message ready to go, and its way.
    package struct Routed: Sendable, Hashable {
        package let message: Prepared
        package let provider: String
        /// Nil when the provider chooses it.
        package let sender: String?
        /// The JSON of the decision; nil where there was nothing to decide.
        package let decision: String?
        /// Why this way, for the timeline.
        package let reason: String?

        package init(
            _ message: Prepared,
            provider: String,
            sender: String? = nil,
            decision: String? = nil,
            reason: String? = nil
        ) {
            self.message = message
            self.provider = provider
            self.sender = sender
            self.decision = decision
            self.reason = reason
        }
    }

    /// Records the attempts, before any provider is called; after the lease they count as lost.
    package static func record(
        _ routed: [Routed],
        leaseSeconds: Int,
        on connection: inout Connection
    ) throws(PostgresError) {
        guard !routed.isEmpty else { return }
        let messages = routed.map(\.message)
        try connection.execute(
            """
            WITH prepared AS (
                SELECT * FROM unnest(\(messages.map(\.messageID))::uuid[],
                                     \(messages.map(\.body))::text[],
                                     \(messages.map(\.segments))::smallint[],
                                     \(routed.map(\.provider))::text[],
                                     \(routed.map(\.sender))::text[],
                                     \(routed.map(\.decision))::jsonb[],
                                     \(routed.map(\.reason))::text[])
                    AS p (message_id, body, segments, provider, sender, decision, reason)
            ), taken AS (
                UPDATE messages m
                   SET status = 'queued', next_attempt_at = NULL, error_code = NULL,
                       waits_for = NULL, attempt_count = m.attempt_count + 1, body = p.body,
                       segments = p.segments, provider = p.provider
                  FROM prepared p WHERE m.id = p.message_id
                RETURNING m.id, m.tenant_id, m.attempt_count, m.recipient, m.body, p.provider,
                          p.sender, p.decision, p.reason
            ), recorded AS (
                INSERT INTO attempts (message_id, number, tenant_id, provider, recipient, body,
                                      sender, decision, check_at)
                SELECT id, attempt_count, tenant_id, provider, recipient, body, sender, decision,
                       now() + \(leaseSeconds) * interval '1 second'
                  FROM taken
            )
            INSERT INTO message_events (tenant_id, message_id, kind, detail)
            SELECT tenant_id, id, kind,
                   jsonb_build_object('attempt', attempt_count::text, 'provider', provider)
                   || CASE WHEN kind = 'routed'
                           THEN jsonb_strip_nulls(jsonb_build_object('reason', reason,
                                                                     'sender', sender))
                           ELSE '{}' END
              FROM taken CROSS JOIN unnest(ARRAY['routed', 'attempted']) WITH ORDINALITY
                       AS k (kind, place)
             WHERE kind = 'attempted' OR reason IS NOT NULL
             ORDER BY id, place
            """
        )
    }

    /// Gives up messages whose text cannot be made.
    package static func giveUp(
        _ messageIDs: [String],
        code: OwnErrorCode,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            WITH given_up AS (
                UPDATE messages
                   SET status = 'failed', next_attempt_at = NULL, finished_at = now(),
                       error_code = \(code.rawValue)
                 WHERE id = ANY(\(messageIDs)::uuid[])
                RETURNING id, tenant_id
            )
            INSERT INTO message_events (tenant_id, message_id, kind, detail)
            SELECT tenant_id, id, 'failed', jsonb_build_object('errorCode', \(code.rawValue)::text)
              FROM given_up
            """
        )
    }
}

extension Dispatching.Due {
    init(_ row: borrowing Row) throws(PostgresError) {
        messageID = try row.decode(0)
        recipient = try row.decode(1)
        ownText = try row.decode(2)
        template = try row.decode(3)
        attemptNumber = try row.decode(4)
        hasPersonToItself = try row.decode(13)
        channel = try row.decode(14)
        tenant = try row.decode(15)
        let amount = Money(micros: try row.decode(7), currency: try row.decode(8))
        let found: [TemplateVariable: String?] = [
            .customerName: try row.decode(5), .dealershipName: try row.decode(6),
            .amount: amount?.decimal, .reviewURL: try row.decode(9),
            .feedbackURL: try row.decode(10), .transactionID: try row.decode(11),
            .salesRepName: try row.decode(12),
        ]
        values = found.compactMapValues { $0.flatMap { $0.isEmpty ? nil : $0 } }
    }
}
