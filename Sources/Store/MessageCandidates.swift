import Messaging
import Postgres
import Web

/// Reads the log from a short list of messages that may match, in whatever order is wanted.
///
/// Any condition that few messages keep makes such a list: it is checked against the others, sorted
/// and counted as a whole, so the page is exact and so is the total.
struct MessageCandidates: Sendable {
    let filter: ResolvedFilter
    /// The ids, some perhaps twice.
    let ids: SQL

    /// The shortest list that the filter allows; nil where all are long, or a walk is as good.
    init?(
        _ filter: ResolvedFilter,
        in order: MessageOrder,
        countMax: Int,
        on connection: inout Connection
    ) throws(PostgresError) {
        self.filter = filter
        let tenant = filter.tenant
        var shortest: (count: Int, ids: SQL)?
        for word in filter.search?.words ?? [] where word.count < (shortest?.count ?? countMax) {
            shortest = (word.count, word.messageIDs(of: tenant))
        }
        for ids in Self.lists(filter, order) {
            let count: Int = try connection.query(
                "SELECT count(*) FROM (\(ids) LIMIT \(shortest?.count ?? countMax)) found"
            ).value()
            if count < (shortest?.count ?? countMax) { shortest = (count, ids) }
        }
        if let shortest {
            ids = shortest.ids
        } else if countMax > 0, let both = Self.intersection(filter) {
            ids = both
        } else {
            return nil
        }
    }

    /// What the other parts of the filter find by an index of their own.
    private static func lists(_ filter: ResolvedFilter, _ order: MessageOrder) -> [SQL] {
        let parts: [ResolvedFilter.Part] = [
            .transaction, .phone, .error, .dealership, .time,
        ]
        var lists = parts.filter { !filter.conditions($0).isEmpty }.map { part in
            let conditions = filter.conditions(.tenant) + filter.conditions(part)
            return "SELECT m.id FROM messages m WHERE \(conditions.joined(separator: " AND "))"
                as SQL
        }
        if let ids = filter.idsByStatus { lists.append(ids) }
        if let provider = filter.filter.provider {
            lists.append(
                """
                SELECT message_id AS id FROM attempts
                 WHERE tenant_id = \(filter.tenant.rawValue) AND provider = \(provider)
                """
            )
        }
        // One condition alone, in the order of its index, is read off page by page.
        let isOneRun = lists.count == 1 && filter.search == nil && order.column == .received
        let isRun =
            filter.filter.transactionID == nil && filter.filter.phone == nil
            && filter.filter.provider == nil
        return isOneRun && isRun ? [] : lists
    }

    /// Words that are common each by itself, a first and a last name, may be rare together.
    private static func intersection(_ filter: ResolvedFilter) -> SQL? {
        guard let words = filter.search?.words, words.count > 1,
            words.allSatisfy({ $0.count < MessageSearch.countMax })
        else { return nil }
        let lists = words.map { "(\($0.messageIDs(of: filter.tenant)))" as SQL }
        return lists.joined(separator: " INTERSECT ")
    }
}

extension MessageCandidates {
    /// A page of them with the number of all that match.
    func page(
        in order: MessageOrder,
        ranks: [String],
        from cursor: MessageCursor?,
        isBackwards: Bool,
        limit: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> (steps: [MessageWalk.Step], total: Int) {
        let isFlipped = order.isDescending != isBackwards
        let sort = Sort(order.column, ranks: ranks)
        let direction: SQL = isFlipped ? "DESC" : "ASC"
        let newestFirst = order.column == .received ? isFlipped : !isFlipped
        let byTime: SQL = newestFirst ? "received_at DESC, id DESC" : "received_at, id"
        let rows = try connection.query(
            """
            WITH candidates AS MATERIALIZED (SELECT DISTINCT id FROM (\(ids)) AS listed (id)
            ), matches AS MATERIALIZED (
                SELECT m.id, m.received_at, \(sort.value) AS value, \(sort.key) AS key
                  FROM candidates c
                 CROSS JOIN LATERAL (SELECT * FROM messages WHERE id = c.id OFFSET 0) m
                 \(sort.join)
                 WHERE \(filter.conditions)
            )
            SELECT id, (extract(epoch FROM received_at) * 1000000)::bigint, key,
                   (SELECT count(*) FROM matches)
              FROM matches \(beyond(cursor, sort, isFlipped, newestFirst))
             ORDER BY value \(direction), \(byTime) LIMIT \(limit)
            """
        ).map { (row) throws(PostgresError) in
            (step: try MessageWalk.Step(row), total: try row.decode(3, as: Int.self))
        }
        return (rows.map(\.step), rows.first?.total ?? 0)
    }

    private func beyond(
        _ cursor: MessageCursor?,
        _ sort: Sort,
        _ isFlipped: Bool,
        _ newestFirst: Bool
    ) -> SQL {
        guard let cursor else { return "" }
        let value = sort.value(of: cursor.key)
        let comparison: SQL = isFlipped ? "<" : ">"
        let later: SQL = newestFirst ? "<" : ">"
        return """
            WHERE value \(comparison) \(value)
               OR (value = \(value) AND (received_at, id) \(later) \(cursor.moment))
            """
    }

    /// How a column becomes something to sort by.
    private struct Sort {
        let column: MessageOrder.Column
        let ranks: [String]
        /// What rows are compared by.
        let value: SQL
        /// What a cursor remembers.
        let key: SQL
        let join: SQL

        init(_ column: MessageOrder.Column, ranks: [String]) {
            self.column = column
            self.ranks = ranks
            switch column {
            case .received: (value, key, join) = ("0", "''", "")
            case .status, .dealership:
                value = "r.rank"
                let own: SQL =
                    column == .status
                    ? "m.status::text" : "coalesce(m.dealership_id, 0)::text"
                key = own
                join = """
                    JOIN unnest(\(ranks)::text[]) WITH ORDINALITY AS r (value, rank)
                      ON r.value = \(own)
                    """
            case .customer:
                value = #"sorted_name(t.customer_name) COLLATE "C""#
                key = "sorted_name(t.customer_name)"
                join = "JOIN transactions t ON t.id = m.transaction_id"
            case .amount:
                value = "coalesce(t.amount_micros, -1)"
                key = "coalesce(t.amount_micros, -1)::text"
                join = "JOIN transactions t ON t.id = m.transaction_id"
            case .cost:
                value = "coalesce(m.price_micros, m.estimate_micros, -1)"
                key = "coalesce(m.price_micros, m.estimate_micros, -1)::text"
                join = ""
            }
        }

        func value(of key: String) -> SQL {
            switch column {
            case .received: "0"
            case .status, .dealership:
                "\((ranks.firstIndex(of: key) ?? ranks.count) + 1)::bigint"
            case .customer: #"\#(key)::text COLLATE "C""#
            case .amount, .cost: "\(key)::bigint"
            }
        }
    }
}
