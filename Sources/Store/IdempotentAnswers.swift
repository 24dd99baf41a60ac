package import Postgres
package import Web

/// Answers kept for requests that carry an `Idempotency-Key`.
///
/// Kept for 24 hours; a request that is being worked on holds its key for five minutes at most.
/// These are the numbers that the field settled on (Novu, Stripe).
package enum IdempotentAnswers {
    package struct Answer: Sendable, Hashable {
        package let status: Int
        package let mediaType: String
        package let body: [UInt8]

        package init(status: Int, mediaType: String, body: [UInt8]) {
            self.status = status
            self.mediaType = mediaType
            self.body = body
        }
    }

    package enum Claim: Sendable, Hashable {
        /// The key is new: do the work, then store the answer.
        case new
        case running
        case answered(Answer)
        /// The key was used for another request.
        case differs
    }

    /// Takes the key for this request, or tells what it was used for.
    package static func claim(
        key: String,
        requestHash: String,
        tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Claim {
        let inserted = try connection.execute(
            """
            INSERT INTO idempotent_answers AS kept (tenant_id, key, request_hash)
            VALUES (\(tenant.rawValue), \(key), \(requestHash))
            ON CONFLICT (tenant_id, key) DO UPDATE
               SET request_hash = EXCLUDED.request_hash, started_at = now(),
                   status = NULL, media_type = NULL, body = NULL
             WHERE kept.started_at < now() - interval '24 hours'
                OR kept.status IS NULL AND kept.started_at < now() - interval '5 minutes'
            """
        )
        guard inserted == 0 else { return .new }
        let claim = try connection.query(
            """
            SELECT request_hash, status, media_type, body FROM idempotent_answers
             WHERE tenant_id = \(tenant.rawValue) AND key = \(key)
            """
        ).first { (row) throws(PostgresError) -> Claim in
            guard try row.decode(0) == requestHash else { return .differs }
            guard let status = try row.decode(1, as: Int?.self) else { return .running }
            return .answered(
                Answer(
                    status: status,
                    mediaType: try row.decode(2, as: String?.self) ?? "",
                    body: try row.decode(3, as: [UInt8]?.self) ?? []
                )
            )
        }
        return claim ?? .running
    }

    package static func store(
        _ answer: Answer,
        key: String,
        tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            UPDATE idempotent_answers
               SET status = \(answer.status), media_type = \(answer.mediaType), body = \(answer.body)
             WHERE tenant_id = \(tenant.rawValue) AND key = \(key)
            """
        )
    }

    /// Gives the key back after a failure that a repetition may mend.
    package static func release(
        key: String,
        tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            DELETE FROM idempotent_answers
             WHERE tenant_id = \(tenant.rawValue) AND key = \(key) AND status IS NULL
            """
        )
    }

    /// Removes what is too old to be replayed.
    package static func sweep(on connection: inout Connection) throws(PostgresError) {
        try connection.execute(
            "DELETE FROM idempotent_answers WHERE started_at < now() - interval '24 hours'"
        )
    }
}
