package import Postgres
package import Web

/// A person who may log in.
package struct User: Sendable, Hashable {
    package let id: Int64
    /// Their business, and the dealerships of it that they are limited to.
    package let tenant: TenantID
    package let email: String
    package let name: String
    package let role: Role
    /// Whether they look after all businesses of the installation.
    package let ownsPlatform: Bool
    /// Why nobody of their business is let in for now; nil while it is not suspended.
    package let suspension: String?

    /// What they may do: what their role may, and what owners of the platform may.
    package var scopes: Set<Scope> {
        ownsPlatform ? role.scopes.union([.businessesWrite]) : role.scopes
    }

    /// From the first eight columns: number, tenant, address, name, role, dealerships, whether they
    /// own the platform, and why their business is suspended.
    init(_ row: borrowing Row) throws(PostgresError) {
        id = try row.decode(0)
        email = try row.decode(2)
        name = try row.decode(3)
        // The schema takes no other; a role that we do not know may look, and change nothing.
        role = Role(rawValue: try row.decode(4)) ?? .viewer
        tenant = TenantID(
            rawValue: try row.decode(1),
            onlyDealerships: try row.decode(5, as: [Int64]?.self).map(Set.init)
        )
        ownsPlatform = try row.decode(6)
        suspension = try row.decode(7)
    }
}

package enum Users {
    /// What proves that somebody is who they say.
    package struct Credentials: Sendable {
        package let user: User
        /// Nil for who signs in elsewhere only.
        package let passwordHash: String?
        /// Sealed; nil without a second factor.
        package let sealedSecret: [UInt8]?
        /// The step of time whose code was used last.
        package let usedStep: Int?
    }

    /// Finds who has this address, whatever the tenant.
    package static func find(
        email: String,
        on connection: inout Connection
    ) throws(PostgresError) -> Credentials? {
        try connection.query(
            """
            SELECT id, tenant_id, email, name, role, dealerships, owns_platform, suspended_for,
                   password_hash, totp_secret, totp_step
              FROM find_user(\(email))
            """
        ).first { (row) throws(PostgresError) in
            Credentials(
                user: try User(row),
                passwordHash: try row.decode(8),
                sealedSecret: try row.decode(9),
                usedStep: try row.decode(10)
            )
        }
    }

    package static func setPassword(
        hash: String,
        of id: Int64,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute("UPDATE users SET password_hash = \(hash) WHERE id = \(id)")
    }

    /// Adds an owner, or changes the name and password of whoever has the address.
    package static func put(
        email: String,
        name: String,
        passwordHash: String,
        tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            INSERT INTO users (tenant_id, email, name, role, password_hash)
            VALUES (\(tenant.rawValue), lower(\(email)), \(name), \(Role.owner.rawValue),
                    \(passwordHash))
            ON CONFLICT (email) DO UPDATE
               SET name = EXCLUDED.name, password_hash = EXCLUDED.password_hash
            """
        )
    }
}
