package import Postgres
package import Web

/// Who is logged in, known by the hash of a token.
package enum Sessions {
    /// However busy it is, a session ends after this (OWASP ASVS 5.0, 7.3.2).
    package static let lifetimeHours = 12

    /// Somebody who is logged in, and where.
    package struct Found: Sendable, Hashable {
        package let user: User
        package let sessionID: Int64
        /// Whether they proved who they are within the last ten minutes.
        package let isConfirmed: Bool
        /// Whether their business wants a second factor that they have not set up yet.
        package let lacksFactor: Bool

        package var caller: Caller {
            Caller(
                tenant: user.tenant,
                name: user.email,
                scopes: user.scopes,
                member: Member(
                    id: user.id,
                    role: user.role,
                    sessionID: sessionID,
                    isConfirmed: isConfirmed,
                    lacksFactor: lacksFactor
                ),
                suspension: user.suspension
            )
        }
    }

    /// Where somebody logs in from, for them to recognise.
    package struct Place: Sendable, Hashable {
        /// The address of the network.
        package let address: String
        /// What the browser says of itself.
        package let agent: String

        package init(address: String, agent: String) {
            self.address = address
            self.agent = String(agent.prefix(300))
        }
    }

    /// `byIssuer` is for who signed in elsewhere, where a second factor is asked for or not.
    package static func add(
        tokenHash: String,
        user: User,
        from place: Place,
        byIssuer: Bool = false,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            WITH noted AS (UPDATE users SET last_login_at = now() WHERE id = \(user.id))
            INSERT INTO sessions (token_hash, tenant_id, user_id, expires_at, address, agent,
                                  by_issuer)
            VALUES (\(tokenHash), \(user.tenant.rawValue), \(user.id),
                    now() + \(lifetimeHours) * interval '1 hour', \(place.address), \(place.agent),
                    \(byIssuer))
            """
        )
    }

    /// Finds who is logged in, and notes that they are there, to about a minute.
    package static func find(
        tokenHash: String,
        on connection: inout Connection
    ) throws(PostgresError) -> Found? {
        try connection.query(
            """
            SELECT user_id, tenant_id, email, name, role, dealerships, owns_platform,
                   suspended_for, session_id, is_confirmed, lacks_factor
              FROM find_session(\(tokenHash))
            """
        ).first { (row) throws(PostgresError) in
            Found(
                user: try User(row),
                sessionID: try row.decode(8),
                isConfirmed: try row.decode(9),
                lacksFactor: try row.decode(10)
            )
        }
    }

    /// Notes that whoever is logged in has just proved who they are.
    package static func confirm(
        _ id: Int64,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute("UPDATE sessions SET confirmed_at = now() WHERE id = \(id)")
    }

    /// A session as the person sees it who has it.
    package struct Line: Sendable, Hashable {
        package let id: Int64
        package let place: Place
        package let startedAt: String
        /// To about a minute.
        package let seenAt: String
        package let expiresAt: String
    }

    /// What is open of a person's, the one used last first.
    package static func all(
        of member: Member,
        on connection: inout Connection
    ) throws(PostgresError) -> [Line] {
        try connection.query(
            """
            SELECT id, address, agent, iso8601(created_at), iso8601(seen_at), iso8601(expires_at)
              FROM sessions
             WHERE user_id = \(member.id) AND \(isOpen)
             ORDER BY seen_at DESC, id DESC LIMIT 200
            """
        ).map { (row) throws(PostgresError) in
            Line(
                id: try row.decode(0),
                place: Place(address: try row.decode(1), agent: try row.decode(2)),
                startedAt: try row.decode(3),
                seenAt: try row.decode(4),
                expiresAt: try row.decode(5)
            )
        }
    }

    /// Ends one session of a person's, and says whether there was one.
    package static func end(
        _ id: Int64,
        of userID: Int64,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        try connection.execute("DELETE FROM sessions WHERE id = \(id) AND user_id = \(userID)") > 0
    }

    /// Ends all sessions of a person but one, and says how many; nil spares none.
    @discardableResult
    package static func endAll(
        of userID: Int64,
        but spared: Int64?,
        on connection: inout Connection
    ) throws(PostgresError) -> Int {
        try connection.execute(
            """
            DELETE FROM sessions
             WHERE user_id = \(userID) AND id IS DISTINCT FROM \(spared)::bigint
            """
        )
    }

    /// As `find_session` sees it.
    static let isOpen: SQL =
        "expires_at > now() AND seen_at > now() - interval '1 hour'"

    /// Ends the session of whoever holds this token, of whatever tenant.
    package static func remove(
        tokenHash: String,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute("SELECT end_session(\(tokenHash))")
    }

    /// Removes what is over.
    package static func sweep(on connection: inout Connection) throws(PostgresError) {
        try connection.execute("DELETE FROM sessions WHERE expires_at < now()")
    }
}
