import Messaging
package import Postgres
package import Web

/// The conversations with customers: one for each number that has ever written to the business.
///
/// The list is read from what people wrote, in the order of its index: a conversation stands where
/// its newest inbound message stands, so every page costs the same, however deep.
package enum Conversations {
    /// Which of them are wanted; what is not set does not narrow.
    package struct Filter: Sendable, Hashable {
        /// Only those that hold something back until a person has read them.
        package var needsReview = false
        /// Only those with something that nobody has handled.
        package var isUnhandled = false
        /// A part of the number or of the customer's name.
        package var search: String?

        package init() {}
    }

    /// A conversation as the list shows it.
    package struct Summary: Sendable, Hashable {
        package let customer: Customer
        /// What was last said by either side; nothing that is still to come.
        package let last: Last
        package let inboundCount: Int
        package let outboundCount: Int
        package let unhandledCount: Int
        package let needsReview: Bool
        /// Where it stands in the list: the id of the customer's last message.
        package let place: Int64
    }

    package struct Last: Sendable, Hashable {
        package let isInbound: Bool
        /// RFC 3339.
        package let at: String
        package let body: String
        /// When its text was removed; nil while it is there.
        package let contentRemovedAt: String?
    }

    package struct Page: Sendable, Hashable {
        package var conversations: [Summary]
        package var next: ConversationCursor?
        package var previous: ConversationCursor?
    }

    /// Conversations by what the customer wrote last, newest first.
    package static func page(
        of tenant: TenantID,
        _ filter: Filter,
        from cursor: ConversationCursor?,
        limit: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> Page {
        let isNewer = cursor?.direction == .newer
        let order: SQL = isNewer ? "i.id" : "i.id DESC"
        let conditions = filter.conditions(for: tenant) + beyond(cursor)
        // One row more than asked tells whether there is another page.
        var found = try connection.query(
            """
            WITH page AS (
                SELECT i.id, i.tenant_id, i.sender FROM inbound_messages i
                 WHERE \(conditions) ORDER BY \(order) LIMIT \(limit + 1)
            )
            SELECT i.id, i.sender, \(Customer.columns), last.inbound, iso8601(last.at), last.body,
                   heard.count, heard.unhandled, heard.needs_review, told.count,
                   iso8601(last.content_removed_at)
              FROM page i \(Customer.joins)
             CROSS JOIN LATERAL (
                SELECT count(*), count(*) FILTER (WHERE handled_at IS NULL) AS unhandled,
                       bool_or(needs_review) AS needs_review
                  FROM inbound_messages
                 WHERE tenant_id = i.tenant_id AND sender = i.sender) heard
             CROSS JOIN LATERAL (
                SELECT count(*) FROM messages
                 WHERE tenant_id = i.tenant_id AND recipient = i.sender) told
             CROSS JOIN LATERAL (
                SELECT * FROM (
                    (SELECT true AS inbound, received_at AS at, body, content_removed_at
                       FROM inbound_messages WHERE id = i.id)
                    UNION ALL
                    (SELECT false, \(spokenAt), coalesce(m.body, m.own_text, ''),
                            m.content_removed_at
                       FROM messages m
                      WHERE m.tenant_id = i.tenant_id AND m.recipient = i.sender
                        AND \(spokenAt) <= now()
                      ORDER BY \(spokenAt) DESC LIMIT 1)) said
                 ORDER BY at DESC, inbound LIMIT 1) last
             ORDER BY \(order)
            """
        ).map { (row) throws(PostgresError) in try Summary(row) }
        let hasMore = found.count > limit
        if hasMore { found.removeLast() }
        if isNewer { found.reverse() }
        return Page(
            conversations: found,
            next: isNewer || hasMore ? found.last.map { .init(.older, $0.place) } : nil,
            previous: (isNewer ? hasMore : cursor != nil)
                ? found.first.map { .init(.newer, $0.place) } : nil
        )
    }

    /// When a message of ours is said: when it left, ended without having left, or will be due.
    static let spokenAt: SQL = "coalesce(m.sent_at, m.finished_at, m.due_at)"

    private static func beyond(_ cursor: ConversationCursor?) -> SQL {
        guard let cursor else { return "" }
        return switch cursor.direction {
        case .older: " AND i.id < \(cursor.place)"
        case .newer: " AND i.id > \(cursor.place)"
        }
    }
}

/// A place in the list of conversations.
package struct ConversationCursor: Sendable, Hashable {
    package let direction: MessageCursor.Direction
    package let place: Int64

    init(_ direction: MessageCursor.Direction, _ place: Int64) {
        self.direction = direction
        self.place = place
    }

    /// Reads what `text` wrote; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let direction = MessageCursor.Direction(rawValue: String(parts[0])),
            let place = Int64(parts[1]), place >= 0
        else { return nil }
        self.init(direction, place)
    }

    package var text: String { "\(direction.rawValue).\(place)" }
}

// MARK: -

extension Conversations.Filter {
    /// The conditions on `inbound_messages i`: the newest of a sender stands for the conversation.
    func conditions(for tenant: TenantID) -> SQL {
        var conditions: SQL = """
            i.tenant_id = \(tenant.rawValue) AND NOT EXISTS (
                SELECT FROM inbound_messages n
                 WHERE n.tenant_id = i.tenant_id AND n.sender = i.sender AND n.id > i.id)
            """
        if needsReview {
            conditions =
                conditions + """
                     AND i.sender IN (SELECT r.sender FROM inbound_messages r
                                       WHERE r.tenant_id = \(tenant.rawValue) AND r.needs_review)
                    """
        }
        if isUnhandled {
            conditions =
                conditions + """
                     AND i.sender IN (SELECT u.sender FROM inbound_messages u
                                       WHERE u.tenant_id = \(tenant.rawValue)
                                         AND u.handled_at IS NULL)
                    """
        }
        if let search { conditions = conditions + " AND " + Self.matches(search) }
        return conditions
    }

    /// Digits, however they are grouped, are a part of a number; anything else is one of the name
    /// that the customer had when they wrote last.
    private static func matches(_ search: String) -> SQL {
        let digits = search.filter { $0.isASCII && $0.isNumber }
        if !digits.isEmpty, search.allSatisfy({ $0.isNumber || "+-(). /".contains($0) }) {
            return "position(\(digits) IN i.sender) > 0"
        }
        return "position(lower(\(search)) IN lower(i.sender_name)) > 0"
    }
}

extension Conversations.Summary {
    fileprivate init(_ row: borrowing Row) throws(PostgresError) {
        place = try row.decode(0)
        customer = try Conversations.Customer(row, number: try row.decode(1), from: 2)
        last = Conversations.Last(
            isInbound: try row.decode(5),
            at: try row.decode(6),
            body: try row.decode(7),
            contentRemovedAt: try row.decode(12)
        )
        inboundCount = try row.decode(8)
        unhandledCount = try row.decode(9)
        needsReview = try row.decode(10)
        outboundCount = try row.decode(11)
    }
}
