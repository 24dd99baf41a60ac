package import Messaging
package import Postgres
package import Web

extension Conversations {
    /// One thing that was said, or that is to be said.
    package struct Line: Sendable, Hashable {
        package let id: String
        /// RFC 3339.
        package let at: String
        package let body: String
        /// When its text was removed; nil while it is there.
        package let contentRemovedAt: String?
        package let side: Side
        /// Where it stands in the conversation.
        package let cursor: LineCursor
    }

    package enum Side: Sendable, Hashable {
        case ours(Ours)
        case theirs(Theirs)
    }

    /// What became of a message of ours.
    package struct Ours: Sendable, Hashable {
        package let transactionID: String
        package let kind: MessageKind
        package let status: DeliveryStatus
        package let errorCode: String?
        /// Why it waits for a person.
        package let hold: String?
    }

    /// What a message of the customer's means, and who has seen to it.
    package struct Theirs: Sendable, Hashable {
        package let intent: String
        package let keyword: String?
        /// The message of ours that it probably answers.
        package let answers: String?
        package let needsReview: Bool
        package let handledBy: String?
        package let handledAt: String?
    }

    /// The newest lines before a place, oldest first, and where still older ones begin.
    package static func lines(
        with number: String,
        of tenant: TenantID,
        before cursor: LineCursor?,
        limit: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> (lines: [Line], older: LineCursor?) {
        var found = try connection.query(
            """
            SELECT id, iso8601(at), (extract(epoch FROM at) * 1000000)::bigint, body, kind,
                   external_id, status, error_code, hold, intent, keyword, message_id,
                   needs_review, handled_by, iso8601(handled_at), iso8601(content_removed_at)
              FROM (\(both(number, tenant))) said
             WHERE \(before(cursor))
             ORDER BY at DESC, is_ours DESC, id DESC LIMIT \(limit + 1)
            """
        ).map { (row) throws(PostgresError) in try Line(row) }
        let hasMore = found.count > limit
        if hasMore { found.removeLast() }
        let older = hasMore ? found.last?.cursor : nil
        return (found.reversed(), older)
    }

    /// Both directions with the columns of each, the other's null.
    ///
    /// An answer of ours that is queued with what it answers has the same time and comes after it.
    private static func both(_ number: String, _ tenant: TenantID) -> SQL {
        """
        SELECT m.id::text, \(spokenAt) AS at, coalesce(m.body, m.own_text) AS body, m.kind::text,
               t.external_id, m.status, m.error_code, m.hold, NULL AS intent, NULL AS keyword,
               NULL::uuid AS message_id, false AS needs_review, NULL AS handled_by,
               NULL::timestamptz AS handled_at, m.content_removed_at, true AS is_ours
          FROM messages m JOIN transactions t ON t.id = m.transaction_id
         WHERE m.tenant_id = \(tenant.rawValue) AND m.recipient = \(number)
         UNION ALL
        SELECT i.id::text, i.received_at, i.body, NULL, NULL, NULL, NULL, NULL, i.intent,
               i.keyword, i.message_id, i.needs_review, i.handled_by, i.handled_at,
               i.content_removed_at, false
          FROM inbound_messages i
         WHERE i.tenant_id = \(tenant.rawValue) AND i.sender = \(number)
        """
    }

    private static func before(_ cursor: LineCursor?) -> SQL {
        guard let cursor else { return "true" }
        return """
            (at, is_ours, id) < ('epoch'::timestamptz + \(cursor.micros) * interval '1 microsecond',
                                 \(cursor.isOurs), \(cursor.id))
            """
    }
}

/// A place in a conversation, which is sorted by time.
package struct LineCursor: Sendable, Hashable {
    let micros: Int64
    let id: String

    /// Only our messages have a UUID.
    var isOurs: Bool { UUIDText.isWellFormed(id) }

    init(micros: Int64, id: String) {
        self.micros = micros
        self.id = id
    }

    /// Reads what `text` wrote; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let micros = Int64(parts[0]), micros >= 0, micros < 1 << 53,
            parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) })
                || UUIDText.isWellFormed(parts[1])
        else { return nil }
        self.init(micros: micros, id: String(parts[1]))
    }

    package var text: String { "\(micros).\(id)" }
}

// MARK: -

extension Conversations.Line {
    fileprivate init(_ row: borrowing Row) throws(PostgresError) {
        id = try row.decode(0)
        at = try row.decode(1)
        cursor = LineCursor(micros: try row.decode(2), id: id)
        body = try row.decode(3, as: String?.self) ?? ""
        contentRemovedAt = try row.decode(15)
        side =
            if let kind = try row.decode(4, as: MessageKind?.self) {
                .ours(try Conversations.Ours(row, kind))
            } else {
                .theirs(try Conversations.Theirs(row))
            }
    }
}

extension Conversations.Ours {
    fileprivate init(_ row: borrowing Row, _ kind: MessageKind) throws(PostgresError) {
        self.kind = kind
        transactionID = try row.decode(5)
        status = try row.decode(6)
        errorCode = try row.decode(7)
        hold = try row.decode(8)
    }
}

extension Conversations.Theirs {
    fileprivate init(_ row: borrowing Row) throws(PostgresError) {
        intent = try row.decode(9)
        keyword = try row.decode(10)
        answers = try row.decode(11)
        needsReview = try row.decode(12)
        handledBy = try row.decode(13)
        handledAt = try row.decode(14)
    }
}
