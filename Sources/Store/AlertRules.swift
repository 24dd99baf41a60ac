package import Postgres
package import Web

/// What a business wants to be told of, and from which figure on.
package struct AlertRule: Sendable, Hashable {
    package var id: Int64
    package var tenant: TenantID
    package var kind: Alerts.Kind
    /// Percent, times, minutes or stars, as the kind is; nil where there is nothing to measure.
    package var threshold: Int?
    /// How far back the figures go.
    package var windowMinutes: Int?
    /// Of fewer messages nothing is concluded.
    package var least: Int?
    package var errorCode: String?
    /// ISO weekdays, Monday being 1.
    package var days: [Int]
    /// The hours of the business's own clock: `09:00`.
    package var opens: String?
    package var closes: String?
    package var isEnabled: Bool

    package init(
        id: Int64 = 0,
        tenant: TenantID,
        kind: Alerts.Kind,
        threshold: Int? = nil,
        windowMinutes: Int? = nil,
        least: Int? = nil,
        errorCode: String? = nil,
        days: [Int] = [],
        opens: String? = nil,
        closes: String? = nil,
        isEnabled: Bool = true
    ) {
        self.id = id
        self.tenant = tenant
        self.kind = kind
        self.threshold = threshold
        self.windowMinutes = windowMinutes
        self.least = least
        self.errorCode = errorCode
        self.days = days
        self.opens = opens
        self.closes = closes
        self.isEnabled = isEnabled
    }
}

extension Alerts.Kind: ColumnValue {}

extension Alerts.Kind {
    /// Whether its rule has figures that are looked at again and again; the others are told of when
    /// they happen, and there is one rule of each.
    package var isMeasured: Bool {
        switch self {
        case .failureRate, .errorCode, .silence, .queueAge, .budgetShare: true
        case .lowRating, .providerPaused, .providerFailing, .callbackPathBroken, .targetDisabled:
            false
        }
    }
}

package enum AlertRules {
    /// A tenant's rules, in the order they were made.
    package static func all(
        on connection: inout Connection
    ) throws(PostgresError) -> [AlertRule] {
        try rules("true", on: &connection)
    }

    package static func find(
        _ id: Int64,
        on connection: inout Connection
    ) throws(PostgresError) -> AlertRule? {
        try rules("id = \(id)", on: &connection).first
    }

    /// Adds a measured rule, and answers its id.
    package static func add(
        _ rule: AlertRule,
        on connection: inout Connection
    ) throws(PostgresError) -> Int64 {
        try connection.query(
            """
            INSERT INTO alert_rules (tenant_id, kind, threshold, window_minutes, least, error_code,
                                     days, opens, closes, enabled)
            VALUES (\(rule.tenant.rawValue), \(rule.kind.rawValue), \(rule.threshold),
                    \(rule.windowMinutes), \(rule.least), \(rule.errorCode),
                    nullif(\(rule.days)::smallint[], '{}'), \(rule.opens)::time,
                    \(rule.closes)::time, \(rule.isEnabled))
            RETURNING id
            """
        ).value(as: Int64.self)
    }

    /// Changes a rule's figures; its kind stays.
    ///
    /// What stands by the old figures ends without a word, since whoever changed them knows.
    package static func change(
        _ rule: AlertRule,
        by person: String,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            UPDATE alert_rules
               SET threshold = \(rule.threshold), window_minutes = \(rule.windowMinutes),
                   least = \(rule.least), error_code = \(rule.errorCode),
                   days = nullif(\(rule.days)::smallint[], '{}'), opens = \(rule.opens)::time,
                   closes = \(rule.closes)::time, enabled = \(rule.isEnabled), updated_at = now()
             WHERE id = \(rule.id)
            """
        )
        try endQuietly(rule.id, by: person, on: &connection)
    }

    package static func remove(
        _ id: Int64,
        by person: String,
        on connection: inout Connection
    ) throws(PostgresError) {
        try endQuietly(id, by: person, on: &connection)
        try connection.execute("DELETE FROM alert_rules WHERE id = \(id)")
    }

    private static func endQuietly(
        _ id: Int64,
        by person: String,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            UPDATE alerts
               SET acknowledged_by = coalesce(acknowledged_by, \(person)),
                   acknowledged_at = coalesce(acknowledged_at, now()), cleared_at = now()
             WHERE rule_id = \(id) AND cleared_at IS NULL
            """
        )
    }

    private static func rules(
        _ condition: SQL,
        on connection: inout Connection
    ) throws(PostgresError) -> [AlertRule] {
        try connection.query(
            """
            SELECT id, tenant_id, kind, threshold, window_minutes, least, error_code,
                   coalesce(days, '{}'), to_char(opens, 'HH24:MI'), to_char(closes, 'HH24:MI'),
                   enabled
              FROM alert_rules WHERE \(condition) ORDER BY id
            """
        ).map { (row) throws(PostgresError) in
            AlertRule(
                id: try row.decode(0),
                tenant: TenantID(rawValue: try row.decode(1)),
                kind: try row.decode(2),
                threshold: try row.decode(3),
                windowMinutes: try row.decode(4),
                least: try row.decode(5),
                errorCode: try row.decode(6),
                days: try row.decode(7, as: [Int].self),
                opens: try row.decode(8),
                closes: try row.decode(9),
                isEnabled: try row.decode(10)
            )
        }
    }
}
