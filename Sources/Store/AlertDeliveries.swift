package import Postgres
import Web

/// What is told to targets, and how that went.
package enum AlertDeliveries {
    package enum Event: String, Sendable, Hashable, CaseIterable {
        case raised = "alert.raised"
        case ended = "alert.ended"
        case test = "alert.test"
        /// What we learned of a number, for a CRM.
        case numberSuppressed = "number.suppressed"
    }

    package enum State: String, Sendable, Hashable, CaseIterable {
        case waiting, delivered, failed
    }

    /// One of them in the log.
    package struct Line: Sendable, Hashable {
        package let id: String
        package let targetID: String
        package let targetName: String
        package let targetKind: AlertTarget.Kind
        package let event: Event
        package let state: State
        /// Of what happened, as a JSON object.
        package let content: String
        package let createdAt: String
        package let endedAt: String?
        /// When it is tried again; nil when it is not.
        package let nextAttemptAt: String?
        package let attempts: [Attempt]
    }

    package struct Attempt: Sendable, Hashable {
        package let number: Int
        package let at: String
        package let milliseconds: Int
        package let status: Int?
        package let answer: String
        package let problem: String?
    }

    /// The newest deliveries, of one target if asked so, with their attempts.
    package static func list(
        target: String?,
        limit: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> [Line] {
        try lines(
            "\(target)::uuid IS NULL OR d.target_id = \(target)::uuid",
            limit: limit,
            on: &connection
        )
    }

    package static func find(
        _ id: String,
        on connection: inout Connection
    ) throws(PostgresError) -> Line? {
        try lines("d.id = \(id)::uuid", limit: 1, on: &connection).first
    }

    /// Asks for a message that says nothing but that it came, even of a target that is turned off.
    ///
    /// - Returns: the delivery's id.
    package static func addTest(
        to target: String,
        by person: String,
        on connection: inout Connection
    ) throws(PostgresError) -> String {
        try connection.query(
            """
            INSERT INTO alert_deliveries (tenant_id, target_id, event, content)
            SELECT g.tenant_id, g.id, 'alert.test',
                   jsonb_build_object('by', \(person)::text, 'business', t.name, 'path',
                                      '/settings/alerts', 'raisedAt', iso8601(now()),
                                      'raisedLocal', local_moment(now(), t.time_zone))
              FROM alert_targets g JOIN tenants t ON t.id = g.tenant_id
             WHERE g.id = \(target)::uuid
            RETURNING id
            """
        ).value(as: String.self)
    }

    /// Has one sent once more, with the same id; its schedule begins anew.
    ///
    /// - Returns: false when it is under way anyhow.
    package static func replay(
        _ id: String,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        try connection.execute(
            """
            UPDATE alert_deliveries
               SET state = 'waiting', next_attempt_at = now(), ended_at = NULL,
                   earlier_count = attempt_count
             WHERE id = \(id)::uuid AND state <> 'waiting'
            """
        ) > 0
    }

    private static func lines(
        _ condition: SQL,
        limit: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> [Line] {
        let attempts = try connection.query(
            """
            SELECT a.delivery_id, a.number, iso8601(a.at), a.milliseconds, a.status, a.answer,
                   a.problem
              FROM (SELECT d.id FROM alert_deliveries d
                     WHERE \(condition) ORDER BY d.created_at DESC, d.id DESC LIMIT \(limit)) d
              JOIN alert_attempts a ON a.delivery_id = d.id ORDER BY a.delivery_id, a.number
            """
        ).map { (row) throws(PostgresError) in
            (
                delivery: try row.decode(0, as: String.self),
                attempt: Attempt(
                    number: try row.decode(1),
                    at: try row.decode(2),
                    milliseconds: try row.decode(3),
                    status: try row.decode(4),
                    answer: try row.decode(5),
                    problem: try row.decode(6)
                )
            )
        }
        let attemptsOf = Dictionary(grouping: attempts, by: \.delivery)
        return try connection.query(
            """
            SELECT d.id, d.target_id, g.name, g.kind, d.event, d.state, d.content,
                   iso8601(d.created_at), iso8601(d.ended_at), iso8601(d.next_attempt_at)
              FROM alert_deliveries d JOIN alert_targets g ON g.id = d.target_id
             WHERE \(condition) ORDER BY d.created_at DESC, d.id DESC LIMIT \(limit)
            """
        ).map { (row) throws(PostgresError) in
            let id: String = try row.decode(0)
            return Line(
                id: id,
                targetID: try row.decode(1),
                targetName: try row.decode(2),
                targetKind: try row.decode(3),
                event: try row.decode(4),
                state: try row.decode(5),
                content: try row.decode(6),
                createdAt: try row.decode(7),
                endedAt: try row.decode(8),
                nextAttemptAt: try row.decode(9),
                attempts: (attemptsOf[id] ?? []).map(\.attempt)
            )
        }
    }
}

extension AlertDeliveries.Event: ColumnValue {}
extension AlertDeliveries.State: ColumnValue {}
