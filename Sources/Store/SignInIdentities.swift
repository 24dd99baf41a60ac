package import Postgres
import Web

/// Which person an issuer means.
package enum SignInIdentities {
    /// The person with that subject, or with that address if they never signed in there; nobody who
    /// is shut out.
    package static func find(
        subject: String,
        email: String?,
        at provider: SignInProviders.Provider,
        on connection: inout Connection
    ) throws(PostgresError) -> User? {
        try connection.query(
            """
            SELECT u.id, u.tenant_id, u.email, u.name, u.role, u.dealerships, false,
                   (SELECT suspended_for FROM tenants WHERE id = u.tenant_id)
              FROM users u
              LEFT JOIN sign_in_identities i
                ON i.user_id = u.id AND i.provider_id = \(provider.id)
             WHERE u.disabled_at IS NULL
               AND (i.subject = \(subject) OR i.subject IS NULL AND u.email = \(email))
             ORDER BY i.subject NULLS LAST LIMIT 1
            """
        ).first { (row) throws(PostgresError) in try User(row) }
    }

    /// Remembers who is who.
    package static func note(
        subject: String,
        of user: User,
        at provider: SignInProviders.Provider,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            INSERT INTO sign_in_identities (tenant_id, provider_id, subject, user_id)
            VALUES (\(user.tenant.rawValue), \(provider.id), \(subject), \(user.id))
            ON CONFLICT DO NOTHING
            """
        )
    }

    /// Makes a person of an open invitation to this address; nil where there is none.
    package static func accept(
        email: String,
        name: String,
        on connection: inout Connection
    ) throws(PostgresError) -> User? {
        try connection.query(
            """
            WITH accepted AS (
                UPDATE invitations SET accepted_at = now()
                 WHERE email = \(email) AND accepted_at IS NULL AND revoked_at IS NULL
                   AND expires_at > now()
                RETURNING tenant_id, email, name, role, dealerships)
            INSERT INTO users (tenant_id, email, name, role, dealerships)
            SELECT tenant_id, email, coalesce(nullif(name, ''), nullif(\(name), ''), email), role,
                   dealerships FROM accepted
                ON CONFLICT (email) DO NOTHING
            RETURNING id, tenant_id, email, name, role, dealerships, false,
                      (SELECT suspended_for FROM tenants WHERE id = users.tenant_id)
            """
        ).first { (row) throws(PostgresError) in try User(row) }
    }
}
