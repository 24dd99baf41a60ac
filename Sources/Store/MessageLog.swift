import Messaging
package import Postgres
package import Web

/// The log of messages, read a page at a time by key: every page costs the same, however deep.
///
/// Any filter goes with any order. What few messages match is listed, sorted and counted; what many
/// match is met soon by reading along the order. Between the two a page may end before it is full,
/// because its time was over; the next goes on where it ended.
package enum MessageLog {
    package struct Page: Sendable, Hashable {
        package var messages: [MessageRecord]
        package var next: MessageCursor?
        package var previous: MessageCursor?
        /// How many there are in all, where that is known without reading them all.
        package var total: Int?
        /// Whether it ended before it was full, with more to look through.
        package var isPartial = false
    }

    /// How much may be spent on one page.
    package struct Effort: Sendable, Hashable {
        /// So many rows are looked up and sorted within the time that a page may take.
        package var candidatesMax = 4000
        /// Rows that a walk looks at before it looks at the clock, at first and at most.
        package var rowsFirst = 1000
        package var rowsMax = 4000
        package var patience = Duration.milliseconds(25)

        package init() {}
        package static let usual = Effort()
    }

    package static func page(
        of tenant: TenantID,
        _ filter: MessageFilter,
        in order: MessageOrder = .newestFirst,
        from cursor: MessageCursor?,
        limit: Int,
        effort: Effort = .usual,
        on connection: inout Connection
    ) throws(PostgresError) -> Page {
        let filter = try filter.resolved(for: tenant, on: &connection)
        let isBackwards = cursor?.direction == .newer
        let runs = try runs(of: order.column, filter, on: &connection)
        // One row more than asked tells whether there is another page.
        var steps: [MessageWalk.Step]
        var rest: MessageCursor?
        var total: Int?
        if let candidates = try MessageCandidates(
            filter,
            in: order,
            countMax: effort.candidatesMax,
            on: &connection
        ) {
            (steps, total) = try candidates.page(
                in: order,
                ranks: runs,
                from: cursor,
                isBackwards: isBackwards,
                limit: limit + 1,
                on: &connection
            )
            // An empty page after others does not know it.
            if steps.isEmpty, cursor != nil { total = nil }
        } else {
            let walk = MessageWalk(
                filter: filter,
                order: order,
                isBackwards: isBackwards,
                runs: runs,
                effort: effort
            )
            let found = try walk.run(from: cursor, limit: limit + 1, on: &connection)
            (steps, rest) = (found.steps, found.rest)
        }
        let hasMore = steps.count > limit
        if hasMore { steps.removeLast() }
        if isBackwards { steps.reverse() }
        func place(_ step: MessageWalk.Step?, _ direction: MessageCursor.Direction)
            -> MessageCursor?
        {
            step.map {
                MessageCursor(
                    direction,
                    micros: $0.micros,
                    messageID: $0.messageID,
                    column: order.column,
                    key: $0.key
                )
            }
        }
        let onwards = hasMore || rest != nil
        return Page(
            messages: try records(steps.map(\.messageID), on: &connection),
            next: isBackwards || hasMore ? place(steps.last, .older) : rest,
            previous: isBackwards
                ? (hasMore ? place(steps.first, .newer) : rest)
                : (cursor == nil ? nil : place(steps.first, .newer)),
            total: total,
            isPartial: onwards && !hasMore
        )
    }

    /// The messages of these ids in their order.
    private static func records(
        _ ids: [String],
        on connection: inout Connection
    ) throws(PostgresError) -> [MessageRecord] {
        guard !ids.isEmpty else { return [] }
        return try connection.query(
            """
            SELECT \(MessageRecord.columns)
              FROM unnest(\(ids)::uuid[]) WITH ORDINALITY AS page (id, place)
              JOIN messages m ON m.id = page.id \(MessageRecord.joins)
             ORDER BY page.place
            """
        ).map { (row) throws(PostgresError) in try MessageRecord(row) }
    }

    /// The values of a column that has few, in their order.
    private static func runs(
        of column: MessageOrder.Column,
        _ filter: ResolvedFilter,
        on connection: inout Connection
    ) throws(PostgresError) -> [String] {
        switch column {
        case .status:
            let wanted = Set(filter.filter.statuses)
            return DeliveryStatus.allCases.filter { wanted.isEmpty || wanted.contains($0) }
                .map(\.rawValue)
        case .dealership:
            let name = filter.filter.dealership
            let all: [String] = try connection.query(
                """
                SELECT id::text FROM dealerships
                 WHERE tenant_id = \(filter.tenant.rawValue)
                   AND (\(name)::text IS NULL OR name = \(name))
                 ORDER BY searched(name) COLLATE "C", id
                """
            ).values()
            // Those of no dealership come last.
            return name == nil ? all + ["0"] : all
        case .received, .customer, .amount, .cost: return []
        }
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
                 ORDER BY m.received_at DESC, m.id DESC
                 LIMIT \(limit) OFFSET \((page - 1) * limit)
            )
            SELECT \(MessageRecord.columns) FROM page m \(MessageRecord.joins)
             ORDER BY m.received_at DESC, m.id DESC
            """
        ).map { (row) throws(PostgresError) in try MessageRecord(row) }
    }

    /// Rows that a numbered page may pass over; deeper pages are reached by cursor.
    package static let numberedRowsMax = 10_000
}
