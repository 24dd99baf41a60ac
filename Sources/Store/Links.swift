package import Messaging
package import Postgres
package import Web

/// The links of our own that texts carry, and whose they are.
package enum Links {
    /// A link that somebody followed.
    package struct Found: Sendable, Hashable {
        package let tenant: TenantID
        package let messageID: String
        package let purpose: MessageLink.Purpose
        /// Whether its time to answer is over.
        package let isExpired: Bool

        package init(
            tenant: TenantID,
            messageID: String,
            purpose: MessageLink.Purpose,
            isExpired: Bool
        ) {
            self.tenant = tenant
            self.messageID = messageID
            self.purpose = purpose
            self.isExpired = isExpired
        }
    }

    /// How long after its making a link still takes an answer, in days.
    package static let validDays = 90

    /// Writes down the links of texts; call it in the transaction that records their attempts.
    package static func record(
        _ messages: [Dispatching.Prepared],
        on connection: inout Connection
    ) throws(PostgresError) {
        let links = messages.flatMap { message in
            message.links.map { (id: message.messageID, link: $0) }
        }
        guard !links.isEmpty else { return }
        try connection.execute(
            """
            INSERT INTO message_links (hash, tenant_id, message_id, purpose)
            SELECT sha256(convert_to(l.token, 'UTF8')), m.tenant_id, m.id, l.purpose
              FROM unnest(\(links.map(\.link.token))::text[], \(links.map(\.id))::uuid[],
                          \(links.map(\.link.purpose.rawValue))::text[])
                   AS l (token, message_id, purpose)
              JOIN messages m ON m.id = l.message_id
             ORDER BY 1
            ON CONFLICT (hash) DO NOTHING
            """
        )
    }

    /// Finds a link by its token, whatever the tenant.
    package static func find(
        _ purpose: MessageLink.Purpose,
        token: String,
        on connection: inout Connection
    ) throws(PostgresError) -> Found? {
        // What cannot be a token costs no look-up.
        guard token.utf8.count == purpose.tokenLength,
            token.utf8.allSatisfy({ MessageLinks.isInAlphabet($0) })
        else { return nil }
        return try connection.query(
            """
            SELECT tenant_id, message_id,
                   made_at < now() - \(validDays) * interval '1 day'
              FROM find_message_link(sha256(convert_to(\(token), 'UTF8')))
             WHERE purpose = \(purpose.rawValue)
            """
        ).first { (row) throws(PostgresError) in
            Found(
                tenant: TenantID(rawValue: try row.decode(0)),
                messageID: try row.decode(1),
                purpose: purpose,
                isExpired: try row.decode(2)
            )
        }
    }
}
