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

    /// Sums up all ratings of a filter, from indexes that hold all it asks for.
    ///
    /// Those without words are the difference: an index of them would be as large as that of all.
    package static func summary(
        of tenant: TenantID,
        _ filter: Filter,
        on connection: inout Connection
    ) throws(PostgresError) -> Summary {
        var (all, commented) = (filter, filter)
        all.hasComment = nil
        commented.hasComment = true
        var counts = [Int](repeating: 0, count: 5)
        var commentCounts = counts
        let rows = try connection.query(
            """
            SELECT e.stars, false, count(*) FROM engagements e
             WHERE \(all.conditions(of: tenant)) GROUP BY e.stars
             UNION ALL
            SELECT e.stars, true, count(*) FROM engagements e
             WHERE \(commented.conditions(of: tenant)) GROUP BY e.stars
            """
        ).map { (row) throws(PostgresError) in
            (
                index: try row.decode(0, as: Int.self) - 1,
                hasComment: try row.decode(1, as: Bool.self),
                count: try row.decode(2, as: Int.self)
            )
        }
        for row in rows where row.hasComment { commentCounts[row.index] = row.count }
        for row in rows where !row.hasComment { counts[row.index] = row.count }
        switch filter.hasComment {
        case nil: return Summary(counts: counts, commentCount: commentCounts.reduce(0, +))
        case true?: return Summary(counts: commentCounts, commentCount: commentCounts.reduce(0, +))
        case false?: return Summary(counts: zip(counts, commentCounts).map(-), commentCount: 0)
        }
    }
}
