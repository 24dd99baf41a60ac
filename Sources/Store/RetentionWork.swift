package import Postgres
package import Web

/// Removing what is older than a business keeps it: the work of `maintain` alone.
package enum RetentionWork {
    /// What a business's rule asks for now.
    package struct Run: Sendable, Hashable {
        package let tenant: TenantID
        package let kind: Retention.Kind
        /// What came before this moment goes.
        let until: String
        let afterMoment: String
        let afterMessage: String

        init(_ row: borrowing Row) throws(PostgresError) {
            tenant = TenantID(rawValue: try row.decode(0))
            kind = try row.decode(1)
            until = try row.decode(2)
            afterMoment = try row.decode(3)
            afterMessage = try row.decode(4)
        }
    }

    /// The run that is due the longest, locked for whoever asks first; call it in a transaction.
    package static func due(on connection: inout Connection) throws(PostgresError) -> Run? {
        let run = try connection.query(
            """
            SELECT tenant_id, kind, (now() - days * interval '1 day')::text,
                   coalesce(position_at, done_until, '-infinity')::text,
                   coalesce(position_id, '00000000-0000-0000-0000-000000000000')
              FROM retention
             WHERE next_run_at <= now() AND days IS NOT NULL AND kind <> 'requests'
             ORDER BY next_run_at, tenant_id, kind LIMIT 1 FOR UPDATE SKIP LOCKED
            """
        ).first { (row) throws(PostgresError) in try Run(row) }
        guard run != nil else { return nil }
        try useIndexes(on: &connection)
        return run
    }

    /// However many rows there are, those of a step are few: each is found by an index.
    static func useIndexes(on connection: inout Connection) throws(PostgresError) {
        for method in ["seqscan", "hashjoin", "mergejoin"] {
            try connection.execute("SELECT set_config(\("enable_\(method)"), 'off', true)")
        }
    }

    /// Goes one step on in the run that is due the longest, where nothing is archived; says whether
    /// there was one.
    ///
    /// What is removed and the place to go on from are written in one transaction, so a crash leaves
    /// nothing out. Call it in a transaction.
    package static func step(
        limit: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        guard let run = try due(on: &connection) else { return false }
        let ends =
            switch run.kind {
            case .replies: try removeReplies(run, limit: limit, on: &connection)
            default: try removeMessages(run, limit: limit, on: &connection)
            }
        if ends { try end(run, on: &connection) }
        return true
    }

    /// Looks at the next messages, and takes of them what has ended; says whether there were no more.
    private static func removeMessages(
        _ run: Run,
        limit: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        let next = try connection.query(
            """
            SELECT id, received_at::text FROM messages
             WHERE tenant_id = \(run.tenant.rawValue)
               AND (received_at, id)
                   > (\(run.afterMoment)::timestamptz, \(run.afterMessage)::uuid)
               AND received_at < \(run.until)::timestamptz
             ORDER BY received_at, id LIMIT \(limit)
            """
        ).map { (row) throws(PostgresError) in
            (id: try row.decode(0, as: String.self), moment: try row.decode(1, as: String.self))
        }
        guard let last = next.last else { return true }
        // In the order in which others lock messages.
        let untouched = try connection.query(
            """
            SELECT m.id, \(MessageContent.hasEnded) FROM messages m
             WHERE m.id = ANY(\(next.map(\.id))::uuid[]) AND m.content_removed_at IS NULL
               AND NOT \(ContentRecord.isKept(.message, "m.id"))
             ORDER BY m.id FOR UPDATE OF m
            """
        ).map { (row) throws(PostgresError) in
            (id: try row.decode(0, as: String.self), hasEnded: try row.decode(1, as: Bool.self))
        }
        let ended = untouched.filter(\.hasEnded).map(\.id)
        try MessageContent.remove(of: ended, on: &connection)
        let passed = Set(untouched.filter { !$0.hasEnded }.map(\.id))
        let firstPassed = next.first { passed.contains($0.id) }?.moment
        try connection.execute(
            """
            UPDATE retention
               SET position_at = \(last.moment)::timestamptz, position_id = \(last.id)::uuid,
                   passed_from = least(passed_from, \(firstPassed)::timestamptz),
                   removed = removed + \(ended.count)
             WHERE tenant_id = \(run.tenant.rawValue) AND kind = \(run.kind.rawValue)
            """
        )
        return next.count < limit
    }

    /// Takes the oldest replies and words of ratings; says whether there were no more.
    private static func removeReplies(
        _ run: Run,
        limit: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        let replies: [Int64] = try connection.query(
            """
            SELECT i.id FROM inbound_messages i
             WHERE i.tenant_id = \(run.tenant.rawValue) AND i.received_at < \(run.until)::timestamptz
               AND \(ReplyContent.isThere) AND NOT \(ContentRecord.isKept(.reply, "i.id"))
             ORDER BY i.received_at LIMIT \(limit) FOR UPDATE
            """
        ).values()
        try ReplyContent.remove(ofReplies: replies, on: &connection)
        let ratings: [String] = try connection.query(
            """
            SELECT e.message_id FROM engagements e
             WHERE e.tenant_id = \(run.tenant.rawValue) AND e.rated_at < \(run.until)::timestamptz
               AND \(ReplyContent.hasWords) AND NOT \(ContentRecord.isKept(.rating, "e.message_id"))
             ORDER BY e.rated_at, e.message_id LIMIT \(limit) FOR UPDATE
            """
        ).values()
        try ReplyContent.remove(ofRatings: ratings, on: &connection)
        try connection.execute(
            """
            UPDATE retention SET removed = removed + \(replies.count + ratings.count)
             WHERE tenant_id = \(run.tenant.rawValue) AND kind = \(run.kind.rawValue)
            """
        )
        return max(replies.count, ratings.count) < limit
    }

    /// The next run begins with what this one had to leave, or else where it ended.
    package static func end(
        _ run: Run,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            UPDATE retention
               SET done_until = greatest(done_until,
                                         coalesce(passed_from, \(run.until)::timestamptz)),
                   position_at = NULL, position_id = NULL, passed_from = NULL, ran_at = now(),
                   next_run_at = coming_night(tenant_id)
             WHERE tenant_id = \(run.tenant.rawValue) AND kind = \(run.kind.rawValue)
            """
        )
    }
}
