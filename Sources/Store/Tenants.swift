package import Postgres
package import Web

/// The businesses themselves.
package enum Tenants {
    /// Those that the connection may see.
    package static func all(on connection: inout Connection) throws(PostgresError) -> [TenantID] {
        let numbers: [Int32] = try connection.query("SELECT id FROM tenants ORDER BY id").values()
        return numbers.map { TenantID(rawValue: $0) }
    }

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

    /// The host name of its own that its links lead to; nil without one.
    package static func hostName(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> String? {
        try connection.query("SELECT host_name FROM tenants WHERE id = \(tenant.rawValue)").value()
    }

    /// Whether there is more than the one that every installation begins with.
    package static func areSeveral(
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        try connection.query("SELECT has_businesses()").value()
    }

    /// What all keys of a tenant may ask together in a minute; nil for as much as they like.
    package static func rate(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Int? {
        try connection.query("SELECT rate_per_minute FROM tenants WHERE id = \(tenant.rawValue)")
            .value()
    }

    /// Sets that, and says whether there is such a tenant.
    package static func setRate(
        perMinute rate: Int?,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        try connection.execute(
            "UPDATE tenants SET rate_per_minute = \(rate)::integer WHERE id = \(tenant.rawValue)"
        ) > 0
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
