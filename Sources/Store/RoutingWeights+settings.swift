package import Postgres
package import Routing
package import Web

extension RoutingWeights {
    /// What counts how much for a tenant's messages.
    package static func fetch(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> RoutingWeights {
        try connection.query(
            """
            SELECT route_success, route_latency, route_cost FROM tenant_settings
             WHERE tenant_id = \(tenant.rawValue)
            """
        ).one { (row) throws(PostgresError) in
            RoutingWeights(
                success: try row.decode(0),
                latency: try row.decode(1),
                cost: try row.decode(2)
            )
        }
    }

    package func save(
        for tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            UPDATE tenant_settings
               SET route_success = \(success), route_latency = \(latency), route_cost = \(cost),
                   updated_at = now()
             WHERE tenant_id = \(tenant.rawValue)
            """
        )
    }
}
