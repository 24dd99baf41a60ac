package import Postgres
package import Web

extension Keys {
    /// A key that lets its holder in now.
    package struct Admitted: Sendable, Hashable {
        package let caller: Caller
        /// The blocks of addresses it may be used from; none for everywhere.
        package let networks: [String]
        /// The sealed secret of a key that signs.
        package let signingSecret: [UInt8]?
    }

    /// Finds whose key this is by the hash of the key, whatever the tenant.
    package static func find(
        hash: String,
        on connection: inout Connection
    ) throws(PostgresError) -> Admitted? {
        try admitted("find_api_key(\(hash))", on: &connection)
    }

    /// Finds the key that a program says it signs with, whatever the tenant.
    package static func find(
        signing id: Int64,
        on connection: inout Connection
    ) throws(PostgresError) -> Admitted? {
        try admitted("find_signing_key(\(id))", on: &connection)
    }

    private static func admitted(
        _ source: SQL,
        on connection: inout Connection
    ) throws(PostgresError) -> Admitted? {
        try connection.query(
            """
            SELECT id, tenant_id, name, scopes, coalesce(networks, '{}'), rate_per_minute,
                   tenant_rate_per_minute, signing_secret, suspended_for
              FROM \(source)
            """
        ).first { (row) throws(PostgresError) in
            Admitted(
                caller: Caller(
                    tenant: TenantID(rawValue: try row.decode(1)),
                    name: "key \(try row.decode(2, as: String.self))",
                    // Looking after businesses is for people, whatever a row says.
                    scopes: Set(try row.decode(3, as: [String].self).map(Scope.init(rawValue:)))
                        .subtracting([.businessesWrite]),
                    key: KeyInUse(
                        id: try row.decode(0),
                        perMinute: try row.decode(5),
                        perMinuteOfTenant: try row.decode(6)
                    ),
                    suspension: try row.decode(8)
                ),
                networks: try row.decode(4),
                signingSecret: try row.decode(7)
            )
        }
    }

    /// Adds how often keys were used, by their numbers, whatever their tenants.
    package static func note(
        uses counts: [Int64: Int64],
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            SELECT note_key_uses(\(counts.map(\.key))::bigint[], \(counts.map(\.value))::bigint[])
            """
        )
    }
}
