package import Postgres
package import Web

extension AlertDeliveries {
    /// One that has to be sent now, by whoever claimed it.
    package struct Due: Sendable, Hashable {
        package let id: String
        /// The attempt's number, from 1 on.
        package let attempt: Int
        /// Where the schedule stands: attempts since it began.
        package let step: Int
        package let event: Event
        package let content: String
        package let tenant: TenantID
        package let targetID: String
        package let kind: AlertTarget.Kind
        package let address: String
        package let sealed: [UInt8]?
        /// Whom it comes from.
        package let head: Letterhead
    }

    /// How one attempt ended.
    package struct Outcome: Sendable, Hashable {
        package let due: Due
        package let milliseconds: Int
        package let status: Int?
        package let answer: String
        /// Nil when it was delivered.
        package let problem: String?
        /// When to try again, in seconds; nil when that is of no use.
        package let retrySeconds: Int?

        package init(
            of due: Due,
            milliseconds: Int,
            status: Int? = nil,
            answer: String = "",
            problem: String? = nil,
            retrySeconds: Int? = nil
        ) {
            self.due = due
            self.milliseconds = milliseconds
            self.status = status
            self.answer = answer
            self.problem = problem
            self.retrySeconds = retrySeconds
        }
    }

    /// A target that was turned off because it failed for so long.
    package struct Disabled: Sendable, Hashable {
        package let targetID: String
        package let name: String
    }

