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
    /// Who is told, by the targets' ids; nil for everybody who wants to know of its kind.
    package var targets: [String]?
    /// Whether targets were chosen and none of them is left or turned on, so that everybody is told.
    package internal(set) var hasLostTargets = false

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
        isEnabled: Bool = true,
        targets: [String]? = nil
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
        self.targets = targets
    }
}

extension Alerts.Kind: ColumnValue {}

extension Alerts.Kind {
    /// Whether its rule has figures that are looked at again and again; the others are told of when
    /// they happen, and there is one rule of each.
    package var isMeasured: Bool {
        switch self {
        case .failureRate, .errorCode, .silence, .queueAge, .budgetShare: true
        case .lowRating, .providerPaused, .providerFailing, .callbackPathBroken, .reportNotSent,
            .targetDisabled:
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

    /// Adds a measured rule, and answers its id; call it in a transaction.
    package static func add(
        _ rule: AlertRule,
        on connection: inout Connection
    ) throws(PostgresError) -> Int64 {
        let id = try connection.query(
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
        try choose(rule.targets, for: id, of: rule.tenant, on: &connection)
        return id
    }

    /// Changes a rule's figures and whom it is told to; its kind stays.
    ///
    /// Call it in a transaction.
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
        try choose(rule.targets, for: rule.id, of: rule.tenant, on: &connection)
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

    /// Ids that are no target of the tenant's are left out: whoever removed one meanwhile is right.
    private static func choose(
        _ targets: [String]?,
        for rule: Int64,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            "UPDATE alert_rules SET to_all = \(targets == nil) WHERE id = \(rule)"
        )
        // Those that stay are not touched, so that they are no change to be noted.
        try connection.execute(
            """
            DELETE FROM alert_rule_targets
             WHERE rule_id = \(rule) AND target_id <> ALL(\(targets ?? [])::uuid[])
            """
        )
        guard let targets, !targets.isEmpty else { return }
        try connection.execute(
            """
            INSERT INTO alert_rule_targets (rule_id, target_id, tenant_id)
            SELECT \(rule), id, tenant_id FROM alert_targets
             WHERE tenant_id = \(tenant.rawValue) AND id = ANY(\(targets)::uuid[])
             ORDER BY id
            ON CONFLICT DO NOTHING
            """
        )
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
                   enabled, to_all,
                   ARRAY(SELECT c.target_id::text FROM alert_rule_targets c
                          WHERE c.rule_id = alert_rules.id ORDER BY c.target_id),
                   NOT to_all AND NOT alert_rule_reaches_chosen(id)
              FROM alert_rules WHERE \(condition) ORDER BY id
            """
        ).map { (row) throws(PostgresError) in
            var rule = AlertRule(
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
                isEnabled: try row.decode(10),
                targets: try row.decode(11, as: Bool.self)
                    ? nil : try row.decode(12, as: [String].self)
            )
            rule.hasLostTargets = try row.decode(13)
            return rule
        }
    }
}
