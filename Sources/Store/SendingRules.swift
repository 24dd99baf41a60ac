import Postgres
import Web

/// What a tenant decides about when a message may leave, and whether.
package struct SendingRules: Sendable, Hashable {
    /// Whether the recipient's night is respected; nil for what the installation does.
    package var quietHours: Bool?
    /// How many messages a person may have within `capDays`; 0 for any number.
    package var capMessages = 0
    package var capDays = 30
    /// How long after its due time a message is welcome.
    package var validityHours = 72
    /// How long ago a transaction may have been completed when it is reported; 0 for any time.
    package var staleHours = 0
    /// Whether a flood of transactions waits for a person.
    package var burstGuard = true
    /// Whether everything is done but the call to the provider.
    package var shadow = false
    /// Whether the provider answers an opt-out by itself.
    package var providerConfirmsOptOut = true
}

extension SendingRules {
    static func fetch(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> SendingRules {
        try connection.query(
            """
            SELECT quiet_hours, cap_messages, cap_days, validity_hours, stale_hours, burst_guard,
                   shadow, provider_confirms_opt_out
              FROM tenant_settings WHERE tenant_id = \(tenant.rawValue)
            """
        ).one { (row) throws(PostgresError) in
            SendingRules(
                quietHours: try row.decode(0),
                capMessages: try row.decode(1),
                capDays: try row.decode(2),
                validityHours: try row.decode(3),
                staleHours: try row.decode(4),
                burstGuard: try row.decode(5),
                shadow: try row.decode(6),
                providerConfirmsOptOut: try row.decode(7)
            )
        }
    }

    func save(for tenant: TenantID, on connection: inout Connection) throws(PostgresError) {
        try connection.execute(
            """
            UPDATE tenant_settings
               SET quiet_hours = \(quietHours), cap_messages = \(capMessages),
                   cap_days = \(capDays), validity_hours = \(validityHours),
                   stale_hours = \(staleHours), burst_guard = \(burstGuard),
                   shadow = \(shadow), provider_confirms_opt_out = \(providerConfirmsOptOut)
             WHERE tenant_id = \(tenant.rawValue)
            """
        )
    }
}