    /// Takes up what is due, and nobody else does until the lease ends: who dies with it leaves it
    /// to be sent again, under the same id.
    ///
    /// Of one target no more than a few at once, so that one that does not answer holds up nobody.
    package static func claim(
        _ kinds: [AlertTarget.Kind],
        limit: Int,
        leaseSeconds: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> [Due] {
        try connection.query(
            """
            WITH due AS (
                SELECT d.id FROM alert_targets g
                 CROSS JOIN LATERAL (
                    SELECT id, next_attempt_at FROM alert_deliveries
                     WHERE target_id = g.id AND next_attempt_at <= now()
                     ORDER BY next_attempt_at LIMIT 4 FOR UPDATE SKIP LOCKED) d
                 WHERE g.kind = ANY (\(kinds.map(\.rawValue))::text[])
                   AND NOT EXISTS (SELECT FROM tenants t
                                    WHERE t.id = g.tenant_id AND t.suspended_at IS NOT NULL)
                   AND EXISTS (SELECT FROM alert_deliveries WHERE next_attempt_at <= now())
                 ORDER BY d.next_attempt_at LIMIT \(limit)
            ), taken AS (
                UPDATE alert_deliveries d
                   SET attempt_count = d.attempt_count + 1,
                       next_attempt_at = now() + \(leaseSeconds) * interval '1 second'
                  FROM due, alert_targets g
                 WHERE d.id = due.id AND g.id = d.target_id
                RETURNING d.id, d.attempt_count, d.attempt_count - d.earlier_count AS step, d.event,
                          d.content, g.id AS target, g.kind, g.address, g.sealed, g.tenant_id)
            SELECT taken.id, taken.attempt_count, taken.step, taken.event, taken.content,
                   taken.target, taken.kind, taken.address, taken.sealed, taken.tenant_id,
                   \(Letterhead.columns)
              FROM taken CROSS JOIN LATERAL \(Letterhead.source("taken.tenant_id"))
            """
        ).map { (row) throws(PostgresError) in
            Due(
                id: try row.decode(0),
                attempt: try row.decode(1),
                step: try row.decode(2),
                event: try row.decode(3),
                content: try row.decode(4),
                tenant: TenantID(rawValue: try row.decode(9)),
                targetID: try row.decode(5),
                kind: try row.decode(6),
                address: try row.decode(7),
                sealed: try row.decode(8),
                head: try Letterhead(row, from: 10)
            )
        }
    }

    /// Writes down how an attempt ended; in one transaction.
    ///
    /// - Returns: the target, if it is turned off because it has failed for days without a break.
    package static func record(
        _ outcome: Outcome,
        on connection: inout Connection
    ) throws(PostgresError) -> Disabled? {
        let due = outcome.due
        let count = try connection.execute(
            """
            INSERT INTO alert_attempts (delivery_id, number, tenant_id, milliseconds, status,
                                        answer, problem)
            SELECT id, \(due.attempt), tenant_id, \(outcome.milliseconds), \(outcome.status),
                   \(outcome.answer), \(outcome.problem)
              FROM alert_deliveries WHERE id = \(due.id)::uuid
            ON CONFLICT DO NOTHING
            """
        )
        // The target has been removed meanwhile, and everything with it.
        guard count > 0 else { return nil }
        try connection.execute(
            """
            UPDATE alert_deliveries
               SET state = CASE WHEN \(outcome.problem == nil) THEN 'delivered'
                                WHEN \(outcome.retrySeconds)::integer IS NULL THEN 'failed'
                                ELSE 'waiting' END,
                   next_attempt_at = now() + \(outcome.retrySeconds)::integer * interval '1 second',
                   ended_at = CASE WHEN \(outcome.retrySeconds)::integer IS NULL THEN now() END
             WHERE id = \(due.id)::uuid AND attempt_count = \(due.attempt)
            """
        )
        guard outcome.problem != nil else {
            try connection.execute(
                """
                UPDATE alert_targets SET failing_since = NULL, succeeded_at = now()
                 WHERE id = \(due.targetID)::uuid
                """
            )
            return nil
        }
        return try noteFailure(of: due.targetID, on: &connection)
    }

    /// Days of only failures after which a target is turned off.
    package static let daysToDisable = 5

    /// The clock of failures begins anew when there was none for a day: a target that is seldom
    /// asked is not turned off for two bad moments.
    private static func noteFailure(
        of target: String,
        on connection: inout Connection
    ) throws(PostgresError) -> Disabled? {
        let disabled = try connection.query(
            """
            WITH noted AS (
                UPDATE alert_targets
                   SET failing_since = CASE WHEN failed_at > now() - interval '24 hours'
                                            THEN coalesce(failing_since, now()) ELSE now() END,
                       failed_at = now()
                 WHERE id = \(target)::uuid
                RETURNING id, tenant_id, name, enabled, failing_since
            )
            SELECT id, tenant_id, name FROM noted
             WHERE enabled AND failing_since < now() - \(daysToDisable) * interval '1 day'
            """
        ).map { (row) throws(PostgresError) in
            (
                tenant: try row.decode(1, as: Int32.self),
                target: Disabled(targetID: try row.decode(0), name: try row.decode(2))
            )
        }
        guard let (tenant, target) = disabled.first else { return nil }
        try connection.execute(
            """
            UPDATE alert_targets SET enabled = false, disabled_at = now()
             WHERE id = \(target.targetID)::uuid
            """
        )
        try giveUp(to: target.targetID, on: &connection)
        try Alerts.raise(
            .targetDisabled,
            subject: target.name,
            detail: """
                Nothing reached it for \(daysToDisable) days, so it is turned off. Mend it, and turn \
                it on again.
                """,
            path: "/settings/alerts",
            tenant: .init(rawValue: tenant),
            on: &connection
        )
        return target
    }

    /// Lets nothing wait for a target that is turned off; a person may have each sent again.
    static func giveUp(
        to target: String,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            UPDATE alert_deliveries
               SET state = 'failed', next_attempt_at = NULL, ended_at = now()
             WHERE target_id = \(target)::uuid AND state = 'waiting'
            """
        )
    }

    /// Forgets what was told long ago.
    package static func sweep(on connection: inout Connection) throws(PostgresError) {
        try connection.execute(
            """
            DELETE FROM alert_deliveries WHERE id IN (
                SELECT id FROM alert_deliveries
                 WHERE state <> 'waiting' AND created_at < now() - interval '90 days' LIMIT 1000)
            """
        )
    }
}
