package import Messaging
package import Postgres
package import Web

/// What a tenant wants to spend at most in a month of its zone; over it, messages are held.
package struct Budget: Sendable, Hashable {
    package let limit: Money
    /// `YYYY-MM`.
    package let month: String
    package let used: Money
    /// Messages that wait for money.
    package let heldCount: Int

    package var remaining: Money? { limit.adding(used.negated) }
}

extension Budget {
    /// The budget and how it stands this month; nil without one.
    package static func find(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Budget? {
        try connection.query(
            """
            SELECT b.currency, b.limit_micros,
                   to_char(now() AT TIME ZONE t.time_zone, 'YYYY-MM'),
                   coalesce(u.used_micros, 0),
                   (SELECT count(*) FROM messages m
                     WHERE m.tenant_id = b.tenant_id AND m.hold = 'budget'
                       AND m.finished_at IS NULL)
              FROM budgets b
              JOIN tenants t ON t.id = b.tenant_id
              LEFT JOIN budget_months u
                     ON u.tenant_id = b.tenant_id AND u.currency = b.currency
                    AND u.month = date_trunc('month', now() AT TIME ZONE t.time_zone)::date
             WHERE b.tenant_id = \(tenant.rawValue)
            """
        ).first { (row) throws(PostgresError) in
            let currency = try row.decode(0, as: CurrencyColumn.self).currency
            return Budget(
                limit: Money(micros: try row.decode(1), currency: currency),
                month: try row.decode(2),
                used: Money(micros: try row.decode(3), currency: currency),
                heldCount: try row.decode(4)
            )
        }
    }

    /// Sets the limit; the first time in a month, what was spent in it before counts as used.
    package static func save(
        limit: Money,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            INSERT INTO budgets (tenant_id, currency, limit_micros)
            VALUES (\(tenant.rawValue), \(limit.currency.code), \(limit.micros))
            ON CONFLICT (tenant_id)
                DO UPDATE SET currency = EXCLUDED.currency, limit_micros = EXCLUDED.limit_micros
            """
        )
        try connection.execute(
            """
            WITH month AS (
                SELECT id, time_zone,
                       date_trunc('month', now() AT TIME ZONE time_zone)::date AS day
                  FROM tenants WHERE id = \(tenant.rawValue)
            )
            INSERT INTO budget_months (tenant_id, month, currency, used_micros)
            SELECT o.id, o.day, \(limit.currency.code),
                   coalesce((SELECT sum(coalesce(m.price_micros, m.estimate_micros))
                               FROM messages m
                              WHERE m.tenant_id = o.id
                                AND m.sent_at >= o.day::timestamp AT TIME ZONE o.time_zone
                                AND coalesce(m.price_currency, m.estimate_currency)
                                    = \(limit.currency.code)), 0)
              FROM month o
            ON CONFLICT DO NOTHING
            """
        )
    }

    /// Does without a budget; what is held for it goes out.
    package static func remove(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute("DELETE FROM budgets WHERE tenant_id = \(tenant.rawValue)")
    }
}
