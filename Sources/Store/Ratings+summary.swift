package import Postgres
package import Web

extension Ratings {
    /// How many ratings there are of each number of stars.
    package struct Summary: Sendable, Hashable {
        /// One star first.
        package let counts: [Int]
        /// How many of them came with words.
        package let commentCount: Int

        package var count: Int { counts.reduce(0, +) }

        /// The mean in hundredths of a star; nil of nothing.
        package var hundredths: Int? {
            guard count > 0 else { return nil }
            let sum = counts.enumerated().reduce(0) { $0 + ($1.offset + 1) * $1.element }
            return (sum * 100 + count / 2) / count
        }
    }

    /// Sums up all ratings of a filter, exactly and at the same price however many there are.
    ///
    /// Whole months, days and hours of UTC are read from the running totals and the journal of what
    /// is not folded yet; the ratings of the torn hours at both ends are counted, from indexes that
    /// hold all it takes. One statement, so that all of it is of one moment.
    package static func summary(
        of tenant: TenantID,
        _ filter: Filter,
        on connection: inout Connection
    ) throws(PostgresError) -> Summary {
        var counts = [Int](repeating: 0, count: 5)
        var commentCounts = counts
        let isOfAll = filter.dealership == nil && tenant.dealerships == nil
        let finest = isOfAll ? "hour" : "day"
        let rows = try connection.query(
            """
            SELECT stars, sum(ratings), sum(comments)
              FROM rating_parts(\(filter.from)::timestamptz, \(filter.to)::timestamptz, \(finest)) p
             CROSS JOIN LATERAL (\(parts(of: tenant, filter))) r
             GROUP BY stars
            """
        ).map { (row) throws(PostgresError) in
            (
                index: try row.decode(0, as: Int.self) - 1,
                count: try row.decode(1, as: Int.self),
                commentCount: try row.decode(2, as: Int.self)
            )
        }
        for row in rows where filter.stars.isEmpty || filter.stars.contains(row.index + 1) {
            (counts[row.index], commentCounts[row.index]) = (row.count, row.commentCount)
        }
        switch filter.hasComment {
        case nil: return Summary(counts: counts, commentCount: commentCounts.reduce(0, +))
        case true?: return Summary(counts: commentCounts, commentCount: commentCounts.reduce(0, +))
        case false?: return Summary(counts: zip(counts, commentCounts).map(-), commentCount: 0)
        }
    }

    /// What there is of a part `p` of the filter's time: totals of a whole one, ratings of a torn one.
    private static func parts(of tenant: TenantID, _ filter: Filter) -> SQL {
        var torn = filter
        (torn.stars, torn.from, torn.to, torn.hasComment) = ([], nil, nil, nil)
        var commented = torn
        commented.hasComment = true
        let isTorn: SQL = "p.period IS NULL AND e.rated_at >= p.first AND e.rated_at < p.next"
        let dealership = filter.dealershipID(of: tenant)
        // Zero are all ratings, which people who see some dealerships only do not: theirs are added up.
        let kept: SQL =
            dealership.map { "= \($0)" } ?? (tenant.dealerships == nil ? "= 0" : "<> 0")
        let changed: SQL = dealership.map { " AND c.dealership_id = \($0)" } ?? ""
        return """
            SELECT s.stars, s.ratings, s.comments FROM rating_sums s
             WHERE s.tenant_id = \(tenant.rawValue) AND s.dealership_id \(kept)
               AND s.period = p.period AND s.start >= p.first AND s.start < p.next
             UNION ALL
            SELECT c.stars, c.ratings, c.comments FROM rating_changes c
             WHERE c.tenant_id = \(tenant.rawValue) AND p.period IS NOT NULL
               AND c.hour >= p.first AND c.hour < p.next\(changed)
             UNION ALL
            SELECT e.stars, count(*), 0 FROM engagements e
             WHERE \(torn.conditions(of: tenant)) AND \(isTorn) GROUP BY e.stars
             UNION ALL
            SELECT e.stars, 0, count(*) FROM engagements e
             WHERE \(commented.conditions(of: tenant)) AND \(isTorn) GROUP BY e.stars
            """
    }
}
