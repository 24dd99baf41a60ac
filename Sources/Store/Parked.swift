package import Messaging
package import Postgres
package import Web

/// Messages that wait for a person to approve or drop them.
package enum Parked {
    package struct Record: Sendable, Hashable {
        package let messageID: String
        package let transactionID: String
        package let recipient: String
        package let customerName: String?
        package let dealershipName: String?
        package let reason: String
        package let receivedAt: String
        /// When it was held; nil for one that was never due.
        package let heldAt: String?
        package let completedAt: String?
    }

    /// Which of them are meant: those of the ids, or all that are held for a reason.
    package enum Choice: Sendable, Hashable {
        case messages([String])
        case all(HoldReason)
    }

    /// How many are held for each reason.
    package static func counts(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [(reason: String, count: Int)] {
        try connection.query(
            """
            SELECT hold, count(*) FROM messages
             WHERE tenant_id = \(tenant.rawValue) AND hold IS NOT NULL
             GROUP BY hold ORDER BY hold
            """
        ).map { (row) throws(PostgresError) in (try row.decode(0), try row.decode(1)) }
    }

    /// The newest of them; those of shadow mode come after all others, because they are so many.
    package static func list(
        of tenant: TenantID,
        for reason: HoldReason?,
        limit: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> [Record] {
        try connection.query(
            """
            SELECT m.id, t.external_id, m.recipient, t.customer_name, d.name, m.hold,
                   iso8601(m.received_at), iso8601(t.completed_at),
                   (SELECT iso8601(max(e.at)) FROM message_events e
                     WHERE e.message_id = m.id AND e.kind IN ('held', 'rehearsed'))
              FROM (SELECT * FROM messages
                     WHERE tenant_id = \(tenant.rawValue) AND hold IS NOT NULL
                       AND (\(reason?.rawValue)::text IS NULL OR hold = \(reason?.rawValue)::text)
                     ORDER BY hold = 'shadow', received_at DESC, id DESC LIMIT \(limit)) m
              JOIN transactions t ON t.id = m.transaction_id
              LEFT JOIN dealerships d ON d.id = m.dealership_id
             ORDER BY m.hold = 'shadow', m.received_at DESC, m.id DESC
            """
        ).map { (row) throws(PostgresError) in
            Record(
                messageID: try row.decode(0),
                transactionID: try row.decode(1),
                recipient: try row.decode(2),
                customerName: try row.decode(3),
                dealershipName: try row.decode(4),
                reason: try row.decode(5),
                receivedAt: try row.decode(6),
                heldAt: try row.decode(8),
                completedAt: try row.decode(7)
            )
        }
    }

    /// What would be sent if these went now; those whose text cannot be made are left out.
    package static func texts(
        of messageIDs: [String],
        links: MessageLinks,
        on connection: inout Connection
    ) throws(PostgresError) -> [String: PreparedText] {
        let composing = try Composing.load(messageIDs, links: links, on: &connection)
        let texts = try Dispatching.drafts(of: messageIDs, on: &connection).compactMap { draft in
            composing.text(of: draft).map { (draft.messageID, $0.prepared) }
        }
        return Dictionary(texts, uniquingKeysWith: { first, _ in first })
    }

    /// Lets messages go: they are due at once, or at their time when that is still to come; says how
    /// many that were.
    ///
    /// What a person has read is not asked about again; what shadow mode held, nobody was asked to
    /// read. The gate decides anew on all of them, but for shadow mode itself: that one has been
    /// answered.
    package static func approve(
        _ choice: Choice,
        by caller: Caller,
        on connection: inout Connection
    ) throws(PostgresError) -> Int {
        try connection.execute(
            """
            WITH chosen AS (
                SELECT m.id, m.hold FROM messages m
                 WHERE \(chosen(choice, of: caller.tenant)) ORDER BY m.id FOR UPDATE
            ), approved AS (
                UPDATE messages m
                   SET hold = NULL, next_attempt_at = greatest(m.due_at, now()),
                       valid_from = greatest(m.due_at, now()),
                       leaves_shadow = m.leaves_shadow OR m.hold = 'shadow'
                  FROM chosen c WHERE m.id = c.id
                RETURNING m.id, m.tenant_id, m.recipient, c.hold
            ), read AS (
                UPDATE inbound_messages i
                   SET needs_review = false, reviewed_by = \(caller.name), reviewed_at = now()
                  FROM approved a
                 WHERE i.tenant_id = a.tenant_id AND i.sender = a.recipient AND i.needs_review
                   AND a.hold <> 'shadow'
            )
            INSERT INTO message_events (tenant_id, message_id, kind, detail)
            SELECT tenant_id, id, 'approved',
                   jsonb_build_object('by', \(caller.name)::text, 'reason', hold)
              FROM approved
            """
        )
    }

    /// Withdraws messages for good, and says how many that were.
    package static func drop(
        _ choice: Choice,
        by caller: Caller,
        on connection: inout Connection
    ) throws(PostgresError) -> Int {
        try connection.execute(
            """
            WITH chosen AS (
                SELECT m.id, m.hold FROM messages m
                 WHERE \(chosen(choice, of: caller.tenant)) ORDER BY m.id FOR UPDATE
            ), dropped AS (
                UPDATE messages m
                   SET \(Messages.withdrawn)
                  FROM chosen c WHERE m.id = c.id
                RETURNING m.id, m.tenant_id, c.hold
            )
            INSERT INTO message_events (tenant_id, message_id, kind, detail)
            SELECT tenant_id, id, 'cancelled',
                   jsonb_build_object('by', \(caller.name)::text, 'reason', hold)
              FROM dropped
            """
        )
    }

    private static func chosen(_ choice: Choice, of tenant: TenantID) -> SQL {
        let held: SQL = "m.tenant_id = \(tenant.rawValue) AND m.hold IS NOT NULL"
        return switch choice {
        case .messages(let ids): "\(held) AND m.id = ANY(\(ids)::uuid[])"
        case .all(let reason): "\(held) AND m.hold = \(reason.rawValue)"
        }
    }
}
