import Messaging
package import Postgres
import Web

/// Working off retry jobs: the work of `maintain` alone.
package enum RetryWork {
    /// Takes one batch of the oldest running job; says whether there was one.
    ///
    /// The batch and the place to go on from are written in one transaction, so a crash repeats
    /// nothing and leaves nothing out. Messages received after the job was made are not its own.
    package static func step(
        limit: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        let job = try connection.query(
            """
            SELECT id, tenant_id, filter ->> 'status', filter ->> 'dealership',
                   filter ->> 'provider', filter ->> 'errorCode', filter ->> 'from',
                   filter ->> 'to', iso8601(created_at), after_moment::text, after_message,
                   created_by, filter ->> 'search', filter ->> 'transactionId',
                   filter ->> 'phone', (SELECT array_agg(id) FROM
                       jsonb_array_elements_text(nullif(filter -> 'ids', 'null')) AS e (id))
              FROM retry_jobs WHERE state = 'running'
             ORDER BY created_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
            """
        ).first { (row) throws(PostgresError) in try Job(row) }
        guard let job else { return false }
        let batch = try connection.query(job.batch(limit: limit, on: &connection)).map {
            (row) throws(PostgresError) in
            (id: try row.decode(0, as: String.self), moment: try row.decode(1, as: String.self))
        }
        let done = try schedule(batch.map(\.id), job, on: &connection)
        let ends = batch.count < limit
        try connection.execute(
            """
            UPDATE retry_jobs
               SET done = done + \(done), failed = failed + \(batch.count - done),
                   after_moment = coalesce(\(batch.last?.moment)::timestamptz, after_moment),
                   after_message = coalesce(\(batch.last?.id)::uuid, after_message),
                   state = CASE WHEN \(ends) THEN 'done' ELSE state END,
                   ended_at = CASE WHEN \(ends) THEN now() END
             WHERE id = \(job.id)::uuid
            """
        )
        return true
    }

    /// What is still failed is scheduled; anything else was retried or settled meanwhile.
    private static func schedule(
        _ messageIDs: [String],
        _ job: Job,
        on connection: inout Connection
    ) throws(PostgresError) -> Int {
        try connection.execute(
            """
            WITH chosen AS (
                SELECT id FROM messages
                 WHERE id = ANY(\(messageIDs)::uuid[]) AND status IN ('failed', 'undelivered')
                   AND content_removed_at IS NULL
                 ORDER BY id FOR UPDATE
            ), retried AS (
                UPDATE messages m
                   SET status = 'scheduled', next_attempt_at = now(), valid_from = now(),
                       finished_at = NULL, free_attempts = attempt_count
                  FROM chosen WHERE m.id = chosen.id
                RETURNING m.id, m.tenant_id
            )
            INSERT INTO message_events (tenant_id, message_id, kind, detail)
            SELECT tenant_id, id, 'retryRequested',
                   jsonb_build_object('by', \(job.createdBy)::text, 'job', \(job.id)::text)
              FROM retried
            """
        )
    }

    private struct Job {
        let id: String
        let tenant: TenantID
        let filter: RetryFilter
        let createdAt: String
        let after: (moment: String, message: String)?
        let createdBy: String

        init(_ row: borrowing Row) throws(PostgresError) {
            id = try row.decode(0)
            tenant = TenantID(rawValue: try row.decode(1))
            var filter = RetryFilter()
            filter.status = try row.decode(2)
            filter.dealership = try row.decode(3)
            filter.provider = try row.decode(4)
            filter.errorCode = try row.decode(5)
            filter.from = try row.decode(6)
            filter.to = try row.decode(7)
            createdAt = try row.decode(8)
            let (moment, message) = (
                try row.decode(9, as: String?.self), try row.decode(10, as: String?.self)
            )
            if let moment, let message { after = (moment, message) } else { after = nil }
            createdBy = try row.decode(11)
            filter.search = try row.decode(12)
            filter.transactionID = try row.decode(13)
            filter.phone = try row.decode(14)
            filter.ids = try row.decode(15)
            self.filter = filter
        }

        func batch(
            limit: Int,
            on connection: inout Connection
        ) throws(PostgresError) -> SQL {
            var place: SQL = ""
            if let after {
                place = """
                     AND (m.received_at, m.id)
                         > (\(after.moment)::timestamptz, \(after.message)::uuid)
                    """
            }
            let conditions = try filter.conditions(for: tenant, on: &connection)
            return """
                SELECT m.id, m.received_at::text FROM messages m
                 WHERE \(conditions)
                   AND m.received_at <= \(createdAt)::timestamptz + interval '1 millisecond'\(place)
                 ORDER BY m.received_at, m.id LIMIT \(limit)
                """
        }
    }
}
