package import Postgres
package import Statistics
package import Web

/// One report on its way to one address.
package struct ReportDelivery: Sendable, Hashable {
    package let id: Int64
    package let scheduleID: Int64
    package let address: String
    package let range: DayRange
    package let state: State
    package let attemptCount: Int
    /// Why it did not go out, when it was last tried.
    package let error: String?
    /// Whoever asked for it; nil where the clock did.
    package let askedBy: String?
    package let createdAt: String
    /// When it is tried next, in RFC 3339.
    package let nextTryAt: String?
    package let endedAt: String?

    package enum State: String, Sendable, Hashable, CaseIterable, ColumnValue {
        case waiting, sending, sent, failed
    }
}

// MARK: - For the page

extension ReportDelivery {
    /// The last mails of each schedule of a business, newest first.
    package static func latest(
        perSchedule limit: Int,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [ReportDelivery] {
        try connection.query(
            """
            SELECT d.id, d.schedule_id, d.address, d.from_day - '1970-01-01'::date,
                   d.to_day - d.from_day, d.state, d.attempt_count, d.error, d.asked_by, iso8601(d.created_at),
                   iso8601(d.next_try_at), iso8601(d.ended_at)
              FROM report_schedules s CROSS JOIN LATERAL (
                   SELECT * FROM report_deliveries
                    WHERE schedule_id = s.id ORDER BY id DESC LIMIT \(limit)) d
             WHERE s.tenant_id = \(tenant.rawValue) ORDER BY d.id DESC
            """
        ).map { (row) throws(PostgresError) in
            ReportDelivery(
                id: try row.decode(0),
                scheduleID: try row.decode(1),
                address: try row.decode(2),
                range: DayRange(startingAt: try row.decode(3), count: try row.decode(4)),
                state: try row.decode(5),
                attemptCount: try row.decode(6),
                error: try row.decode(7),
                askedBy: try row.decode(8),
                createdAt: try row.decode(9),
                nextTryAt: try row.decode(10),
                endedAt: try row.decode(11)
            )
        }
    }

    /// Asks for the newest report of a schedule at once, for all of its addresses; answers how many
    /// mails that makes.
    ///
    /// An address for which one is under way gets no second.
    package static func ask(
        for schedule: Int64,
        by caller: Caller,
        on connection: inout Connection
    ) throws(PostgresError) -> Int {
        try connection.execute(
            """
            INSERT INTO report_deliveries (tenant_id, schedule_id, address, from_day, to_day,
                                           asked_by)
            SELECT s.tenant_id, s.id, r.address, d.from_day, d.to_day, \(caller.name)
              FROM report_schedules s JOIN tenants t ON t.id = s.tenant_id
             CROSS JOIN LATERAL report_days(s.every, now(), t.time_zone) d
             CROSS JOIN LATERAL unnest(s.recipients) AS r (address)
             WHERE s.tenant_id = \(caller.tenant.rawValue) AND s.id = \(schedule)
               AND NOT EXISTS (
                   SELECT FROM report_deliveries o
                    WHERE o.schedule_id = s.id AND o.address = r.address
                      AND o.next_try_at IS NOT NULL)
            """
        )
    }
}

// MARK: - For whoever sends

extension ReportDelivery {
    /// A mail that is this process's to send until the lease is over.
    package struct Task: Sendable, Hashable {
        package let id: Int64
        package let tenant: TenantID
        package let scheduleID: Int64
        package let address: String
        package let range: DayRange
        package let every: ReportInterval
        package let paper: String
        /// This one counts.
        package let attemptCount: Int
    }

    /// Makes mails of the schedules that are due, and takes one that is to be sent.
    ///
    /// Whoever dies with it leaves it to others once the lease is over.
    package static func claim(
        leaseSeconds: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> Task? {
        try connection.execute("SELECT plan_reports()")
        return try connection.query(
            """
            SELECT id, tenant_id, schedule_id, address, from_day - '1970-01-01'::date,
                   to_day - from_day, every, paper,
                   attempt_count
              FROM claim_report(\(leaseSeconds)::integer)
            """
        ).first { (row) throws(PostgresError) in
            Task(
                id: try row.decode(0),
                tenant: TenantID(rawValue: try row.decode(1)),
                scheduleID: try row.decode(2),
                address: try row.decode(3),
                range: DayRange(startingAt: try row.decode(4), count: try row.decode(5)),
                every: try row.decode(6),
                paper: try row.decode(7),
                attemptCount: try row.decode(8)
            )
        }
    }

    /// What became of a try.
    package enum Outcome: Sendable, Hashable {
        case sent
        case later(seconds: Int, error: String)
        case failed(error: String)
    }

    package static func record(
        _ outcome: Outcome,
        of task: Task,
        on connection: inout Connection
    ) throws(PostgresError) {
        let (state, pause, error): (State, Int?, String?) =
            switch outcome {
            case .sent: (.sent, nil, nil)
            case .later(let seconds, let error): (.waiting, seconds, error)
            case .failed(let error): (.failed, nil, error)
            }
        try connection.execute(
            """
            UPDATE report_deliveries
               SET state = \(state.rawValue), error = \(error),
                   next_try_at = now() + \(pause)::integer * interval '1 second',
                   ended_at = CASE WHEN \(pause)::integer IS NULL THEN now() END
             WHERE tenant_id = \(task.tenant.rawValue) AND id = \(task.id)
               AND attempt_count = \(task.attemptCount)
            """
        )
    }
}

extension DayRange {
    /// Days as a row tells them: the first by its number, and how many.
    fileprivate init(startingAt number: Int, count: Int) {
        self.init(count, upTo: CalendarDay(number: number + count - 1))
    }
}
