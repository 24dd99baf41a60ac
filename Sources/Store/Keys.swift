package import Postgres
package import Web

/// The keys of programs.
package enum Keys {
    /// Finds whose key this is by the hash of the key, whatever the tenant.
    package static func find(
        hash: String,
        on connection: inout Connection
    ) throws(PostgresError) -> Caller? {
        try connection.query("SELECT tenant_id, name, scopes FROM find_api_key(\(hash))")
            .first { (row) throws(PostgresError) in
                Caller(
                    tenant: TenantID(rawValue: try row.decode(0)),
                    name: "key \(try row.decode(1, as: String.self))",
                    scopes: Set(try row.decode(2, as: [String].self).map(Scope.init(rawValue:))),
                    isUser: false
                )
            }
    }

    /// Adds a key; only its hash is kept.
    package static func add(
        name: String,
        prefix: String,
        hash: String,
        scopes: [Scope],
        tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            INSERT INTO api_keys (tenant_id, name, prefix, key_hash, scopes)
            VALUES (\(tenant.rawValue), \(name), \(prefix), \(hash), \(scopes.map(\.rawValue)))
            """
        )
    }
}
