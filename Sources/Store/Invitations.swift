package import Postgres
package import Web

/// Links that let somebody join a business.
package enum Invitations {
    /// An invitation that is open, as those see it who invite.
    package struct Line: Sendable, Hashable {
        package let id: Int64
        package let email: String
        package let name: String
        package let role: Role
        package let dealerships: [String]?
        package let invitedBy: String
        package let invitedAt: String
        package let expiresAt: String
        package let isExpired: Bool
    }

    /// Who is invited, and to what.
    package struct Invitation: Sendable, Hashable {
        package let email: String
        package let name: String
        package let role: Role
        /// Numbers of dealerships; nil for the whole business.
        package let dealerships: [Int64]?

        package init(email: String, name: String, role: Role, dealerships: [Int64]?) {
            (self.email, self.name, self.role) = (email, name, role)
            self.dealerships = dealerships
        }
    }

    /// What somebody sees who follows the link.
    package struct Found: Sendable, Hashable {
        package let id: Int64
        package let tenant: TenantID
        package let business: String
        package let email: String
        package let name: String
    }

    package static let lifetimeDays = 7

    /// Invites somebody, in place of an earlier invitation; false when they log in here already.
    ///
    /// Whether the address logs in at another business is told to nobody but who accepts.
    package static func make(
        _ invitation: Invitation,
        tokenHash: String,
        by caller: Caller,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        let known = try connection.query(
            "SELECT FROM users WHERE email = lower(\(invitation.email))"
        )
        guard known.isEmpty else { return false }
        try connection.execute(
            """
            UPDATE invitations SET revoked_at = now()
             WHERE email = lower(\(invitation.email)) AND accepted_at IS NULL
               AND revoked_at IS NULL
            """
        )
        try connection.execute(
            """
            INSERT INTO invitations (tenant_id, token_hash, email, name, role, dealerships,
                                     invited_by, expires_at)
            VALUES (\(caller.tenant.rawValue), \(tokenHash), lower(\(invitation.email)),
                    \(invitation.name), \(invitation.role.rawValue),
                    \(invitation.dealerships)::bigint[], \(caller.name),
                    now() + \(lifetimeDays) * interval '1 day')
            """
        )
        return true
    }

    /// What is open, the newest first.
    package static func open(on connection: inout Connection) throws(PostgresError) -> [Line] {
        try connection.query(
            """
            SELECT id, email, name, role,
                   CASE WHEN dealerships IS NOT NULL THEN ARRAY(
                       SELECT d.name FROM dealerships d WHERE d.id = ANY (dealerships) ORDER BY 1)
                   END,
                   invited_by, iso8601(invited_at), iso8601(expires_at), expires_at <= now()
              FROM invitations
             WHERE accepted_at IS NULL AND revoked_at IS NULL
             ORDER BY id DESC LIMIT 500
            """
        ).map { (row) throws(PostgresError) in
            Line(
                id: try row.decode(0),
                email: try row.decode(1),
                name: try row.decode(2),
                role: Role(rawValue: try row.decode(3)) ?? .viewer,
                dealerships: try row.decode(4),
                invitedBy: try row.decode(5),
                invitedAt: try row.decode(6),
                expiresAt: try row.decode(7),
                isExpired: try row.decode(8)
            )
        }
    }

    package static func revoke(
        _ id: Int64,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        try connection.execute(
            """
            UPDATE invitations SET revoked_at = now()
             WHERE id = \(id) AND accepted_at IS NULL AND revoked_at IS NULL
            """
        ) > 0
    }

    /// Finds an open invitation by its link, whatever the tenant.
    package static func find(
        tokenHash: String,
        on connection: inout Connection
    ) throws(PostgresError) -> Found? {
        try connection.query(
            "SELECT id, tenant_id, business, email, name FROM find_invitation(\(tokenHash))"
        ).first { (row) throws(PostgresError) in
            Found(
                id: try row.decode(0),
                tenant: TenantID(rawValue: try row.decode(1)),
                business: try row.decode(2),
                email: try row.decode(3),
                name: try row.decode(4)
            )
        }
    }

    /// What became of an invitation that somebody accepts.
    package enum Acceptance: Sendable, Hashable {
        case joined
        /// It was used or taken back meanwhile.
        case gone
        /// Somebody logs in with this address by now, at whatever business; the invitation stays open.
        case addressTaken
    }

    /// Makes a person of an invitation.
    package static func accept(
        _ found: Found,
        name: String,
        passwordHash: String,
        on connection: inout Connection
    ) throws(PostgresError) -> Acceptance {
        let known = try connection.query("SELECT FROM find_user(\(found.email))")
        guard known.isEmpty else { return .addressTaken }
        let count = try connection.execute(
            """
            WITH accepted AS (
                UPDATE invitations SET accepted_at = now()
                 WHERE id = \(found.id) AND accepted_at IS NULL AND revoked_at IS NULL
                RETURNING tenant_id, email, role, dealerships)
            INSERT INTO users (tenant_id, email, name, role, dealerships, password_hash)
            SELECT tenant_id, email, \(name), role, dealerships, \(passwordHash) FROM accepted
                ON CONFLICT (email) DO NOTHING
            """
        )
        return count > 0 ? .joined : .gone
    }
}
