package import Postgres
package import Web

/// Links that let somebody choose a new password who forgot the old one.
package enum PasswordResets {
    /// Whose password a link changes.
    package struct Found: Sendable, Hashable {
        package let userID: Int64
        package let tenant: TenantID
        package let email: String
    }

    package static let lifetimeMinutes = 30

    /// Adds a link for somebody, in place of earlier ones; false when they got one within the last
    /// minutes, so that nobody floods a mailbox.
    package static func make(
        tokenHash: String,
        for user: User,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        let recent = try connection.query(
            """
            SELECT FROM password_resets
             WHERE user_id = \(user.id) AND asked_at > now() - interval '2 minutes'
            """
        )
        guard recent.isEmpty else { return false }
        try connection.execute("DELETE FROM password_resets WHERE user_id = \(user.id)")
        try connection.execute(
            """
            INSERT INTO password_resets (token_hash, tenant_id, user_id, expires_at)
            VALUES (\(tokenHash), \(user.tenant.rawValue), \(user.id),
                    now() + \(lifetimeMinutes) * interval '1 minute')
            """
        )
        return true
    }

    package static func find(
        tokenHash: String,
        on connection: inout Connection
    ) throws(PostgresError) -> Found? {
        try connection.query(
            "SELECT user_id, tenant_id, email FROM find_password_reset(\(tokenHash))"
        ).first { (row) throws(PostgresError) in
            Found(
                userID: try row.decode(0),
                tenant: TenantID(rawValue: try row.decode(1)),
                email: try row.decode(2)
            )
        }
    }

    /// Uses up a link and sets the password; every session of the person ends.
    ///
    /// False for a link that was used meanwhile.
    package static func use(
        tokenHash: String,
        passwordHash: String,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        let userID = try connection.query(
            "DELETE FROM password_resets WHERE token_hash = \(tokenHash) RETURNING user_id"
        ).first { (row) throws(PostgresError) in try row.decode(0, as: Int64.self) }
        guard let userID else { return false }
        try Users.setPassword(hash: passwordHash, of: userID, on: &connection)
        try Sessions.endAll(of: userID, but: nil, on: &connection)
        return true
    }

    package static func sweep(on connection: inout Connection) throws(PostgresError) {
        try connection.execute("DELETE FROM password_resets WHERE expires_at < now()")
    }
}
