package import Postgres

extension Ratings {
    /// Folds the oldest changes into the totals, and says how many there were.
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
                \(Journal.takingOldest(limit, of: "rating_changes"))
            ), kept AS (
                INSERT INTO rating_sums AS known
                SELECT f.tenant_id, p.dealership_id, p.period, p.start, f.stars, sum(ratings),
                       sum(comments)
                  FROM folded f
                 CROSS JOIN LATERAL rating_periods(f.hour, f.dealership_id) p
                 GROUP BY 1, 2, 3, 4, 5 HAVING sum(ratings) <> 0 OR sum(comments) <> 0
                 ORDER BY 1, 2, 3, 4, 5
                ON CONFLICT (tenant_id, dealership_id, period, start, stars)
                    DO UPDATE SET ratings = known.ratings + EXCLUDED.ratings,
                                  comments = known.comments + EXCLUDED.comments
            )
            SELECT count(*) FROM folded
            """
        ).value()
    }
}
