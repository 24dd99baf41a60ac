import Messaging
package import Postgres
import Web

/// What the page of one customer shows: the business, its question, and the links for a review.
package struct CustomerPage: Sendable, Hashable {
    package let messageID: String
    package let transactionID: String
    /// The customer's number, for an opt-out; it is never shown.
    package let recipient: String
    package let customerName: String?
    package let salesRepName: String?
    /// Where the customer was; the business's own name where no dealership is known.
    package let dealership: String
    package let branding: Branding
    /// In which the page speaks, as a primary subtag of BCP 47.
    package let language: String
    /// Where reviews are asked for: the same for everybody, whatever they answer.
    package let platforms: [Platform]
    package let rating: Engagement.Rating?
    /// Whether the rating may be given or changed now.
    package let isOpen: Bool
    /// Whether the number is not written to any more.
    package let hasOptedOut: Bool

    package struct Platform: Sendable, Hashable {
        package let name: String
        package let url: String
    }

    /// The page of a message; nil when the message is gone.
    package static func find(
        _ link: Links.Found,
        on connection: inout Connection
    ) throws(PostgresError) -> CustomerPage? {
        let branding = try Branding.fetch(of: link.tenant, on: &connection)
        let rating = try Engagement.find(link.messageID, on: &connection)?.rating
        return try connection.query(
            """
            SELECT m.id, t.external_id, m.recipient, t.customer_name, t.sales_rep_name,
                   coalesce(d.name, nullif(s.default_dealership, ''), ''), m.language,
                   coalesce(p.names, '{}'), coalesce(p.urls, '{}'),
                   s.google_review_url, s.trustpilot_url,
                   coalesce(e.rated_at > now() - \(Engaging.changeableHours) * interval '1 hour',
                            true),
                   EXISTS (SELECT FROM suppressions l
                            WHERE l.tenant_id = m.tenant_id AND l.number = m.recipient
                              AND l.reason = 'opted_out' AND l.released_at IS NULL)
              FROM messages m
              JOIN transactions t ON t.id = m.transaction_id
              JOIN tenant_settings s ON s.tenant_id = m.tenant_id
              LEFT JOIN dealerships d ON d.id = m.dealership_id
              LEFT JOIN engagements e ON e.message_id = m.id
              LEFT JOIN LATERAL (
                SELECT array_agg(p.name ORDER BY p.name) AS names,
                       array_agg(p.url ORDER BY p.name) AS urls
                  FROM review_platforms p
                 WHERE p.tenant_id = m.tenant_id AND p.weight > 0
                   AND p.version = coalesce(m.review_rotation, s.review_rotation)
                   AND p.dealership_id IS NOT DISTINCT FROM
                       review_scope(m.tenant_id, p.version, m.dealership_id)) p ON true
             WHERE m.id = \(link.messageID)::uuid
            """
        ).first { (row) throws(PostgresError) in
            let dealership = try row.decode(5, as: String.self)
            let isChangeable = try row.decode(11, as: Bool.self)
            return CustomerPage(
                messageID: try row.decode(0),
                transactionID: try row.decode(1),
                recipient: try row.decode(2),
                customerName: try row.decode(3),
                salesRepName: try row.decode(4),
                dealership: dealership.isEmpty ? branding.name : dealership,
                branding: branding,
                language: try row.decode(6, as: String?.self) ?? branding.language,
                platforms: try platforms(row),
                rating: rating,
                isOpen: !link.isExpired && isChangeable,
                hasOptedOut: try row.decode(12)
            )
        }
    }

    /// The platforms with a weight, in the order of their names; without any, the links of the
    /// settings.
    private static func platforms(_ row: borrowing Row) throws(PostgresError) -> [Platform] {
        let names = try row.decode(7, as: [String].self)
        let urls = try row.decode(8, as: [String].self)
        guard names.isEmpty else { return zip(names, urls).map { Platform(name: $0, url: $1) } }
        let plain = [
            Platform(name: "Google", url: try row.decode(9)),
            Platform(name: "Trustpilot", url: try row.decode(10)),
        ]
        return plain.filter { !$0.url.isEmpty }
    }

    /// Where the review link of a message leads: to the platform that was chosen for it, as it was in
    /// the version that it was chosen from; nil when there is no such place any more.
    package static func destination(
        of link: Links.Found,
        on connection: inout Connection
    ) throws(PostgresError) -> String? {
        try connection.query(
            """
            SELECT coalesce(
                       (SELECT p.url FROM review_platforms p
                         WHERE p.tenant_id = m.tenant_id AND p.version = m.review_rotation
                           AND p.name = m.review_platform
                           AND p.dealership_id IS NOT DISTINCT FROM
                               review_scope(m.tenant_id, p.version, m.dealership_id)),
                       nullif(s.google_review_url, ''), nullif(s.trustpilot_url, ''))
              FROM messages m JOIN tenant_settings s ON s.tenant_id = m.tenant_id
             WHERE m.id = \(link.messageID)::uuid
            """
        ).first { (row) throws(PostgresError) in try row.decode(0, as: String?.self) } ?? nil
    }
}
