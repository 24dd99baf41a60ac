import Messaging
package import Postgres

/// What the customer did with one message.
package struct Engagement: Sendable, Hashable {
    /// When a person first followed a link; nil where nobody has.
    package let clickedAt: String?
    package let reviewClicks: Int
    package let pageViews: Int
    /// Programs that fetched a link to show what is behind it; no clicks.
    package let previews: Int
    package let rating: Rating?

    package struct Rating: Sendable, Hashable {
        package let stars: Int
        package let comment: String
        package let ratedAt: String
        package let changedAt: String?
        /// When its words were removed; nil where they are there, or there never were any.
        package let contentRemovedAt: String?
    }
}

extension Engagement {
    package static func find(
        _ messageID: String,
        on connection: inout Connection
    ) throws(PostgresError) -> Engagement? {
        try connection.query(
            """
            SELECT iso8601(clicked_at), review_clicks, page_views, previews, stars, comment,
                   iso8601(rated_at), iso8601(changed_at), iso8601(content_removed_at)
              FROM engagements WHERE message_id = \(messageID)::uuid
            """
        ).first { (row) throws(PostgresError) in
            Engagement(
                clickedAt: try row.decode(0),
                reviewClicks: try row.decode(1),
                pageViews: try row.decode(2),
                previews: try row.decode(3),
                rating: try rating(row)
            )
        }
    }

    private static func rating(_ row: borrowing Row) throws(PostgresError) -> Rating? {
        guard let stars = try row.decode(4, as: Int?.self) else { return nil }
        return Rating(
            stars: stars,
            comment: try row.decode(5),
            ratedAt: try row.decode(6),
            changedAt: try row.decode(7),
            contentRemovedAt: try row.decode(8)
        )
    }
}

/// Writing down what customers do; the database itself counts it and tells the timeline.
package enum Engaging {
    /// Who followed a link.
    package enum Visitor: Sendable, Hashable { case person, preview }

    /// Notes that a link was followed.
    package static func visit(
        _ link: Links.Found,
        by visitor: Visitor,
        on connection: inout Connection
    ) throws(PostgresError) {
        let isPerson = visitor == .person
        let isReview = link.purpose == .review
        try connection.execute(
            """
            INSERT INTO engagements AS known (message_id, tenant_id, dealership_id, clicked_at,
                                              review_clicks, page_views, previews)
            SELECT m.id, m.tenant_id, m.dealership_id,
                   CASE WHEN \(isPerson)::boolean THEN now() END,
                   \(isPerson && isReview ? 1 : 0), \(isPerson && !isReview ? 1 : 0),
                   \(isPerson ? 0 : 1)
              FROM messages m WHERE m.id = \(link.messageID)::uuid
            ON CONFLICT (message_id) DO UPDATE
               SET clicked_at = coalesce(known.clicked_at, EXCLUDED.clicked_at),
                   review_clicks = known.review_clicks + EXCLUDED.review_clicks,
                   page_views = known.page_views + EXCLUDED.page_views,
                   previews = known.previews + EXCLUDED.previews
            """
        )
    }

    /// How long a rating may be changed by whoever gave it, in hours.
    package static let changeableHours = 24

    /// Takes a rating, or changes the one that was given a while ago; the same one twice is one.
    ///
    /// - Returns: whether anything changed.
    package static func rate(
        _ messageID: String,
        stars: Int,
        comment: String,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        try connection.execute(
            """
            INSERT INTO engagements AS known (message_id, tenant_id, dealership_id, clicked_at, stars,
                                              comment, rated_at)
            SELECT m.id, m.tenant_id, m.dealership_id, now(), \(stars), \(comment), now()
              FROM messages m WHERE m.id = \(messageID)::uuid
            ON CONFLICT (message_id) DO UPDATE
               SET clicked_at = coalesce(known.clicked_at, now()), stars = EXCLUDED.stars,
                   comment = EXCLUDED.comment, rated_at = coalesce(known.rated_at, now()),
                   changed_at = CASE WHEN known.rated_at IS NOT NULL THEN now() END
             WHERE known.rated_at IS NULL
                OR known.rated_at > now() - \(changeableHours) * interval '1 hour'
               AND (known.stars, known.comment) IS DISTINCT FROM (EXCLUDED.stars, EXCLUDED.comment)
            """
        ) > 0
    }

    /// Folds the oldest changes into the counts, and says how many there were.
    ///
    /// One statement, so that their sum is the same before, while and after. The work of `maintain`
    /// alone.
    package static func fold(
        limit: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> Int {
        try connection.query(
            """
            WITH folded AS (
                \(Journal.takingOldest(limit, of: "engagement_changes"))
            ), kept AS (
                INSERT INTO engagement_counts AS known
                SELECT tenant_id, day, dealership_id, sum(clicked), sum(rated), sum(stars)
                  FROM folded GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
                ON CONFLICT (tenant_id, day, dealership_id)
                    DO UPDATE SET clicked = known.clicked + EXCLUDED.clicked,
                                  rated = known.rated + EXCLUDED.rated,
                                  stars = known.stars + EXCLUDED.stars
            )
            SELECT count(*) FROM folded
            """
        ).value()
    }
}
