package import Postgres
package import Web

/// What the log of a business can be narrowed by.
package struct FilterChoices: Sendable, Hashable {
    package let dealerships: [String]
    package let providers: [String]
    package let errorCodes: [String]

    /// A menu of more than these is no menu.
    private static let countMax = 500

    /// The names and codes that occur, each found by one look at an index.
    package static func of(
        _ tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> FilterChoices {
        FilterChoices(
            dealerships: try connection.query(
                """
                SELECT name FROM dealerships WHERE tenant_id = \(tenant.rawValue)
                 ORDER BY searched(name) COLLATE "C" LIMIT \(countMax)
                """
            ).values(),
            providers: try distinct("attempts", "provider", of: tenant, on: &connection),
            errorCodes: try distinct("messages", "error_code", of: tenant, on: &connection)
        )
    }

    /// Each value after the one before, instead of all rows.
    private static func distinct(
        _ table: SQL,
        _ column: SQL,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [String] {
        let first: SQL = "SELECT min(\(column)) FROM \(table) WHERE tenant_id = \(tenant.rawValue)"
        return try connection.query(
            """
            WITH RECURSIVE found (value) AS (
                (\(first))
                UNION ALL
                SELECT (\(first) AND \(column) > found.value) FROM found
                 WHERE found.value IS NOT NULL
            )
            SELECT value FROM found WHERE value IS NOT NULL LIMIT \(countMax)
            """
        ).values()
    }
}
