package import Messaging
package import Postgres

/// What the texts of a batch are made from, apart from what `Dispatching.Due` says.
///
/// One statement for the whole batch, in the transaction that claimed it.
package struct Composing: Sendable {
    private let compositions: [String: Composition]

    /// What one text is made from.
    package struct Composition: Sendable, Hashable {
        package let isSmartEncoded: Bool
        package let rotation: Int
        /// Nil where the tenant has no platforms, and the links of its settings are used.
        package let platform: ReviewPlatform?
    }

    package static func load(
        _ messageIDs: [String],
        on connection: inout Connection
    ) throws(PostgresError) -> Composing {
        let rows = try connection.query(
            """
            SELECT m.id, m.transaction_id, s.smart_encoding, s.review_rotation,
                   coalesce(p.names, '{}'), coalesce(p.urls, '{}'), coalesce(p.weights, '{}')
              FROM messages m JOIN tenant_settings s ON s.tenant_id = m.tenant_id
              LEFT JOIN LATERAL (
                SELECT array_agg(p.name) AS names, array_agg(p.url) AS urls,
                       array_agg(p.weight) AS weights
                  FROM review_platforms p
                 WHERE s.review_rotation > 0 AND p.tenant_id = m.tenant_id
                   AND p.version = s.review_rotation
                   AND p.dealership_id IS NOT DISTINCT FROM
                       review_scope(m.tenant_id, s.review_rotation, m.dealership_id)) p ON true
             WHERE m.id = ANY(\(messageIDs)::uuid[])
            """
        ).map { (row) throws(PostgresError) in try Self.composition(row) }
        return Composing(
            compositions: Dictionary(rows, uniquingKeysWith: { first, _ in first })
        )
    }

    /// The text of a message; nil where its template cannot be read or leaves nothing.
    package func text(of due: Dispatching.Due) -> PreparedText? {
        guard let template = try? MessageTemplate(due.ownText ?? due.template) else { return nil }
        let composition = compositions[due.messageID]
        var values = due.values
        if let platform = composition?.platform { values[.reviewURL] = platform.url }
        let text = PreparedText(
            template,
            values,
            smart: composition?.isSmartEncoded ?? false
        )
        return text.body.isEmpty ? nil : text
    }

    /// Writes down which platforms the texts ask for; no statement when there are none.
    package func record(
        _ messageIDs: [String],
        on connection: inout Connection
    ) throws(PostgresError) {
        let chosen = messageIDs.compactMap { id in
            compositions[id].flatMap { found in
                found.platform.map { (id: id, platform: $0.name, rotation: found.rotation) }
            }
        }
        guard !chosen.isEmpty else { return }
        try connection.execute(
            """
            UPDATE messages m SET review_platform = c.platform, review_rotation = c.rotation
              FROM unnest(\(chosen.map(\.id))::uuid[], \(chosen.map(\.platform))::text[],
                          \(chosen.map(\.rotation))::integer[]) AS c (id, platform, rotation)
             WHERE m.id = c.id
               AND (m.review_platform, m.review_rotation)
                   IS DISTINCT FROM (c.platform, c.rotation)
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
            )
        )
        return (try row.decode(0), composition)
    }
}
