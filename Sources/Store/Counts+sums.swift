package import Postgres

extension Counts {
    /// The parts of `fold` that add `moves` to the sums of analytics.
    ///
    /// Moves are gathered first to what they have in common, and only then spread over days and
    /// weeks, dealerships, providers and countries: a burst of one kind costs little more than one.
    static let sums: SQL = """
        gathered AS MATERIALIZED (
            SELECT tenant_id, hour::date AS day, dealership_id, status, provider, country, code,
                   currency, sum(messages)::bigint AS messages,
                   sum(messages * micros)::bigint AS micros
              FROM moves GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
        ), timed AS MATERIALIZED (
            SELECT tenant_id, hour::date AS day,
                   CASE WHEN attempts <= 1 THEN provider END AS provider,
                   latency_bucket(milliseconds) AS bucket, sum(messages)::bigint AS messages,
                   sum(messages::bigint * milliseconds)::bigint AS milliseconds
              FROM moves WHERE milliseconds IS NOT NULL GROUP BY 1, 2, 3, 4
        ), by_hour AS (
            INSERT INTO hour_sums AS kept
            SELECT tenant_id, hour, sum(messages),
                   coalesce(sum(messages)
                       FILTER (WHERE status IN ('sent', 'delivered', 'undelivered')), 0),
                   coalesce(sum(messages) FILTER (WHERE status = 'delivered'), 0),
                   coalesce(sum(messages) FILTER (WHERE status IN ('failed', 'undelivered')), 0)
              FROM moves GROUP BY 1, 2 ORDER BY 1, 2
            ON CONFLICT (tenant_id, hour) DO UPDATE
                SET messages = kept.messages + EXCLUDED.messages,
                    sent = kept.sent + EXCLUDED.sent,
                    delivered = kept.delivered + EXCLUDED.delivered,
                    failed = kept.failed + EXCLUDED.failed
        ), deliveries AS (
            INSERT INTO delivery_sums AS kept
            SELECT g.tenant_id, s.slice, s.is_week, s.day, s.member,
                   coalesce(sum(messages) FILTER (WHERE status = 'scheduled'), 0),
                   coalesce(sum(messages)
                       FILTER (WHERE status IN ('queued', 'sending', 'unknown')), 0),
                   coalesce(sum(messages) FILTER (WHERE status = 'sent'), 0),
                   coalesce(sum(messages) FILTER (WHERE status = 'delivered'), 0),
                   coalesce(sum(messages) FILTER (WHERE status = 'undelivered'), 0),
                   coalesce(sum(messages) FILTER (WHERE status = 'failed'), 0),
                   coalesce(sum(messages)
                       FILTER (WHERE status IN ('cancelled', 'expired', 'suppressed')), 0)
              FROM gathered g
             CROSS JOIN LATERAL figure_slices(g.day, g.dealership_id, g.provider, NULL) s
             GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
            ON CONFLICT (tenant_id, slice, is_week, day, member) DO UPDATE
                SET scheduled = kept.scheduled + EXCLUDED.scheduled,
                    moving = kept.moving + EXCLUDED.moving,
                    sent = kept.sent + EXCLUDED.sent,
                    delivered = kept.delivered + EXCLUDED.delivered,
                    undelivered = kept.undelivered + EXCLUDED.undelivered,
                    failed = kept.failed + EXCLUDED.failed,
                    withheld = kept.withheld + EXCLUDED.withheld
        ), latencies AS (
            INSERT INTO latency_sums AS kept
            SELECT t.tenant_id, s.slice, s.is_week, s.day, s.member, bucket, sum(messages),
                   sum(milliseconds)
              FROM timed t CROSS JOIN LATERAL figure_slices(t.day, NULL, t.provider, NULL) s
             GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
            ON CONFLICT (tenant_id, slice, is_week, day, member, bucket) DO UPDATE
                SET messages = kept.messages + EXCLUDED.messages,
                    milliseconds = kept.milliseconds + EXCLUDED.milliseconds
        ), failures AS (
            INSERT INTO error_sums AS kept
            SELECT g.tenant_id, s.slice, s.is_week, s.day, s.member, code, sum(messages)
              FROM gathered g
             CROSS JOIN LATERAL figure_slices(g.day, g.dealership_id, g.provider, NULL) s
             WHERE code IS NOT NULL
             GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(messages) <> 0 ORDER BY 1, 2, 3, 4, 5, 6
            ON CONFLICT (tenant_id, slice, is_week, day, member, code) DO UPDATE
                SET messages = kept.messages + EXCLUDED.messages
        ), costs AS (
            INSERT INTO cost_sums AS kept
            SELECT g.tenant_id, s.slice, s.is_week, s.day, s.member, currency, sum(messages),
                   sum(micros)
              FROM gathered g
             CROSS JOIN LATERAL figure_slices(g.day, g.dealership_id, g.provider, g.country) s
             WHERE currency IS NOT NULL
             GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(messages) <> 0 OR sum(micros) <> 0
             ORDER BY 1, 2, 3, 4, 5, 6
            ON CONFLICT (tenant_id, slice, is_week, day, member, currency) DO UPDATE
                SET messages = kept.messages + EXCLUDED.messages,
                    micros = kept.micros + EXCLUDED.micros
        )
        """

    /// Folds what customers answered, and what they did with their messages.
    package static func foldAnswers(
        limit: Int,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            WITH folded AS (
                \(Journal.takingOldest(limit, of: "answer_changes"))
            )
            INSERT INTO answer_sums AS kept
            SELECT f.tenant_id, s.slice, s.is_week, s.day, s.member, sum(replies), sum(opt_outs),
                   sum(clicked), sum(rated), sum(stars)
              FROM folded f
             CROSS JOIN LATERAL figure_slices(f.day, f.dealership_id, NULL, NULL) s
             GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
            ON CONFLICT (tenant_id, slice, is_week, day, member) DO UPDATE
                SET replies = kept.replies + EXCLUDED.replies,
                    opt_outs = kept.opt_outs + EXCLUDED.opt_outs,
                    clicked = kept.clicked + EXCLUDED.clicked,
                    rated = kept.rated + EXCLUDED.rated,
                    stars = kept.stars + EXCLUDED.stars
            """
        )
    }
}
