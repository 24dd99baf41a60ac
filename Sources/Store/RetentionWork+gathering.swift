package import Postgres
import Web

/// The same work where what goes is written to a file first: it is gathered, and listed to be
/// removed when the file is safe.
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
}
