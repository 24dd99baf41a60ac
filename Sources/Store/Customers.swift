package import Messaging
package import Postgres
package import Web

/// The customers of a tenant, as a template sees them.
package enum Customers {
    /// The newest customers of a variant's dealership and language, for trying a template on them;
    /// the newest of all where it has none yet.
    package static func latest(
        _ limit: Int,
        fitting variant: Templates.Variant = .everybodys,
        links: MessageLinks? = nil,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [TemplateSample] {
        let newest = try samples(newest(limit, variant, tenant), links, on: &connection)
        guard newest.isEmpty, variant != .everybodys else { return newest }
        return try samples(self.newest(limit, .everybodys, tenant), links, on: &connection)
    }

    /// What a text says to somebody of whom nothing is known but the dealership.
    ///
    /// Of several review links it is the longest, so that the text is counted as no shorter than it
    /// may become; links of our own are as long as those that will be sent.
    package static func unknown(
        at dealership: String?,
        links: MessageLinks? = nil,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [TemplateVariable: String] {
        let settings = try TenantSettings.fetch(of: tenant, on: &connection)
        let placements = try ReviewLinks.fetch(of: tenant, on: &connection).placements
        let own = placements.filter { $0.dealership != nil && $0.dealership == dealership }
        let asked = own.isEmpty ? placements.filter { $0.dealership == nil } : own
        let longest = asked.filter { $0.platform.weight > 0 }.map(\.platform.url)
            .max { $0.utf16.count < $1.utf16.count }
        let plain =
            settings.googleReviewURL.isEmpty ? settings.trustpilotURL : settings.googleReviewURL
        var values: [TemplateVariable: String] = [
            .customerName: settings.defaultCustomer,
            .dealershipName: dealership ?? settings.defaultDealership,
            .reviewURL: longest ?? plain, .feedbackURL: settings.feedbackURL,
        ]
        if let links {
            if values[.reviewURL] != "", settings.shortLinks ?? links.areShortByDefault {
                values[.reviewURL] = links.link(.review, of: "").url
            }
            if values[.feedbackURL] == "" {
                values[.feedbackURL] = links.link(.feedback, of: "").url
            }
        }
        return values.filter { !$0.value.isEmpty }
    }

    /// How far back customers of one dealership or language are looked for.
    private static let reach = 20_000

    private static func newest(_ limit: Int, _ variant: Templates.Variant, _ tenant: TenantID)
        -> SQL
    {
        func newest(_ count: Int) -> SQL {
            """
            SELECT * FROM messages
             WHERE tenant_id = \(tenant.rawValue) AND kind = 'transaction'
             ORDER BY received_at DESC, id DESC LIMIT \(count)
            """
        }
        guard variant != .everybodys else { return newest(limit) }
        var conditions: SQL = "true"
        if let dealership = variant.dealership {
            conditions =
                conditions + """
                     AND dealership_id = (SELECT id FROM dealerships
                                           WHERE tenant_id = \(tenant.rawValue)
                                             AND name = \(dealership))
                    """
        }
        if let language = variant.language {
            conditions = conditions + " AND language = \(language)"
        }
        return """
            SELECT * FROM (\(newest(reach))) near WHERE \(conditions)
             ORDER BY received_at DESC, id DESC LIMIT \(limit)
            """
    }

    private static func samples(
        _ messages: SQL,
        _ links: MessageLinks?,
        on connection: inout Connection
    ) throws(PostgresError) -> [TemplateSample] {
        let found = try connection.query(
            """
            SELECT coalesce(nullif(t.customer_name, ''), s.default_customer),
                   coalesce(d.name, s.default_dealership), t.amount_micros, t.currency,
                   coalesce(nullif(s.google_review_url, ''), s.trustpilot_url), s.feedback_url,
                   t.external_id, t.sales_rep_name, m.id, m.recipient_country
              FROM (\(messages)) m
              JOIN transactions t ON t.id = m.transaction_id
              JOIN tenant_settings s ON s.tenant_id = m.tenant_id
              LEFT JOIN dealerships d ON d.id = m.dealership_id
            """
        ).map { (row) throws(PostgresError) in
            (
                messageID: try row.decode(8, as: String.self), values: try values(row),
                country: try row.decode(9, as: String?.self)
            )
        }
        let composing = try Composing.load(found.map(\.messageID), links: links, on: &connection)
        return found.map {
            TemplateSample(
                composing.values($0.values, of: $0.messageID).values,
                country: $0.country
            )
        }
    }

    private static func values(
        _ row: borrowing Row
    ) throws(PostgresError) -> [TemplateVariable: String] {
        let amount = Money(micros: try row.decode(2), currency: try row.decode(3))
        let found: [TemplateVariable: String?] = [
            .customerName: try row.decode(0), .dealershipName: try row.decode(1),
            .amount: amount?.decimal, .reviewURL: try row.decode(4),
            .feedbackURL: try row.decode(5), .transactionID: try row.decode(6),
            .salesRepName: try row.decode(7),
        ]
        return found.compactMapValues { $0.flatMap { $0.isEmpty ? nil : $0 } }
    }
}
