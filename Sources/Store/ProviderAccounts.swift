package import Messaging
package import Postgres
package import Routing
package import Web

/// An account at a provider that messages may go through.
package struct StoredAccount: Sendable, Hashable {
    package let id: String
    /// Nil when every tenant may use it.
    package var tenant: TenantID?
    package var isEverybodys: Bool { tenant == nil }
    package var name: String
    package var kind: String
    /// A JSON object of texts.
    package var settings: String
    /// As the vault sealed them; nil where the reader may not see them, or there are none.
    package var secrets: [UInt8]?
    /// A JSON object: the last characters of each secret, by its name.
    package var secretHints: String
    /// The JSON of a declared adapter; nil for one that is built in.
    package var document: String?
    package var channel: Channel
    package var countries: [String]?
    package var dealerships: [Int64]?
    package var priority: Int
    package var segmentsPerSecond: Double?
    package var price: Money?
    package var isEnabled: Bool
    package var senders: [SenderLine]

    package init(
        id: String,
        tenant: TenantID? = nil,
        name: String,
        kind: String,
        settings: String = "{}",
        secrets: [UInt8]? = nil,
        secretHints: String = "{}",
        document: String? = nil,
        channel: Channel = .sms,
        countries: [String]? = nil,
        dealerships: [Int64]? = nil,
        priority: Int = 0,
        segmentsPerSecond: Double? = nil,
        price: Money? = nil,
        isEnabled: Bool = true,
        senders: [SenderLine] = []
    ) {
        self.id = id
        self.tenant = tenant
        self.name = name
        self.kind = kind
        self.settings = settings
        self.secrets = secrets
        self.secretHints = secretHints
        self.document = document
        self.channel = channel
        self.countries = countries
        self.dealerships = dealerships
        self.priority = priority
        self.segmentsPerSecond = segmentsPerSecond
        self.price = price
        self.isEnabled = isEnabled
        self.senders = senders
    }
}

extension Channel: ColumnValue {}
extension SenderLine.Kind: ColumnValue {}

