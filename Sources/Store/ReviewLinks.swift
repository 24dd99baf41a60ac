package import Messaging
package import Postgres
package import Web

/// The platforms that a tenant asks for reviews on.
package enum ReviewLinks {
    /// A platform and whose customers it is for.
    package struct Placement: Sendable, Hashable {
        package let platform: ReviewPlatform
        /// Nil for all dealerships that have no platforms of their own.
        package let dealership: String?

        package init(platform: ReviewPlatform, dealership: String?) {
            self.platform = platform
            self.dealership = dealership
        }
    }

    /// The version that is chosen from, 0 when there never was one, and its platforms.
    package static func fetch(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> (version: Int, placements: [Placement]) {
        let version = try connection.query(
            "SELECT review_rotation FROM tenant_settings WHERE tenant_id = \(tenant.rawValue)"
        ).value(as: Int.self)
        let placements = try connection.query(
            """
            SELECT p.name, p.url, p.weight, d.name
              FROM review_platforms p LEFT JOIN dealerships d ON d.id = p.dealership_id
             WHERE p.tenant_id = \(tenant.rawValue) AND p.version = \(version)
             ORDER BY d.name NULLS FIRST, p.name
            """
        ).map { (row) throws(PostgresError) in
            Placement(
                platform: ReviewPlatform(
                    name: try row.decode(0),
                    url: try row.decode(1),
                    weight: try row.decode(2)
                ),
                dealership: try row.decode(3)
            )
        }
        return (version, placements)
    }

    /// Makes the next version of these platforms, and says its number.
    ///
    /// Call it in a transaction, and end that when the answer is nil: a dealership is not known.
    package static func replace(
        with placements: [Placement],
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Int? {
        let version = try connection.query(
            """
            UPDATE tenant_settings SET review_rotation = review_rotation + 1, updated_at = now()
             WHERE tenant_id = \(tenant.rawValue) RETURNING review_rotation
            """
        ).value(as: Int.self)
        let added = try connection.execute(
            """
            INSERT INTO review_platforms (tenant_id, version, dealership_id, name, url, weight)
            SELECT \(tenant.rawValue), \(version), d.id, p.name, p.url, p.weight
              FROM unnest(\(placements.map { $0.dealership ?? "" })::text[],
                          \(placements.map(\.platform.name))::text[],
                          \(placements.map(\.platform.url))::text[],
                          \(placements.map(\.platform.weight))::integer[])
                   AS p (dealership, name, url, weight)
              LEFT JOIN dealerships d
                ON d.tenant_id = \(tenant.rawValue) AND d.name = p.dealership
             WHERE p.dealership = '' OR d.id IS NOT NULL
            """
        )
        return added == placements.count ? version : nil
    }

    /// How often which platform was asked for, by what must not matter.
    package static func tally(
        by aspect: Aspect,
        of tenant: TenantID,
        days: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> [ReviewFairness.Tally] {
        try connection.query(
            """
            WITH sent AS (
                SELECT m.review_rotation AS version, m.review_platform AS name,
                       review_scope(m.tenant_id, m.review_rotation, m.dealership_id) AS scope,
                       \(aspect.expression) AS grp
                  FROM messages m JOIN transactions t ON t.id = m.transaction_id
                 WHERE m.tenant_id = \(tenant.rawValue) AND m.review_platform IS NOT NULL
                   AND m.received_at >= now() - \(days) * interval '1 day'
            ), counted AS (
                SELECT version, scope, grp, name, count(*) AS found
                  FROM sent GROUP BY version, scope, grp, name
            ), asked AS (
                SELECT version, scope, grp, sum(found) AS total
                  FROM counted GROUP BY version, scope, grp
            ), weighed AS (
                SELECT version, dealership_id AS scope, name, weight,
                       sum(weight) OVER (PARTITION BY version, dealership_id) AS weights
                  FROM review_platforms WHERE tenant_id = \(tenant.rawValue) AND weight > 0
            )
            SELECT a.grp, w.name, coalesce(sum(c.found), 0)::bigint,
                   sum(a.total * w.weight::float8 / w.weights)::float8
              FROM asked a
              JOIN weighed w
                ON w.version = a.version AND w.scope IS NOT DISTINCT FROM a.scope
              LEFT JOIN counted c
                ON c.version = a.version AND c.scope IS NOT DISTINCT FROM a.scope
               AND c.grp = a.grp AND c.name = w.name
             GROUP BY a.grp, w.name ORDER BY a.grp, w.name
            """
        ).map { (row) throws(PostgresError) in
            ReviewFairness.Tally(
                group: try row.decode(0),
                platform: try row.decode(1),
                found: try row.decode(2),
                expected: try row.decode(3)
            )
        }
    }

    /// What must not matter for the choice.
    package enum Aspect: String, Sendable, CaseIterable {
        case all, amount, salesRep

        fileprivate var expression: SQL {
            switch self {
            case .all: "'all'"
            case .amount:
                """
                CASE WHEN t.amount_micros IS NULL THEN 'none'
                     WHEN t.amount_micros < 100000000 THEN 'under 100'
                     WHEN t.amount_micros < 1000000000 THEN '100 to 1,000'
                     WHEN t.amount_micros < 10000000000 THEN '1,000 to 10,000'
                     ELSE '10,000 and more' END
                """
            case .salesRep: "coalesce(nullif(t.sales_rep_name, ''), 'none')"
            }
        }
    }
}
