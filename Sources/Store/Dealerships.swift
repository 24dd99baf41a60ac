package import Postgres
package import Web

/// A house of a business, known since its first transaction.
package struct Dealership: Sendable, Hashable {
    package let id: Int64
    package let name: String
    /// Where its clocks are; nil when that is not known.
    package let timeZone: String?
}

extension Dealership {
    /// All of a tenant's, by name.
    package static func list(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [Dealership] {
        try connection.query(
            """
            SELECT id, name, time_zone FROM dealerships
             WHERE tenant_id = \(tenant.rawValue) ORDER BY name, id
            """
        ).map { (row) throws(PostgresError) in try Dealership(row) }
    }

    /// The one with this number or name; a name that is a number goes first.
    package static func find(
        _ text: String,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Dealership? {
        try connection.query(
            """
            SELECT id, name, time_zone FROM dealerships
             WHERE tenant_id = \(tenant.rawValue)
               AND (name = \(text) OR id = \(Int64(text))::bigint)
             ORDER BY name = \(text) DESC LIMIT 1
            """
        ).first { (row) throws(PostgresError) in try Dealership(row) }
    }

    /// Names that no dealership has.
    package struct Unknown: Error, Sendable, Hashable {
        package let names: [String]
    }

    /// The numbers of those with these names, or the names that none has.
    package static func numbers(
        of names: [String],
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Result<[Int64], Unknown> {
        guard !names.isEmpty else { return .success([]) }
        let found = try connection.query(
            """
            SELECT name, id FROM dealerships
             WHERE tenant_id = \(tenant.rawValue) AND name = ANY (\(names)::text[])
            """
        ).map { (row) throws(PostgresError) in
            (try row.decode(0, as: String.self), try row.decode(1, as: Int64.self))
        }
        let known = Set(found.map(\.0))
        let unknown = names.filter { !known.contains($0) }
        return unknown.isEmpty ? .success(found.map(\.1)) : .failure(Unknown(names: unknown))
    }

    /// Finds a zone of the IANA database as it is spelled there, whatever the case.
    package static func zone(
        _ name: String,
        on connection: inout Connection
    ) throws(PostgresError) -> String? {
        try connection.query(
            """
            SELECT name FROM pg_timezone_names
             WHERE lower(name) = lower(\(name)) AND name !~ '^(posix|right)/'
               AND name NOT IN ('localtime', 'posixrules', 'Factory')
            """
        ).first { (row) throws(PostgresError) in try row.decode(0) }
    }

    /// Says where a house's clocks are, or that it is not known; nil when there is no such house.
    package static func setTimeZone(
        _ zone: String?,
        ofDealership id: Int64,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Dealership? {
        try connection.query(
            """
            UPDATE dealerships SET time_zone = \(zone)
             WHERE tenant_id = \(tenant.rawValue) AND id = \(id)
            RETURNING id, name, time_zone
            """
        ).first { (row) throws(PostgresError) in try Dealership(row) }
    }

    private init(_ row: borrowing Row) throws(PostgresError) {
        self.init(id: try row.decode(0), name: try row.decode(1), timeZone: try row.decode(2))
    }
}
