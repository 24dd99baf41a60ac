package import Messaging
package import Postgres
import Web

/// What the texts of a batch are made from, apart from what `Dispatching.Due` says.
///
/// One statement for the whole batch, in the transaction that claimed it.
package struct Composing: Sendable {
    private let compositions: [String: Composition]
    /// Nil where texts get no links of our own.
    private let links: MessageLinks?

    /// What one text is made from.
    package struct Composition: Sendable, Hashable {
        package let isSmartEncoded: Bool
        package let rotation: Int
        /// Nil where the tenant has no platforms, and the links of its settings are used.
        package let platform: ReviewPlatform?
        /// Nil for a message with a text of its own.
        package let version: Version?
        /// Whether links to reviews are short; nil for what is usual.
        package let hasShortLinks: Bool?
        /// The business's own, where its links lead; nil for the installation's address.
        package let hostName: String?
    }

    /// A message's text, and the links of our own that stand in it.
    package struct Text: Sendable, Hashable {
        package let prepared: PreparedText
        package let links: [MessageLink]
    }

    /// The version of the template that is current for a message's dealership and language.
    package struct Version: Sendable, Hashable {
        package let id: Int64
        package let text: String
    }

    package static func load(
        _ messageIDs: [String],
        links: MessageLinks? = nil,
        on connection: inout Connection
    ) throws(PostgresError) -> Composing {
        let rows = try connection.query(
            """
            SELECT m.id, m.transaction_id, s.smart_encoding, s.review_rotation,
                   coalesce(p.names, '{}'), coalesce(p.urls, '{}'), coalesce(p.weights, '{}'),
                   v.id, v.text, s.short_links, business.host_name
              FROM messages m JOIN tenant_settings s ON s.tenant_id = m.tenant_id
              JOIN tenants business ON business.id = m.tenant_id
              LEFT JOIN LATERAL (
                SELECT array_agg(p.name) AS names, array_agg(p.url) AS urls,
                       array_agg(p.weight) AS weights
                  FROM review_platforms p
                 WHERE s.review_rotation > 0 AND p.tenant_id = m.tenant_id
                   AND p.version = s.review_rotation
                   AND p.dealership_id IS NOT DISTINCT FROM
                       review_scope(m.tenant_id, s.review_rotation, m.dealership_id)) p ON true
              LEFT JOIN LATERAL (
                SELECT v.id, v.text
                  FROM templates t JOIN template_versions v
                    ON v.template_id = t.id AND v.version = t.current_version
                 WHERE m.own_text IS NULL AND t.tenant_id = m.tenant_id AND t.name = 'default'
                   AND t.archived_at IS NULL
                   AND (t.dealership_id = m.dealership_id OR t.dealership_id IS NULL)
                   AND (t.language = m.language OR t.language IS NULL)
                 ORDER BY \(Templates.closestFirst) LIMIT 1) v ON true
             WHERE m.id = ANY(\(messageIDs)::uuid[])
            """
        ).map { (row) throws(PostgresError) in try Self.composition(row) }
        return Composing(
            compositions: Dictionary(rows, uniquingKeysWith: { first, _ in first }),
            links: links
        )
    }

    /// The text of a message; nil where its template cannot be read or leaves nothing.
    package func text(of due: Dispatching.Due) -> Text? {
        let composition = compositions[due.messageID]
        let written = due.ownText ?? composition?.version?.text ?? due.template
        guard let template = try? MessageTemplate(written) else { return nil }
        let (values, links) = values(due.values, of: due.messageID)
        let text = PreparedText(template, values, smart: composition?.isSmartEncoded ?? false)
        guard !text.body.isEmpty else { return nil }
        return Text(
            prepared: text,
            links: links.filter { template.variables.contains($0.purpose.variable) }
        )
    }

    /// The values with the review link that the rotation chooses for the message, short where that is
    /// wanted, and our own page for feedback where the business has none; and the links of ours among
    /// them.
    func values(
        _ values: [TemplateVariable: String],
        of messageID: String
    ) -> (values: [TemplateVariable: String], links: [MessageLink]) {
        let composition = compositions[messageID]
        var values = values
        if let platform = composition?.platform { values[.reviewURL] = platform.url }
        guard let maker = links(of: composition) else { return (values, []) }
        var made: [MessageLink] = []
        if values[.reviewURL] != nil, composition?.hasShortLinks ?? maker.areShortByDefault {
            made.append(maker.link(.review, of: messageID))
        }
        if values[.feedbackURL] == nil { made.append(maker.link(.feedback, of: messageID)) }
        for link in made { values[link.purpose.variable] = link.url }
        return (values, made)
    }

    private func links(of composition: Composition?) -> MessageLinks? {
        guard let links, let host = composition?.hostName else { return links }
        return links.under(PublicOrigin(links.origin).at(host))
    }

    /// Writes down what the texts were made from; no statement when nothing was chosen.
    package func record(
        _ messageIDs: [String],
        on connection: inout Connection
    ) throws(PostgresError) {
        let chosen = messageIDs.compactMap { id in compositions[id].map { (id: id, made: $0) } }
            .filter { $0.made.platform != nil || $0.made.version != nil }
        guard !chosen.isEmpty else { return }
        try connection.execute(
            """
            UPDATE messages m
               SET review_platform = nullif(c.platform, ''),
                   review_rotation = CASE WHEN c.platform <> '' THEN c.rotation END,
                   template_version_id = nullif(c.version, 0)
              FROM unnest(\(chosen.map(\.id))::uuid[],
                          \(chosen.map { $0.made.platform?.name ?? "" })::text[],
                          \(chosen.map(\.made.rotation))::integer[],
                          \(chosen.map { $0.made.version?.id ?? 0 })::bigint[])
                   AS c (id, platform, rotation, version)
             WHERE m.id = c.id
            """
        )
    }

    private static func composition(
        _ row: borrowing Row
    ) throws(PostgresError) -> (String, Composition) {
        let transactionID = try row.decode(1, as: String.self)
        let rotation = try row.decode(3, as: Int.self)
        let names = try row.decode(4, as: [String].self)
        let urls = try row.decode(5, as: [String].self)
        let weights = try row.decode(6, as: [Int].self)
        let platforms = zip(names, zip(urls, weights)).map {
            ReviewPlatform(name: $0, url: $1.0, weight: $1.1)
        }
        let composition = Composition(
            isSmartEncoded: try row.decode(2),
            rotation: rotation,
            platform: ReviewRotation.choose(
                transactionID: transactionID,
                version: rotation,
                platforms: platforms
            ),
            version: try version(row),
            hasShortLinks: try row.decode(9),
            hostName: try row.decode(10)
        )
        return (try row.decode(0), composition)
    }

    private static func version(_ row: borrowing Row) throws(PostgresError) -> Version? {
        guard let id = try row.decode(7, as: Int64?.self) else { return nil }
        return Version(id: id, text: try row.decode(8))
    }
}

extension MessageLink.Purpose {
    /// The variable that the link stands for.
    var variable: TemplateVariable {
        switch self {
        case .review: .reviewURL
        case .feedback: .feedbackURL
        }
    }
}
