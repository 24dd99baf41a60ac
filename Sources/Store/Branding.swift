package import Postgres
package import Web

/// How a business shows itself to its customers.
package struct Branding: Sendable, Hashable {
    /// Empty where the business goes by its dealerships' names.
    package var displayName: String
    /// As `#rrggbb`: of the head and the buttons, and behind the page.
    package var colour: String
    package var background: String
    /// Of the customer's page where a message says none, as a primary subtag of BCP 47.
    package var language: String
    /// Empty for the usual question.
    package var question: String
    /// A rating of so many stars or fewer is told at once; 0 for none.
    package var lowRating: Int
    package var timeZone: String
    package var defaultRegion: String
    /// Whom its mail comes from, beside the installation's address; empty for that alone.
    package var mailName: String
    /// Where answers to its mail go; empty for nowhere else.
    package var mailReplyTo: String
    /// The tenant's own name, by which its administrator knows it.
    package let tenantName: String
    package let logo: Logo?

    package struct Logo: Sendable, Hashable {
        /// What stands in its address.
        package let digest: String
        package let mediaType: String
        package let byteCount: Int
    }

    /// The name to show where no dealership's is known.
    package var name: String { displayName.isEmpty ? tenantName : displayName }
}

extension Branding {
    package static func fetch(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Branding {
        try connection.query(
            """
            SELECT coalesce(b.display_name, ''), coalesce(b.colour, '#2454d6'),
                   coalesce(b.background, '#f4f6fb'), coalesce(b.language, 'en'),
                   coalesce(b.question, ''), coalesce(b.low_rating, 3), t.time_zone,
                   t.default_region, t.name, l.digest, l.media_type, octet_length(l.bytes),
                   coalesce(b.mail_name, ''), coalesce(b.mail_reply_to, '')
              FROM tenants t
              LEFT JOIN brandings b ON b.tenant_id = t.id
              LEFT JOIN brand_logos l ON l.tenant_id = t.id
             WHERE t.id = \(tenant.rawValue)
            """
        ).one { (row) throws(PostgresError) in
            Branding(
                displayName: try row.decode(0),
                colour: try row.decode(1),
                background: try row.decode(2),
                language: try row.decode(3),
                question: try row.decode(4),
                lowRating: try row.decode(5),
                timeZone: try row.decode(6),
                defaultRegion: try row.decode(7),
                mailName: try row.decode(12),
                mailReplyTo: try row.decode(13),
                tenantName: try row.decode(8),
                logo: try logo(row)
            )
        }
    }

    private static func logo(_ row: borrowing Row) throws(PostgresError) -> Logo? {
        guard let digest = try row.decode(9, as: String?.self) else { return nil }
        return Logo(
            digest: digest,
            mediaType: try row.decode(10),
            byteCount: try row.decode(11)
        )
    }

    /// Saves everything but the logo; call it in a transaction, and end that when the answer is
    /// false: PostgreSQL knows no such time zone.
    ///
    /// Messages that are scheduled already stay counted under the hour they were given.
    package func save(
        for tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        try connection.execute(
            """
            INSERT INTO brandings (tenant_id, display_name, colour, background, language, question,
                                   low_rating, mail_name, mail_reply_to)
            VALUES (\(tenant.rawValue), \(displayName), \(colour), \(background), \(language),
                    \(question), \(lowRating), \(mailName), \(mailReplyTo))
            ON CONFLICT (tenant_id) DO UPDATE
               SET display_name = EXCLUDED.display_name, colour = EXCLUDED.colour,
                   background = EXCLUDED.background, language = EXCLUDED.language,
                   question = EXCLUDED.question, low_rating = EXCLUDED.low_rating,
                   mail_name = EXCLUDED.mail_name, mail_reply_to = EXCLUDED.mail_reply_to,
                   updated_at = now()
            """
        )
        return try connection.execute(
            """
            UPDATE tenants SET time_zone = \(timeZone), default_region = \(defaultRegion)
             WHERE id = \(tenant.rawValue)
               AND (time_zone = \(timeZone)
                    OR EXISTS (SELECT FROM pg_timezone_names WHERE name = \(timeZone)))
            """
        ) > 0
    }
}

/// The logos themselves.
package enum Logos {
    package static let byteCountMax = 200 * 1024

    package static func save(
        _ bytes: [UInt8],
        mediaType: String,
        digest: String,
        for tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            INSERT INTO brand_logos (tenant_id, digest, media_type, bytes)
            VALUES (\(tenant.rawValue), \(digest), \(mediaType), \(bytes))
            ON CONFLICT (tenant_id) DO UPDATE
               SET digest = EXCLUDED.digest, media_type = EXCLUDED.media_type,
                   bytes = EXCLUDED.bytes, updated_at = now()
            """
        )
    }

    /// Removes a logo, and says whether there was one.
    package static func remove(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        try connection.execute("DELETE FROM brand_logos WHERE tenant_id = \(tenant.rawValue)") > 0
    }

    /// Finds a logo by what stands in its address, whatever the tenant.
    package static func find(
        digest: String,
        on connection: inout Connection
    ) throws(PostgresError) -> (mediaType: String, bytes: [UInt8])? {
        try connection.query("SELECT media_type, bytes FROM find_brand_logo(\(digest))")
            .first { (row) throws(PostgresError) in (try row.decode(0), try row.decode(1)) }
    }
}
