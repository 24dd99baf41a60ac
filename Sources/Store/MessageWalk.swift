import Messaging
import Postgres
import Web

/// Reads the log along one of its orders, a bounded number of rows at a time.
///
/// Each value of a column with few values (a status, a dealership) has its own stretch of an index
/// in which its messages stand by time; other columns have an index of their own. A filter that
/// finds few among many would read on and on: the walk ends when its time is over, and says where
/// the next one goes on.
struct MessageWalk: Sendable {
    let filter: ResolvedFilter
    let order: MessageOrder
    /// Whether the order is read backwards, for the page before.
    let isBackwards: Bool
    /// The values of the column, in order; empty where there are too many to name.
    let runs: [String]
    let effort: MessageLog.Effort

    /// A message that was found, with its place.
    struct Step: Sendable, Hashable {
        let messageID: String
        let micros: Int64
        let key: String
    }

    struct Result: Sendable {
        var steps: [Step] = []
        /// Where to go on when the time was over; nil when all was seen or enough was found.
        var rest: MessageCursor?
    }

    /// A part of the log that one index has in order.
    private struct Stretch {
        /// Of columns with runs.
        var run: String?
        /// Begins after this place.
        var after: MessageCursor?
        /// The values beyond that of `after`, instead of those equal to it.
        var isBeyond = false
    }

