package import Postgres
import Web

/// The same work where what goes is written to a file first: gathered and listed, and removed from
/// the list only when the file is safe.
extension RetentionWork {
    /// How far a run has looked, among the rows of one noun.
    package struct Place: Sendable, Hashable {
        package let noun: ContentRecord.Noun
        let moment: String
        let id: String
    }

    /// What was found in one step.
    package struct Gathered: Sendable {
        package var records: [ContentRecord] = []
        /// Where to go on; nil when the run has seen everything.
        package var next: Place?
        /// When the oldest came that had to be left.
        package var passedFrom: String?
    }

    /// Where a run begins.
    package static func start(of run: Run) -> Place {
        run.kind == .replies
            ? first(.reply)
            : Place(noun: .message, moment: run.afterMoment, id: run.afterMessage)
    }

    /// Looks at the next rows, and reads what of them will be removed.
    package static func gather(
        _ run: Run,
        from place: Place,
        limit: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> Gathered {
        let rows = try connection.query(selection(run, from: place, limit: limit))
            .map { (row) throws(PostgresError) in
                Looked(
                    id: try row.decode(0),
                    moment: try row.decode(1),
                    number: try row.decode(2),
                    isPassed: try row.decode(3),
                    json: try row.decode(4)
                )
            }
        var gathered = Gathered()
        gathered.records = rows.compactMap { row in
            row.json.map { json in
                ContentRecord(
                    noun: place.noun,
                    id: row.id,
                    moment: row.moment,
                    number: row.number,
                    json: json
                )
            }
        }
        gathered.passedFrom = rows.first(where: \.isPassed)?.moment
        if rows.count == limit, let last = rows.last {
            gathered.next = Place(noun: place.noun, moment: last.moment, id: last.id)
        } else if place.noun == .reply {
            gathered.next = first(.rating)
        }
        return gathered
    }

    /// Lists what is in a file now, and how far the run has come with it.
    package static func list(
        _ records: [ContentRecord],
        upTo place: Place?,
        passedFrom: String?,
        of run: Run,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            INSERT INTO removals (tenant_id, kind, noun, row_id)
            SELECT \(run.tenant.rawValue), \(run.kind.rawValue), r.noun, r.id
              FROM unnest(\(records.map(\.noun.rawValue))::text[], \(records.map(\.id))::text[])
                   AS r (noun, id)
            """
        )
        let position = place.flatMap { $0.noun == .message ? $0 : nil }
        try connection.execute(
            """
            UPDATE retention
               SET position_at = coalesce(\(position?.moment)::timestamptz, position_at),
                   position_id = coalesce(\(position?.id)::uuid, position_id),
                   passed_from = least(passed_from, \(passedFrom)::timestamptz)
             WHERE tenant_id = \(run.tenant.rawValue) AND kind = \(run.kind.rawValue)
            """
        )
    }

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

    // MARK: - What is looked at

    private struct Looked {
        let id: String
        let moment: String
        let number: String
        let isPassed: Bool
        let json: String?
    }

    private static func first(_ noun: ContentRecord.Noun) -> Place {
        Place(
            noun: noun,
            moment: "-infinity",
            id: noun == .rating ? "00000000-0000-0000-0000-000000000000" : "0"
        )
    }

    private static func selection(_ run: Run, from place: Place, limit: Int) -> SQL {
        let tenant = run.tenant.rawValue
        switch place.noun {
        case .message:
            return """
                SELECT m.id, m.received_at::text, m.recipient, s.is_there AND NOT s.has_ended,
                       CASE WHEN s.is_there AND s.has_ended THEN (\(ContentRecord.ofMessage))::text
                       END
                  FROM (SELECT id FROM messages
                         WHERE tenant_id = \(tenant)
                           AND (received_at, id) > (\(place.moment)::timestamptz, \(place.id)::uuid)
                           AND received_at < \(run.until)::timestamptz
                         ORDER BY received_at, id LIMIT \(limit)) next
                  JOIN messages m USING (id)
                  JOIN transactions t ON t.id = m.transaction_id
                 CROSS JOIN LATERAL (
                       SELECT m.content_removed_at IS NULL
                              AND NOT \(ContentRecord.isKept(.message, "m.id")) AS is_there,
                              \(MessageContent.hasEnded) AS has_ended) s
                 ORDER BY m.received_at, m.id
                """
        case .reply:
            return """
                SELECT i.id::text, i.received_at::text, i.sender, false, (\(ContentRecord.ofReply))::text
                  FROM inbound_messages i
                 WHERE i.tenant_id = \(tenant) AND i.received_at < \(run.until)::timestamptz
                   AND (i.received_at, i.id)
                       > (\(place.moment)::timestamptz, \(place.id)::text::bigint)
                   AND \(ReplyContent.isThere) AND NOT \(ContentRecord.isKept(.reply, "i.id"))
                 ORDER BY i.received_at, i.id LIMIT \(limit)
                """
        case .rating:
            return """
                SELECT e.message_id, e.rated_at::text, m.recipient, false,
                       (\(ContentRecord.ofRating))::text
                  FROM engagements e JOIN messages m ON m.id = e.message_id
                 WHERE e.tenant_id = \(tenant) AND e.rated_at < \(run.until)::timestamptz
                   AND (e.rated_at, e.message_id)
                       > (\(place.moment)::timestamptz, \(place.id)::uuid)
                   AND \(ReplyContent.hasWords)
                   AND NOT \(ContentRecord.isKept(.rating, "e.message_id"))
                 ORDER BY e.rated_at, e.message_id LIMIT \(limit)
                """
        }
    }

    // MARK: - What is removed

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
