import Messaging
package import Postgres
package import Web

/// What customers said on their pages, the newest first.
package enum Ratings {
    /// Which ratings are wanted; what is not set does not narrow.
    package struct Filter: Sendable, Hashable {
        package var stars: [Int] = []
        package var dealership: String?
        /// Rated at or after this moment, in RFC 3339.
        package var from: String?
        /// Rated before this moment, in RFC 3339.
        package var to: String?
        /// True for those with words, false for those with stars alone.
        package var hasComment: Bool?

        package init() {}
    }

    package struct Record: Sendable, Hashable {
        package let messageID: String
        package let transactionID: String
        package let phone: String
        package let customerName: String?
        package let dealershipName: String?
        package let salesRepName: String?
        package let rating: Engagement.Rating
        /// How often the customer followed a link to a review platform.
        package let reviewClicks: Int
        fileprivate let micros: Int64
    }

    package struct Page: Sendable, Hashable {
        package var records: [Record]
        package var next: MessageCursor?
    }

    package static func page(
        of tenant: TenantID,
        _ filter: Filter,
        from cursor: MessageCursor?,
        limit: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> Page {
        // One row more than asked tells whether there is another page.
        var records = try connection.query(
            """
            SELECT e.message_id, t.external_id, m.recipient, t.customer_name, d.name,
                   t.sales_rep_name, e.stars, e.comment, iso8601(e.rated_at),
                   iso8601(e.changed_at), e.review_clicks,
                   (extract(epoch FROM e.rated_at) * 1000000)::bigint,
                   iso8601(e.content_removed_at)
              FROM (\(rows(of: tenant, filter, from: cursor, countMax: limit + 1))) e
              JOIN messages m ON m.id = e.message_id
              JOIN transactions t ON t.id = m.transaction_id
              LEFT JOIN dealerships d ON d.id = m.dealership_id
             ORDER BY e.rated_at DESC, e.message_id DESC
            """
        ).map { (row) throws(PostgresError) in try Record(row) }
        let hasMore = records.count > limit
        if hasMore { records.removeLast() }
        let last = hasMore ? records.last : nil
        return Page(
            records: records,
            next: last.map { MessageCursor(.older, micros: $0.micros, messageID: $0.messageID) }
        )
    }

    /// The next rows; those of each number of stars are read by themselves, in the order of their
    /// index, so that the newest of a rare one are found without passing over all others.
    private static func rows(
        of tenant: TenantID,
        _ filter: Filter,
        from cursor: MessageCursor?,
        countMax: Int
    ) -> SQL {
        let conditions = filter.conditionsBesideStars(of: tenant) + beyond(cursor)
        let order: SQL = "e.rated_at DESC, e.message_id DESC"
        guard !filter.stars.isEmpty else {
            return """
                SELECT e.* FROM engagements e WHERE \(conditions)
                 ORDER BY \(order) LIMIT \(countMax)
                """
        }
        return """
            SELECT e.* FROM unnest(\(Set(filter.stars).sorted())::integer[]) AS wanted (stars)
             CROSS JOIN LATERAL (
                SELECT e.* FROM engagements e WHERE \(conditions) AND e.stars = wanted.stars
                 ORDER BY \(order) LIMIT \(countMax)) e
             ORDER BY \(order) LIMIT \(countMax)
            """
    }

    private static func beyond(_ cursor: MessageCursor?) -> SQL {
        guard let cursor else { return "" }
        return " AND (e.rated_at, e.message_id) < \(cursor.moment)"
    }
}

extension Ratings.Filter {
    /// The conditions on `engagements e`.
    func conditions(of tenant: TenantID) -> SQL {
        let others = conditionsBesideStars(of: tenant)
        guard !stars.isEmpty else { return others }
        return others + " AND e.stars = ANY(\(Set(stars).sorted())::integer[])"
    }

    /// The id of the dealership that is wanted, null where there is none of its name; nil where none
    /// is wanted.
    func dealershipID(of tenant: TenantID) -> SQL? {
        dealership.map { name in
            """
            (SELECT id FROM dealerships WHERE tenant_id = \(tenant.rawValue) AND name = \(name))
            """
        }
    }

    fileprivate func conditionsBesideStars(of tenant: TenantID) -> SQL {
        var conditions: SQL = "e.tenant_id = \(tenant.rawValue) AND e.stars IS NOT NULL"
        if let dealership = dealershipID(of: tenant) {
            conditions = conditions + " AND e.dealership_id = \(dealership)"
        }
        if let from { conditions = conditions + " AND e.rated_at >= \(from)::timestamptz" }
        if let to { conditions = conditions + " AND e.rated_at < \(to)::timestamptz" }
        switch hasComment {
        case true?: conditions = conditions + " AND e.comment <> ''"
        case false?: conditions = conditions + " AND e.comment = ''"
        case nil: break
        }
        return conditions
    }
}

extension Ratings.Record {
    fileprivate init(_ row: borrowing Row) throws(PostgresError) {
        messageID = try row.decode(0)
        transactionID = try row.decode(1)
        phone = try row.decode(2)
        customerName = try row.decode(3)
        dealershipName = try row.decode(4)
        salesRepName = try row.decode(5)
        rating = Engagement.Rating(
            stars: try row.decode(6),
            comment: try row.decode(7),
            ratedAt: try row.decode(8),
            changedAt: try row.decode(9),
            contentRemovedAt: try row.decode(12)
        )
        reviewClicks = try row.decode(10)
        micros = try row.decode(11)
    }
}
