package import Messaging
package import Postgres
package import Web

/// Folding the journal of changes into the counts: the work of `maintain` alone.
package enum Counts {
    /// A message whose status changed, for those who watch.
    package struct Change: Sendable, Hashable {
        package let tenant: TenantID
        package let messageID: String
        package let status: DeliveryStatus
    }

    /// Folds the oldest changes in one statement, so that the sum of counts and journal is the same
    /// before, while and after.
    ///
    /// - Returns: the changes that were folded, in their order.
    package static func fold(
        limit: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> [Change] {
        try connection.query(
            """
            WITH folded AS (
                \(Journal.takingOldest(limit, of: "status_changes"))
            ), moves AS MATERIALIZED (
                SELECT tenant_id, hour, dealership_id, 1 AS messages, to_status AS status,
                       to_provider AS provider, to_country AS country, to_code AS code,
                       to_micros AS micros, to_currency AS currency,
                       to_milliseconds AS milliseconds, to_attempts AS attempts
                  FROM folded
                UNION ALL
                SELECT tenant_id, hour, dealership_id, -1, from_status, from_provider, from_country,
                       from_code, from_micros, from_currency, from_milliseconds, from_attempts
                  FROM folded WHERE from_status IS NOT NULL
            ), hourly AS (
                INSERT INTO hourly_counts AS kept
                SELECT tenant_id, hour, status, sum(messages) FROM moves
                 GROUP BY 1, 2, 3 HAVING sum(messages) <> 0 ORDER BY 1, 2, 3
                ON CONFLICT (tenant_id, hour, status)
                    DO UPDATE SET messages = kept.messages + EXCLUDED.messages
            ), dealership AS (
                INSERT INTO dealership_counts AS kept
                SELECT tenant_id, hour::date, dealership_id, status, sum(messages) FROM moves
                 GROUP BY 1, 2, 3, 4 HAVING sum(messages) <> 0 ORDER BY 1, 2, 3, 4
                ON CONFLICT (tenant_id, day, dealership_id, status)
                    DO UPDATE SET messages = kept.messages + EXCLUDED.messages
            ), total AS (
                INSERT INTO total_counts AS kept
                SELECT tenant_id, status, sum(messages) FROM moves
                 GROUP BY 1, 2 HAVING sum(messages) <> 0 ORDER BY 1, 2
                ON CONFLICT (tenant_id, status)
                    DO UPDATE SET messages = kept.messages + EXCLUDED.messages
            ), \(sums)
            SELECT tenant_id, message_id, to_status FROM folded
             WHERE from_status IS DISTINCT FROM to_status ORDER BY id
            """
        ).map { (row) throws(PostgresError) in
            Change(
                tenant: TenantID(rawValue: try row.decode(0)),
                messageID: try row.decode(1),
                status: try row.decode(2)
            )
        }
    }
}
