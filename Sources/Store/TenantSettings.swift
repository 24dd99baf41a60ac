package import Postgres
package import Web

/// What a tenant decides about its messages.
package struct TenantSettings: Sendable, Hashable {
    package var messageTemplate: String
    package var googleReviewURL: String
    package var trustpilotURL: String
    package var feedbackURL: String
    package var delayHours: Int
    package var retryAttempts: Int
    package var retryDelayMinutes: Int
    package var batchSize: Int
    package var defaultDealership: String
    package var defaultCustomer: String
    package var rules = SendingRules()
    /// Whether look-alike characters are replaced to stay in GSM-7.
    package var smartEncoding = false
    /// Whether links to reviews are short ones on our own domain, which count clicks; nil for where
    /// that domain has TLS.
    package var shortLinks: Bool?

    /// What a new business begins with, as the migrations put it.
    package static let initial = TenantSettings(
        messageTemplate: """
            Hi {customer_name|there}, thank you for visiting {dealership_name|us}! \
            How was it? {review_url} Reply STOP to opt out.
            """,
        googleReviewURL: "",
        trustpilotURL: "",
        feedbackURL: "",
        delayHours: 24,
        retryAttempts: 3,
        retryDelayMinutes: 5,
        batchSize: 100,
        defaultDealership: "",
        defaultCustomer: ""
    )
}

extension TenantSettings {
    package static func fetch(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> TenantSettings {
        let rules = try SendingRules.fetch(of: tenant, on: &connection)
        return try connection.query(
            """
            SELECT message_template, google_review_url, trustpilot_url, feedback_url, delay_hours,
                   retry_attempts, retry_delay_minutes, batch_size, default_dealership,
                   default_customer, smart_encoding, short_links
              FROM tenant_settings WHERE tenant_id = \(tenant.rawValue)
            """
        ).one { (row) throws(PostgresError) in
            TenantSettings(
                messageTemplate: try row.decode(0),
                googleReviewURL: try row.decode(1),
                trustpilotURL: try row.decode(2),
                feedbackURL: try row.decode(3),
                delayHours: try row.decode(4),
                retryAttempts: try row.decode(5),
                retryDelayMinutes: try row.decode(6),
                batchSize: try row.decode(7),
                defaultDealership: try row.decode(8),
                defaultCustomer: try row.decode(9),
                rules: rules,
                smartEncoding: try row.decode(10),
                shortLinks: try row.decode(11)
            )
        }
    }

    package func save(
        for tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            UPDATE tenant_settings
               SET message_template = \(messageTemplate), google_review_url = \(googleReviewURL),
                   trustpilot_url = \(trustpilotURL), feedback_url = \(feedbackURL),
                   delay_hours = \(delayHours), retry_attempts = \(retryAttempts),
                   retry_delay_minutes = \(retryDelayMinutes), batch_size = \(batchSize),
                   default_dealership = \(defaultDealership),
                   default_customer = \(defaultCustomer), smart_encoding = \(smartEncoding),
                   short_links = \(shortLinks), updated_at = now()
             WHERE tenant_id = \(tenant.rawValue)
            """
        )
        try rules.save(for: tenant, on: &connection)
    }
}

/// What reading input for a tenant depends on.
package struct TenantProfile: Sendable, Hashable {
    /// The ISO 3166 region whose national numbers may be written without a country code.
    package let defaultRegion: String
    /// The ISO 4217 currency of amounts.
    package let currency: String
    package let defaultDealership: String
    package let defaultCustomer: String

    package static func find(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> TenantProfile? {
        try connection.query(
            """
            SELECT t.default_region, t.currency, s.default_dealership, s.default_customer
              FROM tenants t JOIN tenant_settings s ON s.tenant_id = t.id
             WHERE t.id = \(tenant.rawValue)
            """
        ).first { (row) throws(PostgresError) in
            TenantProfile(
                defaultRegion: try row.decode(0),
                currency: try row.decode(1),
                defaultDealership: try row.decode(2),
                defaultCustomer: try row.decode(3)
            )
        }
    }
}
