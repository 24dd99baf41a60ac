package import Postgres
package import Web

/// Where a business wants to be told of alerts.
package struct AlertTarget: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case email
        /// A webhook that takes `{"text": …}`, as Slack, Mattermost and many others do.
        case slack
        /// A webhook of Standard Webhooks.
        case webhook
    }

    package var id: String
    package var kind: Kind
    package var name: String
    /// What may be shown of it; a Slack webhook's address is a secret itself.
    package var address: String
    /// The kinds of alerts it wants; nil for all.
    package var kinds: [String]?
    /// Whether it wants to know of opt-outs, dead numbers and wrong numbers.
    package var takesNumbers: Bool
    package var isEnabled: Bool

    /// When it was turned off because it failed for days.
    package internal(set) var disabledAt: String?
    package internal(set) var failingSince: String?
    package internal(set) var succeededAt: String?

    package init(
        id: String,
        kind: Kind,
        name: String,
        address: String,
        kinds: [String]? = nil,
        takesNumbers: Bool = false,
        isEnabled: Bool = true
    ) {
        self.id = id
        self.kind = kind
        self.name = name
        self.address = address
        self.kinds = kinds
        self.takesNumbers = takesNumbers
        self.isEnabled = isEnabled
    }
}

extension AlertTarget.Kind: ColumnValue {}

package enum AlertTargets {
    /// How many a business may have.
    package static let countMax = 50

    /// A tenant's targets, in the order they were made.
    package static func all(
        on connection: inout Connection
    ) throws(PostgresError) -> [AlertTarget] {
        try targets("true", on: &connection)
    }

    package static func find(
        _ id: String,
        on connection: inout Connection
    ) throws(PostgresError) -> AlertTarget? {
        try targets("id = \(id)::uuid", on: &connection).first
    }

    /// - Returns: false when the tenant has as many as it may have.
    package static func add(
        _ target: AlertTarget,
        sealed: [UInt8]?,
        of tenant: TenantID,
        by person: String,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        try connection.execute(
            """
            INSERT INTO alert_targets (id, tenant_id, kind, name, address, sealed, kinds,
                                       takes_numbers, enabled, created_by)
            SELECT \(target.id)::uuid, \(tenant.rawValue)::integer, \(target.kind.rawValue),
                   \(target.name), \(target.address), \(sealed),
                   CASE WHEN \(target.kinds != nil) THEN \(target.kinds ?? [])::text[] END,
                   \(target.takesNumbers), \(target.isEnabled), \(person)
             WHERE (SELECT count(*) FROM alert_targets) < \(countMax)
            """
        ) > 0
    }

    /// Changes what is not a secret, and the secret when there is a new one.
    ///
    /// A target that is turned on begins anew: it has as long to work as a new one.
    package static func change(
        _ target: AlertTarget,
        sealed: [UInt8]?,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            UPDATE alert_targets
               SET name = \(target.name), address = \(target.address),
                   kinds = CASE WHEN \(target.kinds != nil) THEN \(target.kinds ?? [])::text[] END,
                   takes_numbers = \(target.takesNumbers),
                   failing_since = CASE WHEN enabled = \(target.isEnabled) THEN failing_since END,
                   disabled_at = CASE WHEN NOT \(target.isEnabled) THEN disabled_at END,
                   enabled = \(target.isEnabled)
             WHERE id = \(target.id)::uuid
            """
        )
        if let sealed {
            try connection.execute(
                "UPDATE alert_targets SET sealed = \(sealed) WHERE id = \(target.id)::uuid"
            )
        }
        if !target.isEnabled {
            try AlertDeliveries.giveUp(to: target.id, on: &connection)
        } else {
            try Alerts.clear(.targetDisabled, subject: target.name, on: &connection)
        }
    }

    /// - Returns: false when there was none.
    package static func remove(
        _ id: String,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        try connection.execute("DELETE FROM alert_targets WHERE id = \(id)::uuid") > 0
    }

    private static func targets(
        _ condition: SQL,
        on connection: inout Connection
    ) throws(PostgresError) -> [AlertTarget] {
        try connection.query(
            """
            SELECT id, kind, name, address, kinds, takes_numbers, enabled, iso8601(disabled_at),
                   iso8601(failing_since), iso8601(succeeded_at)
              FROM alert_targets WHERE \(condition) ORDER BY created_at, id
            """
        ).map { (row) throws(PostgresError) in
            var target = AlertTarget(
                id: try row.decode(0),
                kind: try row.decode(1),
                name: try row.decode(2),
                address: try row.decode(3),
                kinds: try row.decode(4),
                takesNumbers: try row.decode(5),
                isEnabled: try row.decode(6)
            )
            target.disabledAt = try row.decode(7)
            target.failingSince = try row.decode(8)
            target.succeededAt = try row.decode(9)
            return target
        }
    }
}