    func run(
        from start: MessageCursor?,
        limit: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> Result {
        let end = ContinuousClock.now + effort.patience
        var found = Result()
        var place = start
        var rows = effort.rowsFirst
        walk: while true {
            for stretch in stretches(from: place) {
                let wanted = limit - found.steps.count
                found.steps += try steps(
                    stretch,
                    rows: residual.isEmpty ? wanted : rows,
                    limit: wanted,
                    on: &connection
                )
                if found.steps.count == limit { return found }
                guard !residual.isEmpty else { continue }
                if let last = try lastStep(stretch, rows: rows, on: &connection) {
                    place = cursor(last)
                    rows = min(rows * 2, effort.rowsMax)
                } else if let run = stretch.run, ContinuousClock.now >= end, run != lastRun {
                    place = after(run)
                } else {
                    continue
                }
                if ContinuousClock.now >= end {
                    found.rest = place
                    return found
                }
                continue walk
            }
            return found
        }
    }

    // MARK: - Which way

    private var isFlipped: Bool { order.isDescending != isBackwards }
    /// Among equal values; for the time of receipt, at all.
    var newestFirst: Bool { order.column == .received ? isFlipped : !isFlipped }
    private var isAscending: Bool { !isFlipped }

    private var orderedRuns: [String] { isAscending ? runs : runs.reversed() }
    private var lastRun: String? { orderedRuns.last }

    private func cursor(_ step: Step) -> MessageCursor {
        MessageCursor(
            isBackwards ? .newer : .older,
            micros: step.micros,
            messageID: step.messageID,
            column: order.column,
            key: step.key
        )
    }

    /// The place before the first message of the run that comes after this one.
    private func after(_ run: String) -> MessageCursor? {
        guard let index = orderedRuns.firstIndex(of: run), index + 1 < orderedRuns.count else {
            return nil
        }
        return .edge(
            newestFirst: newestFirst,
            isBackwards ? .newer : .older,
            column: order.column,
            key: orderedRuns[index + 1]
        )
    }

    private func stretches(from place: MessageCursor?) -> [Stretch] {
        switch order.column {
        case .received: return [Stretch(after: place)]
        case .status, .dealership:
            guard let place else { return orderedRuns.map { Stretch(run: $0) } }
            guard let index = orderedRuns.firstIndex(of: place.key) else { return [] }
            return [Stretch(run: place.key, after: place)]
                + orderedRuns[(index + 1)...].map { Stretch(run: $0) }
        case .customer, .amount, .cost:
            guard let place else { return [Stretch()] }
            return [Stretch(after: place), Stretch(after: place, isBeyond: true)]
        }
    }

    // MARK: - SQL

    /// What the driver of a stretch does not see to by itself.
    private var residual: [SQL] {
        var known: Set<ResolvedFilter.Part> = [.tenant]
        switch order.column {
        case .received where leader == nil: known.formUnion([.time, driverPart])
        case .received: break
        case .status: known.formUnion([.time, .status])
        case .dealership: known.formUnion([.time, .dealership])
        case .customer, .amount, .cost: break
        }
        return filter.conditions(without: known)
    }

    /// The word that leads through the log, in the order of time alone.
    private var leader: MessageSearch.Word? {
        order.column == .received ? filter.search?.leader : nil
    }

    /// The filter whose index has its messages by time.
    private var driverPart: ResolvedFilter.Part {
        if filter.filter.errorCode != nil { return .error }
        if filter.filter.dealership != nil { return .dealership }
        // Reading many statuses side by side costs more than passing over the others.
        if (1...3).contains(Set(filter.filter.statuses).count) { return .status }
        return .tenant
    }

    private func steps(
        _ stretch: Stretch,
        rows: Int,
        limit: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> [Step] {
        let driver = driver(stretch, rows: rows)
        guard !residual.isEmpty else {
            return try connection.query("\(driver)")
                .map { (row) throws(PostgresError) in try Step(row) }
        }
        // The nested subquery makes it one look per row, in order and no further than wanted.
        return try connection.query(
            """
            SELECT l.id, l.micros, l.key
              FROM (\(driver)) l
             CROSS JOIN LATERAL (SELECT * FROM messages WHERE id = l.id OFFSET 0) m
             WHERE \(residual.joined(separator: " AND "))
             LIMIT \(limit)
            """
        ).map { (row) throws(PostgresError) in try Step(row) }
    }

    /// The last row that was looked at, if there were so many; else the stretch was seen to its end.
    private func lastStep(
        _ stretch: Stretch,
        rows: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> Step? {
        let driver = driver(stretch, rows: rows)
        return try connection.query("SELECT * FROM (\(driver)) l OFFSET \(rows - 1)")
            .first { (row) throws(PostgresError) in try Step(row) }
    }

    /// The id, time and key of the next rows, in order.
    private func driver(_ stretch: Stretch, rows: Int) -> SQL {
        switch order.column {
        case .received where leader != nil: byWord(stretch, rows: rows)
        case .received where driverPart == .status: statusesByTime(stretch, rows: rows)
        case .received: ofMessages(filter.conditions(driverPart), "''", stretch, rows: rows)
        case .status:
            ofMessages(
                ["m.status = \(stretch.run)::message_status"],
                "m.status::text",
                stretch,
                rows: rows
            )
        case .dealership:
            ofMessages(
                [
                    stretch.run == "0"
                        ? "m.dealership_id IS NULL" : "m.dealership_id = \(stretch.run)::bigint"
                ],
                "coalesce(m.dealership_id, 0)::text",
                stretch,
                rows: rows
            )
        case .cost: byValue(stretch, rows: rows)
        case .customer, .amount: byLastingValue(stretch, rows: rows)
        }
    }

    private func byWord(_ stretch: Stretch, rows: Int) -> SQL {
        guard let leader else { return ofMessages([], "''", stretch, rows: rows) }
        let found = leader.byTime(
            of: filter.tenant,
            byTime("received_at", "id"),
            beyond: { time, id in beyond(stretch.after, time, id) ?? "true" },
            rows: rows
        )
        return "SELECT id, \(Self.micros("received_at")) AS micros, '' AS key FROM (\(found)) f"
    }

    private func ofMessages(
        _ conditions: [SQL],
        _ key: SQL,
        _ stretch: Stretch,
        rows: Int
    ) -> SQL {
        let all =
            filter.conditions(.tenant) + conditions + filter.conditions(.time)
            + [beyond(stretch.after, "m.received_at", "m.id")].compactMap(\.self)
        return """
            SELECT m.id, \(Self.micros("m.received_at")) AS micros, \(key) AS key
              FROM messages m WHERE \(all.joined(separator: " AND "))
             ORDER BY \(byTime("m.received_at", "m.id")) LIMIT \(rows)
            """
    }

    /// Several statuses side by side, each read in the order of its index.
    private func statusesByTime(_ stretch: Stretch, rows: Int) -> SQL {
        let statuses = Set(filter.filter.statuses.map(\.rawValue)).sorted()
        let all =
            filter.conditions(.tenant) + filter.conditions(.time)
            + [beyond(stretch.after, "m.received_at", "m.id")].compactMap(\.self)
        return """
            SELECT m.id, \(Self.micros("m.received_at")) AS micros, '' AS key
              FROM unnest(\(statuses)::text[]::message_status[]) AS wanted (status)
             CROSS JOIN LATERAL (
                SELECT m.id, m.received_at FROM messages m
                 WHERE m.status = wanted.status AND \(all.joined(separator: " AND "))
                 ORDER BY \(byTime("m.received_at", "m.id")) LIMIT \(rows)) m
             ORDER BY \(byTime("m.received_at", "m.id")) LIMIT \(rows)
            """
    }

    private func byValue(_ stretch: Stretch, rows: Int) -> SQL {
        let value: SQL = "coalesce(m.price_micros, m.estimate_micros, -1)"
        let all = filter.conditions(.tenant) + place(stretch, value, "m.received_at", "m.id")
        return """
            SELECT m.id, \(Self.micros("m.received_at")) AS micros, \(value)::text AS key
              FROM messages m WHERE \(all.joined(separator: " AND "))
             ORDER BY \(value) \(direction), \(byTime("m.received_at", "m.id")) LIMIT \(rows)
            """
    }

    /// By what is kept apart for it, and what has not been put there yet.
    private func byLastingValue(_ stretch: Stretch, rows: Int) -> SQL {
        let column: SQL = order.column == .customer ? "s.customer" : "s.amount_micros"
        let computed: SQL =
            order.column == .customer
            ? #"sorted_name(t.customer_name) COLLATE "C""# : "coalesce(t.amount_micros, -1)"
        let tenant = filter.tenant.rawValue
        let kept =
            ["s.tenant_id = \(tenant)"] + place(stretch, column, "s.received_at", "s.message_id")
        let waiting =
            ["w.tenant_id = \(tenant)"] + place(stretch, "v.value", "m.received_at", "m.id")
        let both: SQL = order.column == .customer ? #"value COLLATE "C""# : "value"
        return """
            SELECT id, micros, value::text AS key FROM (
                (SELECT s.message_id AS id, \(Self.micros("s.received_at")) AS micros,
                        \(column) AS value
                   FROM message_search s WHERE \(kept.joined(separator: " AND "))
                  ORDER BY \(column) \(direction), \(byTime("s.received_at", "s.message_id"))
                  LIMIT \(rows))
                UNION ALL
                (SELECT m.id, \(Self.micros("m.received_at")), v.value
                   FROM waiting_for_search() w
                   JOIN messages m ON m.id = w.message_id
                   JOIN transactions t ON t.id = m.transaction_id
                  CROSS JOIN LATERAL (SELECT \(computed) AS value) v
                  WHERE \(waiting.joined(separator: " AND "))
                  ORDER BY v.value \(direction), \(byTime("m.received_at", "m.id"))
                  LIMIT \(rows))
            ) either
             ORDER BY \(both) \(direction), \(byTime("micros", "id")) LIMIT \(rows)
            """
    }

    /// The conditions that a value, a time and an id are in the stretch.
    private func place(_ stretch: Stretch, _ value: SQL, _ time: SQL, _ id: SQL) -> [SQL] {
        guard let after = stretch.after else { return [] }
        let key: SQL =
            order.column == .customer
            ? #"\#(after.key)::text COLLATE "C""# : "\(after.key)::bigint"
        if stretch.isBeyond { return [isAscending ? "\(value) > \(key)" : "\(value) < \(key)"] }
        return ["\(value) = \(key)"] + [beyond(after, time, id)].compactMap(\.self)
    }

    private func beyond(_ place: MessageCursor?, _ time: SQL, _ id: SQL) -> SQL? {
        guard let place else { return nil }
        let comparison: SQL = newestFirst ? "<" : ">"
        return """
            (\(time), \(id)) \(comparison)
                ('epoch'::timestamptz + \(place.micros) * interval '1 microsecond',
                 \(place.messageID)::uuid)
            """
    }

    private var direction: SQL { isAscending ? "ASC" : "DESC" }

    private func byTime(_ time: SQL, _ id: SQL) -> SQL {
        newestFirst ? "\(time) DESC, \(id) DESC" : "\(time), \(id)"
    }

    private static func micros(_ time: SQL) -> SQL {
        "(extract(epoch FROM \(time)) * 1000000)::bigint"
    }
}

extension MessageWalk.Step {
    init(_ row: borrowing Row) throws(PostgresError) {
        messageID = try row.decode(0)
        micros = try row.decode(1)
        key = try row.decode(2)
    }
}
