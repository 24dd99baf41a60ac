package import Postgres
import Web

/// The same work where what goes is in a file by now: what was listed is removed, and so is again
/// what was brought back for a while.
extension RetentionWork {
    /// Removes the next of what is listed; says how many were.
    ///
    /// What must not go any more, because somebody chose to keep it longer meanwhile, is left.
    package static func removeListed(
        of run: Run,
        limit: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> Int {
        let listed = try connection.query(
            """
            DELETE FROM removals
             WHERE id IN (SELECT id FROM removals
                           WHERE tenant_id = \(run.tenant.rawValue) AND kind = \(run.kind.rawValue)
                           ORDER BY id LIMIT \(limit))
            RETURNING noun, row_id
            """
        ).map { (row) throws(PostgresError) in
            (
                noun: try row.decode(0, as: ContentRecord.Noun.self),
                id: try row.decode(1, as: String.self)
            )
        }
        guard !listed.isEmpty else { return 0 }
        func ids(_ noun: ContentRecord.Noun) -> [String] {
            listed.filter { $0.noun == noun }.map(\.id)
        }
        let before: SQL = "\(run.until)::timestamptz"
        let (messages, passedFrom) = try removeMessages(
            ids(.message),
            before: before,
            on: &connection
        )
        let replies = try removeReplies(ids(.reply), before: before, on: &connection)
        let ratings = try removeRatings(ids(.rating), before: before, on: &connection)
        try connection.execute(
            """
            UPDATE retention
               SET removed = removed + \(messages + replies + ratings),
                   passed_from = least(passed_from, \(passedFrom)::timestamptz)
             WHERE tenant_id = \(run.tenant.rawValue) AND kind = \(run.kind.rawValue)
            """
        )
        return listed.count
    }

    /// Removes again what was brought back for a while that is over; says how many were looked at.
    package static func removeKept(
        limit: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> Int {
        let over = try connection.query(
            """
            DELETE FROM restored_content
             WHERE (noun, row_id) IN (SELECT noun, row_id FROM restored_content
                                       WHERE keep_until < now() ORDER BY keep_until LIMIT \(limit))
            RETURNING tenant_id, noun, row_id
            """
        ).map { (row) throws(PostgresError) in
            (
                tenant: try row.decode(0, as: Int32.self),
                noun: try row.decode(1, as: ContentRecord.Noun.self),
                id: try row.decode(2, as: String.self)
            )
        }
        guard !over.isEmpty else { return 0 }
        try useIndexes(on: &connection)
        for (tenant, own) in Dictionary(grouping: over, by: \.tenant) {
            for noun in ContentRecord.Noun.allCases {
                let ids = own.filter { $0.noun == noun }.map(\.id)
                let kind: Retention.Kind = noun == .message ? .messages : .replies
                // Null where it is kept for ever by now: then nothing is older.
                let before: SQL = """
                    (SELECT now() - k.days * interval '1 day' FROM retention k
                      WHERE k.tenant_id = \(tenant) AND k.kind = \(kind.rawValue))
                    """
                switch noun {
                case .message:
                    let (_, left) = try removeMessages(ids, before: before, on: &connection)
                    try connection.execute(
                        """
                        UPDATE retention SET done_until = least(done_until, \(left)::timestamptz)
                         WHERE tenant_id = \(tenant) AND kind = 'messages'
                        """
                    )
                case .reply: _ = try removeReplies(ids, before: before, on: &connection)
                case .rating: _ = try removeRatings(ids, before: before, on: &connection)
                }
            }
        }
        return over.count
    }

    // MARK: -

    /// Removes what has ended and is old enough; of the rest, says when the oldest came.
    private static func removeMessages(
        _ ids: [String],
        before: SQL,
        on connection: inout Connection
    ) throws(PostgresError) -> (count: Int, passedFrom: String?) {
        // In the order in which others lock messages.
        let there = try connection.query(
            """
            SELECT m.id, \(MessageContent.hasEnded) AND coalesce(m.received_at < \(before), false),
                   m.received_at::text
              FROM messages m
             WHERE m.id = ANY(\(ids)::uuid[]) AND m.content_removed_at IS NULL
               AND NOT \(ContentRecord.isKept(.message, "m.id"))
             ORDER BY m.id FOR UPDATE OF m
            """
        ).map { (row) throws(PostgresError) in
            (
                id: try row.decode(0, as: String.self), goes: try row.decode(1, as: Bool.self),
                moment: try row.decode(2, as: String.self)
            )
        }
        let going = there.filter(\.goes).map(\.id)
        try MessageContent.remove(of: going, on: &connection)
        return (going.count, there.filter { !$0.goes }.map(\.moment).min())
    }

    private static func removeReplies(
        _ ids: [String],
        before: SQL,
        on connection: inout Connection
    ) throws(PostgresError) -> Int {
        let going: [Int64] = try connection.query(
            """
            SELECT i.id FROM inbound_messages i
             WHERE i.id = ANY(\(ids)::bigint[]) AND i.received_at < \(before)
               AND \(ReplyContent.isThere) AND NOT \(ContentRecord.isKept(.reply, "i.id"))
             ORDER BY i.id FOR UPDATE
            """
        ).values()
        try ReplyContent.remove(ofReplies: going, on: &connection)
        return going.count
    }

    private static func removeRatings(
        _ ids: [String],
        before: SQL,
        on connection: inout Connection
    ) throws(PostgresError) -> Int {
        let going: [String] = try connection.query(
            """
            SELECT e.message_id FROM engagements e
             WHERE e.message_id = ANY(\(ids)::uuid[]) AND e.rated_at < \(before)
               AND \(ReplyContent.hasWords)
               AND NOT \(ContentRecord.isKept(.rating, "e.message_id"))
             ORDER BY e.message_id FOR UPDATE
            """
        ).values()
        try ReplyContent.remove(ofRatings: going, on: &connection)
        return going.count
    }
}
