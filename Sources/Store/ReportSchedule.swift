package import Postgres
package import Web

/// A report that goes out by itself, weekly or monthly, by the clock of the business.
package struct ReportSchedule: Sendable, Hashable {
    package let id: Int64
    package let plan: Plan
    /// When it goes out next, in RFC 3339; nil while it is switched off.
    package let nextAt: String?
    package let createdBy: String
    package let createdAt: String

    /// What a person decides about it.
    package struct Plan: Sendable, Hashable {
        package let every: ReportInterval
        /// Of the week, where 1 is Monday, or of the month, where 31 is its last day.
        package let day: Int
        /// `HH:MM`.
        package let clock: String
        package let recipients: [String]
        package let paper: String
        package let isEnabled: Bool

        package init(
            every: ReportInterval,
            day: Int,
            clock: String,
            recipients: [String],
            paper: String,
            isEnabled: Bool
        ) {
            self.every = every
            self.day = day
            self.clock = clock
            self.recipients = recipients
            self.paper = paper
            self.isEnabled = isEnabled
        }
    }
}

/// How often a report goes out, and with that what it tells of.
package enum ReportInterval: String, Sendable, Hashable, CaseIterable, ColumnValue {
    case week, month
}

// MARK: - Statements

extension ReportSchedule {
    /// The schedules of a business, the oldest first.
    package static func list(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [ReportSchedule] {
        try connection.query(
            """
            SELECT \(columns) FROM report_schedules
             WHERE tenant_id = \(tenant.rawValue) ORDER BY id LIMIT 200
            """
        ).map { (row) throws(PostgresError) in try ReportSchedule(row) }
    }

    package static func find(
        _ id: Int64,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> ReportSchedule? {
        try connection.query(
            """
            SELECT \(columns) FROM report_schedules
             WHERE tenant_id = \(tenant.rawValue) AND id = \(id)
            """
        ).first { (row) throws(PostgresError) in try ReportSchedule(row) }
    }

    package static func create(
        _ plan: Plan,
        by caller: Caller,
        on connection: inout Connection
    ) throws(PostgresError) -> ReportSchedule {
        try connection.query(
            """
            INSERT INTO report_schedules (tenant_id, every, day, at, recipients, paper, enabled,
                                          next_at, created_by)
            SELECT id, \(plan.every.rawValue), \(plan.day), \(plan.clock)::time,
                   \(plan.recipients)::text[], \(plan.paper), \(plan.isEnabled),
                   \(next(plan)), \(caller.name)
              FROM tenants WHERE id = \(caller.tenant.rawValue)
            RETURNING \(columns)
            """
        ).one { (row) throws(PostgresError) in try ReportSchedule(row) }
    }

    /// The zone whose clock schedules go by.
    package static func zone(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> String {
        try connection.query("SELECT time_zone FROM tenants WHERE id = \(tenant.rawValue)")
            .one { (row) throws(PostgresError) in try row.decode(0) }
    }

    /// Puts a plan in place of the one before; nil when there is no such schedule.
    ///
    /// What was missed while it was switched off is not made up for.
    package static func change(
        _ id: Int64,
        to plan: Plan,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> ReportSchedule? {
        try Alerts.clear(ofSchedule: id, of: tenant, on: &connection)
        return try connection.query(
            """
            UPDATE report_schedules
               SET every = \(plan.every.rawValue), day = \(plan.day), at = \(plan.clock)::time,
                   recipients = \(plan.recipients)::text[], paper = \(plan.paper),
                   enabled = \(plan.isEnabled),
                   next_at = (SELECT \(next(plan)) FROM tenants
                               WHERE id = \(tenant.rawValue)),
                   updated_at = now()
             WHERE tenant_id = \(tenant.rawValue) AND id = \(id)
            RETURNING \(columns)
            """
        ).first { (row) throws(PostgresError) in try ReportSchedule(row) }
    }

    /// Removes a schedule and what is known of its mails; says whether there was one.
    package static func delete(
        _ id: Int64,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        try Alerts.clear(ofSchedule: id, of: tenant, on: &connection)
        return try connection.execute(
            "DELETE FROM report_schedules WHERE tenant_id = \(tenant.rawValue) AND id = \(id)"
        ) > 0
    }

    /// The moment after now at which a plan is due, by the zone of the row of `tenants`.
    private static func next(_ plan: Plan) -> SQL {
        """
        next_report_at(\(plan.every.rawValue), \(plan.day), \(plan.clock)::time, time_zone, now())
        """
    }

    private static let columns: SQL = """
        id, every, day, to_char(at, 'HH24:MI'), recipients, paper, enabled,
        CASE WHEN enabled THEN iso8601(next_at) END, created_by, iso8601(created_at)
        """

    private init(_ row: borrowing Row) throws(PostgresError) {
        id = try row.decode(0)
        plan = Plan(
            every: try row.decode(1),
            day: try row.decode(2),
            clock: try row.decode(3),
            recipients: try row.decode(4),
            paper: try row.decode(5),
            isEnabled: try row.decode(6)
        )
        nextAt = try row.decode(7)
        createdBy = try row.decode(8)
        createdAt = try row.decode(9)
    }
}