package enum ProviderAccounts {
    /// The account of the installation's settings, which has no row.
    package static let homeName = "twilio"

    /// The accounts that the connection may see, without their secrets.
    package static func all(
        on connection: inout Connection
    ) throws(PostgresError) -> [StoredAccount] {
        try read("SELECT \(columns), NULL FROM provider_accounts ORDER BY name", on: &connection)
    }

    /// Every account with its secrets: for workers.
    package static func allWithSecrets(
        on connection: inout Connection
    ) throws(PostgresError) -> [StoredAccount] {
        try read("SELECT \(columns), secrets FROM provider_accounts ORDER BY name", on: &connection)
    }

    package static func find(
        _ name: String,
        on connection: inout Connection
    ) throws(PostgresError) -> StoredAccount? {
        try read(
            "SELECT \(columns), NULL FROM provider_accounts WHERE name = \(name)",
            on: &connection
        ).first
    }

    /// An account with its secrets: for workers.
    package static func findWithSecrets(
        _ name: String,
        on connection: inout Connection
    ) throws(PostgresError) -> StoredAccount? {
        try read(
            "SELECT \(columns), secrets FROM provider_accounts WHERE name = \(name)",
            on: &connection
        ).first
    }

    /// Adds an account, or changes the one of this id; secrets that are nil stay as they are.
    ///
    /// Call it in a transaction: the senders are written apart.
    package static func put(
        _ account: StoredAccount,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            INSERT INTO provider_accounts AS a (
                id, tenant_id, name, kind, settings, secrets, secret_hints, document, channel,
                countries, dealerships, priority, segments_per_second, price_micros,
                price_currency, enabled)
            VALUES (\(account.id)::uuid, \(account.tenant?.rawValue)::integer, \(account.name),
                    \(account.kind), \(account.settings)::jsonb, \(account.secrets),
                    \(account.secretHints)::jsonb, \(account.document)::jsonb,
                    \(account.channel.rawValue)::channel, nullif(\(account.countries ?? [])::text[], '{}'),
                    nullif(\(account.dealerships ?? [])::bigint[], '{}'), \(account.priority),
                    \(account.segmentsPerSecond)::real, \(account.price?.micros)::bigint,
                    \(account.price?.currency.code), \(account.isEnabled))
            ON CONFLICT (id) DO UPDATE
               SET kind = EXCLUDED.kind, settings = EXCLUDED.settings,
                   secret_hints = EXCLUDED.secret_hints, document = EXCLUDED.document,
                   channel = EXCLUDED.channel, countries = EXCLUDED.countries,
                   dealerships = EXCLUDED.dealerships, priority = EXCLUDED.priority,
                   segments_per_second = EXCLUDED.segments_per_second,
                   price_micros = EXCLUDED.price_micros, price_currency = EXCLUDED.price_currency,
                   enabled = EXCLUDED.enabled, updated_at = now()
            """
        )
        if let secrets = account.secrets {
            try connection.execute(
                "UPDATE provider_accounts SET secrets = \(secrets) WHERE id = \(account.id)::uuid"
            )
        }
        // Those that stay the same are not touched, so that they are no change to be noted.
        try connection.execute(
            """
            DELETE FROM senders
             WHERE account_id = \(account.id)::uuid
               AND address <> ALL(\(account.senders.map(\.address))::text[])
            """
        )
        for sender in account.senders {
            try connection.execute(
                """
                INSERT INTO senders AS s (account_id, address, tenant_id, kind, area_code,
                                     segments_per_second)
                VALUES (\(account.id)::uuid, \(sender.address),
                        \(account.tenant?.rawValue)::integer,
                        \(sender.kind.rawValue)::sender_kind, \(sender.areaCode),
                        \(sender.segmentsPerSecond)::real)
                ON CONFLICT (account_id, address) DO UPDATE
                   SET kind = EXCLUDED.kind, area_code = EXCLUDED.area_code,
                       segments_per_second = EXCLUDED.segments_per_second
                 WHERE (s.kind, s.area_code, s.segments_per_second) IS DISTINCT FROM
                       (EXCLUDED.kind, EXCLUDED.area_code, EXCLUDED.segments_per_second)
                """
            )
        }
    }

    /// Adds or changes a tenant's account in one transaction, as `body` does with `put`.
    ///
    /// - Returns: false when another tenant has an account of this name.
    package static func saving(
        for tenant: TenantID,
        in database: Database,
        _ body: (inout Connection) throws -> Void
    ) throws -> Bool {
        do {
            try database.inTransaction(forTenant: tenant, body)
            return true
        } catch PostgresError.server(let error) where error.state == .uniqueViolation {
            return false
        }
    }

    /// Removes an account; its attempts and history stay.
    ///
    /// - Returns: whether there was one that the connection may remove.
    package static func delete(
        _ name: String,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        try connection.execute("DELETE FROM provider_accounts WHERE name = \(name)") > 0
    }

    private static let columns: SQL = """
        id, tenant_id, name, kind, settings, secret_hints, document, channel, countries,
        dealerships, priority, segments_per_second, price_micros, price_currency, enabled
        """

    private static func read(
        _ sql: SQL,
        on connection: inout Connection
    ) throws(PostgresError) -> [StoredAccount] {
        var accounts = try connection.query(sql)
            .map { (row) throws(PostgresError) in try StoredAccount(row) }
        let senders = try connection.query(
            """
            SELECT account_id, address, kind, area_code, segments_per_second
              FROM senders ORDER BY address
            """
        ).map { (row) throws(PostgresError) in
            (
                account: try row.decode(0, as: String.self),
                line: SenderLine(
                    address: try row.decode(1),
                    kind: try row.decode(2),
                    areaCode: try row.decode(3),
                    segmentsPerSecond: try row.decode(4)
                )
            )
        }
        let pools = Dictionary(grouping: senders, by: \.account)
        for index in accounts.indices {
            accounts[index].senders = pools[accounts[index].id, default: []].map(\.line)
        }
        return accounts
    }
}

extension StoredAccount {
    fileprivate init(_ row: borrowing Row) throws(PostgresError) {
        self.init(
            id: try row.decode(0),
            tenant: try row.decode(1, as: Int32?.self).map { TenantID(rawValue: $0) },
            name: try row.decode(2),
            kind: try row.decode(3),
            settings: try row.decode(4),
            secrets: try row.decode(15),
            secretHints: try row.decode(5),
            document: try row.decode(6),
            channel: try row.decode(7),
            countries: try row.decode(8),
            dealerships: try row.decode(9),
            priority: try row.decode(10),
            segmentsPerSecond: try row.decode(11),
            price: Money(micros: try row.decode(12), currency: try row.decode(13)),
            isEnabled: try row.decode(14)
        )
    }
}
