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
    struct Stretch {
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

    var isFlipped: Bool { order.isDescending != isBackwards }
    /// Among equal values; for the time of receipt, at all.
    var newestFirst: Bool { order.column == .received ? isFlipped : !isFlipped }
    var isAscending: Bool { !isFlipped }

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

    // MARK: - What is asked for

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
    var leader: MessageSearch.Word? {
        order.column == .received ? filter.search?.leader : nil
    }

    /// The filter whose index has its messages by time.
    var driverPart: ResolvedFilter.Part {
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
}

extension MessageWalk.Step {
    init(_ row: borrowing Row) throws(PostgresError) {
        messageID = try row.decode(0)
        micros = try row.decode(1)
        key = try row.decode(2)
    }
}
