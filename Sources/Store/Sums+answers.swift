import Messaging
package import Postgres
package import Statistics
package import Web

extension Sums {
    /// What customers answered, and what they did with their messages.
    package struct Answers: Sendable, Hashable {
        /// What they wrote, without words for machines such as STOP.
        package var replies = 0
        package var optOuts = 0
        /// Messages of which a link was followed.
        package var clicked = 0
        package var rated = 0
        /// The sum of the stars of those rated.
        package var stars = 0

        package init() {}
    }

    /// Of everything or of dealerships; answers by the day that they came, clicks and ratings by that
    /// of the message.
    package static func answers(
        _ selection: FigureSelection,
        on connection: inout Connection
    ) throws(PostgresError) -> [Line<Answers>] {
        let tail: SQL = """
            SELECT day, \(selection.slice.member) AS member, replies, opt_outs,
                   clicked, rated, stars
              FROM answer_changes
             WHERE tenant_id = \(selection.tenant.rawValue)
               AND day >= \(selection.range.first.description)::date
               AND day <= \(selection.range.last.description)::date
            """
        let rows = selection.rows(
            "replies, opt_outs, clicked, rated, stars",
            of: "answer_sums",
            tail: tail
        )
        return try connection.query(
            """
            SELECT \(dayNumber), g.* FROM (
                SELECT \(selection.bin) AS bin, member, sum(replies), sum(opt_outs), sum(clicked),
                       sum(rated), sum(stars)
                  FROM (\(rows)) f GROUP BY 1, 2) g ORDER BY bin, member COLLATE "C"
            """
        ).map { (row) throws(PostgresError) in
            var answers = Answers()
            answers.replies = try row.decode(3)
            answers.optOuts = try row.decode(4)
            answers.clicked = try row.decode(5)
            answers.rated = try row.decode(6)
            answers.stars = try row.decode(7)
            return Line(
                day: try row.decode(0, as: DayNumber.self).text,
                member: try row.decode(2),
                value: answers
            )
        }
    }

    /// An hour of a day of the week.
    package struct WeekHour: Sendable, Hashable {
        /// 1 for Monday to 7 for Sunday.
        package let weekday: Int
        package let hour: Int
        package let messageCount: Int
        package let sentCount: Int
        package let deliveredCount: Int
        package let failedCount: Int
    }

    /// Those in which anything was due.
    package static func weekHours(
        _ range: DayRange,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [WeekHour] {
        try connection.query(
            """
            SELECT extract(isodow FROM hour)::integer, extract(hour FROM hour)::integer,
                   sum(messages), sum(sent), sum(delivered),
                   sum(failed)
              FROM (SELECT hour, messages, sent, delivered, failed FROM hour_sums
                     WHERE tenant_id = \(tenant.rawValue)
                       AND hour >= \(range.first.description)::date
                       AND hour < \(range.last.description)::date + 1
                    UNION ALL
                    SELECT hour, messages,
                           CASE WHEN status IN ('sent', 'delivered', 'undelivered')
                                THEN messages ELSE 0 END,
                           CASE WHEN status = 'delivered' THEN messages ELSE 0 END,
                           CASE WHEN status IN ('failed', 'undelivered') THEN messages ELSE 0 END
                      FROM unfolded_figures()
                     WHERE tenant_id = \(tenant.rawValue)
                       AND hour >= \(range.first.description)::date
                       AND hour < \(range.last.description)::date + 1) f
             GROUP BY 1, 2 HAVING sum(messages) <> 0 ORDER BY 1, 2
            """
        ).map { (row) throws(PostgresError) in
            WeekHour(
                weekday: try row.decode(0),
                hour: try row.decode(1),
                messageCount: try row.decode(2),
                sentCount: try row.decode(3),
                deliveredCount: try row.decode(4),
                failedCount: try row.decode(5)
            )
        }
    }

    /// The day that it is for a tenant.
    package static func today(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> CalendarDay {
        try connection.query(
            """
            SELECT (now() AT TIME ZONE time_zone)::date - '1970-01-01'::date
              FROM tenants WHERE id = \(tenant.rawValue)
            """
        ).one { (row) throws(PostgresError) in CalendarDay(number: try row.decode(0)) }
    }

    /// The names of dealerships by what they are called in sums.
    package static func dealershipNames(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [String: String] {
        let rows = try connection.query(
            "SELECT id::text, name FROM dealerships WHERE tenant_id = \(tenant.rawValue)"
        ).map { (row) throws(PostgresError) in
            (try row.decode(0, as: String.self), try row.decode(1, as: String.self))
        }
        return Dictionary(rows, uniquingKeysWith: { first, _ in first })
    }

    /// What a dealership is called in sums; nil where there is none of that name.
    package static func dealershipMember(
        named name: String,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> String? {
        try connection.query(
            """
            SELECT id::text FROM dealerships
             WHERE tenant_id = \(tenant.rawValue) AND name = \(name)
            """
        ).first { (row) throws(PostgresError) in try row.decode(0, as: String.self) }
    }
}
