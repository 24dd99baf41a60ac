package import Postgres
package import Web

/// Where people of a business sign in instead of with a password of ours.
package enum SignInProviders {
    /// How one is asked.
    package struct Provider: Sendable, Hashable {
        package let id: Int64
        package let tenant: TenantID
        package let issuer: String
        package let clientID: String
        /// Sealed; nil for a client that has none.
        package let secret: [UInt8]?
        /// What its business calls it.
        package let name: String
        private let domains: [String]

        /// Whether addresses of this kind are the issuer's to vouch for.
        package func swearsTo(_ email: String) -> Bool {
            domains.contains { email.hasSuffix("@\($0)") }
        }

        init(_ row: borrowing Row) throws(PostgresError) {
            id = try row.decode(0)
            tenant = TenantID(rawValue: try row.decode(1))
            issuer = try row.decode(2)
            clientID = try row.decode(3)
            secret = try row.decode(4)
            domains = try row.decode(5)
            name = try row.decode(6)
        }
    }

    /// One as a business sees it.
    package struct Line: Sendable, Hashable {
        package let name: String
        package let issuer: String
        package let clientID: String
        package let hasSecret: Bool
        package let domains: [String]
        /// How many people have signed in there.
        package let peopleCount: Int
    }

    /// What is set of one; its secret is kept when a new one is not given.
    package struct Settings: Sendable {
        package let name: String
        package let issuer: String
        package let clientID: String
        package let domains: [String]

        package init(name: String, issuer: String, clientID: String, domains: [String]) {
            (self.name, self.issuer) = (name, issuer)
            (self.clientID, self.domains) = (clientID, domains)
        }
    }

    /// Whether the business has one; nil is any business.
    package static func any(
        of business: TenantID?,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        try connection.query("SELECT has_sign_in(\(business?.rawValue)::integer)")
            .value(as: Bool.self)
    }

    /// Where an address signs in, at the door of one business or of all, which is nil.
    package static func find(
        email: String,
        of business: TenantID?,
        on connection: inout Connection
    ) throws(PostgresError) -> Provider? {
        try connection.query(
            "SELECT * FROM find_sign_in(\(email), \(business?.rawValue)::integer)"
        ).first { (row) throws(PostgresError) in try Provider(row) }
    }

    /// The one with that number, whatever the tenant.
    package static func find(
        _ id: Int64,
        on connection: inout Connection
    ) throws(PostgresError) -> Provider? {
        try connection.query("SELECT * FROM find_sign_in_provider(\(id))")
            .first { (row) throws(PostgresError) in try Provider(row) }
    }

    package static func list(on connection: inout Connection) throws(PostgresError) -> [Line] {
        try connection.query(
            """
            SELECT name, issuer, client_id, client_secret IS NOT NULL, domains,
                   (SELECT count(*) FROM sign_in_identities i WHERE i.provider_id = p.id)
              FROM sign_in_providers p ORDER BY name
            """
        ).map { (row) throws(PostgresError) in
            Line(
                name: try row.decode(0),
                issuer: try row.decode(1),
                clientID: try row.decode(2),
                hasSecret: try row.decode(3),
                domains: try row.decode(4),
                peopleCount: try row.decode(5)
            )
        }
    }

    /// Adds or changes one; without `secret` the one that is there stays.
    package static func put(
        _ settings: Settings,
        secret: [UInt8]?,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            INSERT INTO sign_in_providers AS known
                   (tenant_id, name, issuer, client_id, client_secret, domains)
            VALUES (\(tenant.rawValue), \(settings.name), \(settings.issuer),
                    \(settings.clientID), \(secret), \(settings.domains))
            ON CONFLICT (tenant_id, name) DO UPDATE
               SET issuer = EXCLUDED.issuer, client_id = EXCLUDED.client_id,
                   client_secret = coalesce(EXCLUDED.client_secret, known.client_secret),
                   domains = EXCLUDED.domains
            """
        )
    }

    package static func remove(
        _ name: String,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        try connection.execute("DELETE FROM sign_in_providers WHERE name = \(name)") > 0
    }
}
