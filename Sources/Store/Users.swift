package import Postgres
package import Web

/// A person who may log in.
package struct User: Sendable, Hashable {
    package let id: Int64
    package let tenant: TenantID
    package let email: String
    package let name: String
    package let role: String

    init(_ row: borrowing Row) throws(PostgresError) {
        id = try row.decode(0)
        tenant = TenantID(rawValue: try row.decode(1))
        email = try row.decode(2)
        name = try row.decode(3)
        role = try row.decode(4)
    }
}

package enum Users {
    /// Finds who has this address, with the hash of the password, whatever the tenant.
    package static func find(
        email: String,
        on connection: inout Connection
    ) throws(PostgresError) -> (user: User, passwordHash: String)? {
        try connection.query(
            """
            SELECT id, tenant_id, email, name, role, password_hash FROM find_user(\(email))
            """
        ).first { (row) throws(PostgresError) in (try User(row), try row.decode(5)) }
    }

    /// Adds a user, or changes the name and password of the one who has the address.
    package static func put(
        email: String,
        name: String,
        passwordHash: String,
        tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            INSERT INTO users (tenant_id, email, name, password_hash)
            VALUES (\(tenant.rawValue), lower(\(email)), \(name), \(passwordHash))
            ON CONFLICT (email) DO UPDATE
               SET name = EXCLUDED.name, password_hash = EXCLUDED.password_hash
            """
        )
    }
}

/// Who is logged in, known by the hash of a token.
package enum Sessions {
    package static let lifetimeHours = 12

    package static func add(
        tokenHash: String,
        user: User,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            INSERT INTO sessions (token_hash, tenant_id, user_id, expires_at)
            VALUES (\(tokenHash), \(user.tenant.rawValue), \(user.id),
                    now() + \(lifetimeHours) * interval '1 hour')
            """
        )
    }

    package static func find(
        tokenHash: String,
        on connection: inout Connection
    ) throws(PostgresError) -> User? {
        try connection.query(
            "SELECT user_id, tenant_id, email, name, role FROM find_session(\(tokenHash))"
        ).first { (row) throws(PostgresError) in try User(row) }
    }

    package static func remove(
        tokenHash: String,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute("DELETE FROM sessions WHERE token_hash = \(tokenHash)")
    }

    /// Removes what has expired.
    package static func sweep(on connection: inout Connection) throws(PostgresError) {
        try connection.execute("DELETE FROM sessions WHERE expires_at < now()")
    }
}
