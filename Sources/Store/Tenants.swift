package import Postgres
package import Web

/// The businesses themselves.
package enum Tenants {
    package static func exists(
        _ tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        try !connection.query("SELECT FROM tenants WHERE id = \(tenant.rawValue)").isEmpty
    }

    package static func name(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> String {
        try connection.query("SELECT name FROM tenants WHERE id = \(tenant.rawValue)").value()
    }

    /// Sets the zone in which a tenant's days begin, if PostgreSQL knows a zone of that name.
    ///
    /// Messages that are scheduled already stay counted under the hour they were given. Says whether
    /// the zone is known.
    package static func setTimeZone(
        _ name: String,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        try connection.execute(
            """
            UPDATE tenants SET time_zone = \(name)
             WHERE id = \(tenant.rawValue)
               AND EXISTS (SELECT FROM pg_timezone_names WHERE name = \(name))
            """
        ) > 0
    }
}
