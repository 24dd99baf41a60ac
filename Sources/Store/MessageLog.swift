import Messaging
package import Postgres
package import Web

/// The log of messages, read a page at a time by key: every page costs the same, however deep.
package enum MessageLog {
    package struct Page: Sendable, Hashable {
        package var messages: [MessageRecord]
        package var next: MessageCursor?
        package var previous: MessageCursor?
    }

    package static func page(
        of tenant: TenantID,
        _ filter: MessageFilter,
        from cursor: MessageCursor?,
        limit: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> Page {
        let isNewer = cursor?.direction == .newer
        // One row more than asked tells whether there is another page.
        var messages = try connection.query(
            """
            WITH page AS (\(rows(of: tenant, filter, from: cursor, countMax: limit + 1)))
            SELECT \(MessageRecord.columns) FROM page m \(MessageRecord.joins)
             ORDER BY \(order(isNewer))
            """
        ).map { (row) throws(PostgresError) in try MessageRecord(row) }
        let hasMore = messages.count > limit
        if hasMore { messages.removeLast() }
        if isNewer { messages.reverse() }
        return Page(
            messages: messages,
            next: isNewer || hasMore ? messages.last?.cursor(.older) : nil,
            previous: (isNewer ? hasMore : cursor != nil) ? messages.first?.cursor(.newer) : nil
        )
    }

    /// The page of that number, the first is 1, for clients that count pages.
    ///
    /// The rows before it are passed over, so `page` times `limit` must stay within
    /// `numberedRowsMax`.
    package static func numberedPage(
        of tenant: TenantID,
        page: Int,
        limit: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> [MessageRecord] {
        try connection.query(
            """
            WITH page AS (
                SELECT m.* FROM messages m
                 WHERE m.tenant_id = \(tenant.rawValue)
                 ORDER BY \(newestFirst)
                 LIMIT \(limit) OFFSET \((page - 1) * limit)
            )
            SELECT \(MessageRecord.columns) FROM page m \(MessageRecord.joins)
             ORDER BY \(newestFirst)
            """
        ).map { (row) throws(PostgresError) in try MessageRecord(row) }
    }

    /// Rows that a numbered page may pass over; deeper pages are reached by cursor.
    package static let numberedRowsMax = 10_000

    private static let newestFirst: SQL = "m.received_at DESC, m.id DESC"
    private static let oldestFirst: SQL = "m.received_at, m.id"

    private static func order(_ isNewer: Bool) -> SQL { isNewer ? oldestFirst : newestFirst }

    /// The next rows from the cursor on.
    ///
    /// Each status is read by itself, in the order of the index that begins with it: the newest of a
    /// rare one are found without passing over all others, and there are never more statuses than ten.
    private static func rows(
        of tenant: TenantID,
        _ filter: MessageFilter,
        from cursor: MessageCursor?,
        countMax: Int
    ) -> SQL {
        var others = filter
        others.statuses = []
        let order = order(cursor?.direction == .newer)
        let conditions = others.conditions(for: tenant) + beyond(cursor)
        guard !filter.statuses.isEmpty else {
            return """
                SELECT m.* FROM messages m WHERE \(conditions) ORDER BY \(order) LIMIT \(countMax)
                """
        }
        let statuses = Set(filter.statuses.map(\.rawValue)).sorted()
        return """
            SELECT m.*
              FROM unnest(\(statuses)::text[]::message_status[]) AS wanted (status)
             CROSS JOIN LATERAL (
                SELECT m.* FROM messages m
                 WHERE \(conditions) AND m.status = wanted.status
                 ORDER BY \(order) LIMIT \(countMax)) m
             ORDER BY \(order) LIMIT \(countMax)
            """
    }

    private static func beyond(_ cursor: MessageCursor?) -> SQL {
        guard let cursor else { return "" }
        let place: SQL = """
            ('epoch'::timestamptz + \(cursor.micros) * interval '1 microsecond',
             \(cursor.messageID)::uuid)
            """
        switch cursor.direction {
        case .older: return " AND (m.received_at, m.id) < \(place)"
        case .newer: return " AND (m.received_at, m.id) > \(place)"
        }
    }
}

extension MessageRecord {
    fileprivate func cursor(_ direction: MessageCursor.Direction) -> MessageCursor {
        MessageCursor(direction, micros: receivedMicros, messageID: id)
    }
}
