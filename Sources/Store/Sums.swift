package import Messaging
package import Postgres
package import Statistics
import Web

/// Sums for analytics: exact at every moment, by day or week, of everything or by dealership,
/// provider and country.
///
/// A message counts on the day that it was due, in the tenant's zone, for all that became of it.
package enum Sums {
    /// A figure and what it is of.
    package struct Line<Value: Sendable>: Sendable {
        /// The first day of what it is gathered to; empty where all days are.
        package let day: String
        /// Which of the slice.
        package let member: String
        package let value: Value
    }

    /// Days as numbers, which are far cheaper to make than their texts.
    static let dayNumber: SQL = "bin - '1970-01-01'::date"

    /// Where messages stand.
    ///
    /// Statuses that are counted as one stand under the first of them: queued for all that is on its
    /// way to a provider, cancelled for all that was not sent by intent.
    package static func deliveries(
        _ selection: FigureSelection,
        on connection: inout Connection
    ) throws(PostgresError) -> [Line<StatusCounts>] {
        let rows = selection.rows(
            "scheduled, moving, sent, delivered, undelivered, failed, withheld",
            of: "delivery_sums",
            tail: selection.tail(
                """
                CASE WHEN status = 'scheduled' THEN messages ELSE 0 END AS scheduled,
                CASE WHEN status IN ('queued', 'sending', 'unknown') THEN messages ELSE 0 END
                    AS moving,
                CASE WHEN status = 'sent' THEN messages ELSE 0 END AS sent,
                CASE WHEN status = 'delivered' THEN messages ELSE 0 END AS delivered,
                CASE WHEN status = 'undelivered' THEN messages ELSE 0 END AS undelivered,
                CASE WHEN status = 'failed' THEN messages ELSE 0 END AS failed,
                CASE WHEN status IN ('cancelled', 'expired', 'suppressed') THEN messages ELSE 0 END
                    AS withheld
                """
            )
        )
        return try connection.query(
            """
            SELECT \(dayNumber), g.* FROM (
                SELECT \(selection.bin) AS bin, member, sum(scheduled),
                       sum(moving), sum(sent), sum(delivered),
                       sum(undelivered), sum(failed), sum(withheld)
                  FROM (\(rows)) f GROUP BY 1, 2) g ORDER BY bin, member COLLATE "C"
            """
        ).map { (row) throws(PostgresError) in
            var counts = StatusCounts()
            for (column, status) in statuses.enumerated() {
                counts[status] = try row.decode(Int32(3 + column))
            }
            return Line(
                day: try row.decode(0, as: DayNumber.self).text,
                member: try row.decode(2),
                value: counts
            )
        }
    }

    private static let statuses: [DeliveryStatus] = [
        .scheduled, .queued, .sent, .delivered, .undelivered, .failed, .cancelled,
    ]

    /// How long deliveries took, of everything or of providers.
    package static func latencies(
        _ selection: FigureSelection,
        on connection: inout Connection
    ) throws(PostgresError) -> [Line<DurationHistogram>] {
        // What took more than one attempt says nothing about the last provider.
        let counted: SQL =
            selection.slice == .provider
            ? "milliseconds IS NOT NULL AND attempts <= 1" : "milliseconds IS NOT NULL"
        let rows = selection.rows(
            "bucket, messages, milliseconds",
            of: "latency_sums",
            tail: selection.tail(
                """
                latency_bucket(milliseconds) AS bucket, messages,
                messages::bigint * milliseconds AS milliseconds
                """,
                where: counted
            )
        )
        let found = try connection.query(
            """
            SELECT \(dayNumber), g.* FROM (
                SELECT \(selection.bin) AS bin, member, bucket, sum(messages),
                       sum(milliseconds)::bigint
                  FROM (\(rows)) f GROUP BY 1, 2, 3 HAVING sum(messages) <> 0) g
             ORDER BY bin, member COLLATE "C"
            """
        ).map { (row) throws(PostgresError) in
            (
                day: try row.decode(0, as: DayNumber.self).text,
                member: try row.decode(2, as: String.self),
                bucket: try row.decode(3, as: Int.self), count: try row.decode(4, as: Int.self),
                milliseconds: try row.decode(5, as: Int.self)
            )
        }
        var lines: [Line<DurationHistogram>] = []
        for row in found {
            var histogram = DurationHistogram()
            if let last = lines.last, last.day == row.day, last.member == row.member {
                histogram = lines.removeLast().value
            }
            histogram.add(row.count, in: row.bucket, milliseconds: row.milliseconds)
            lines.append(Line(day: row.day, member: row.member, value: histogram))
        }
        return lines
    }

    /// How many messages failed for a reason.
    package struct Failure: Sendable, Hashable {
        /// Empty where nobody gave one.
        package let code: String
        package let messageCount: Int
    }

    /// Most frequent first.
    package static func failures(
        _ selection: FigureSelection,
        on connection: inout Connection
    ) throws(PostgresError) -> [Line<Failure>] {
        let rows = selection.rows(
            "code, messages",
            of: "error_sums",
            tail: selection.tail("code, messages", where: "code IS NOT NULL")
        )
        return try connection.query(
            """
            SELECT \(dayNumber), g.* FROM (
                SELECT \(selection.bin) AS bin, member, code, sum(messages) AS messages
                  FROM (\(rows)) f GROUP BY 1, 2, 3 HAVING sum(messages) <> 0) g
             ORDER BY bin, messages DESC, code, member
            """
        ).map { (row) throws(PostgresError) in
            let failure = Failure(code: try row.decode(3), messageCount: try row.decode(4))
            return Line(
                day: try row.decode(0, as: DayNumber.self).text,
                member: try row.decode(2),
                value: failure
            )
        }
    }

    /// What messages cost in one currency: of each its best known figure.
    package struct Cost: Sendable, Hashable {
        package let total: Money
        package let messageCount: Int
    }

    /// Currencies are never mixed: each has lines of its own, dearest first.
    package static func costs(
        _ selection: FigureSelection,
        on connection: inout Connection
    ) throws(PostgresError) -> [Line<Cost>] {
        let rows = selection.rows(
            "currency, messages, micros",
            of: "cost_sums",
            tail: selection.tail(
                "currency, messages, messages * micros AS micros",
                where: "currency IS NOT NULL"
            )
        )
        return try connection.query(
            """
            SELECT \(dayNumber), g.* FROM (
                SELECT \(selection.bin) AS bin, member, currency, sum(messages),
                       sum(micros)::bigint AS micros
                  FROM (\(rows)) f GROUP BY 1, 2, 3 HAVING sum(messages) <> 0) g
             ORDER BY bin, micros DESC, member, currency
            """
        ).map { (row) throws(PostgresError) in
            let cost = Cost(
                total: Money(
                    micros: try row.decode(5),
                    currency: try row.decode(3, as: CurrencyColumn.self).currency
                ),
                messageCount: try row.decode(4)
            )
            return Line(
                day: try row.decode(0, as: DayNumber.self).text,
                member: try row.decode(2),
                value: cost
            )
        }
    }
}

/// A day as it comes from PostgreSQL; null where all days are gathered.
struct DayNumber: ColumnValue {
    let text: String

    static func read(_ cell: Cell?) throws(DecodingFailure.Problem) -> DayNumber {
        guard let number = try Int?.read(cell) else { return DayNumber(text: "") }
        return DayNumber(text: CalendarDay(number: number).description)
    }
}
