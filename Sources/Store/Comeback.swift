package import Messaging
package import Postgres
package import Web

/// A customer who comes back before the message has gone: the pending message is held or withdrawn
/// in the same transaction that hears of it.
package enum Comeback {
    /// What a CRM tells of a transaction after it was completed.
    package enum Event: String, Sendable, Hashable, CaseIterable {
        case complaint, reopened, refund, closed
    }

    /// Whose messages are meant.
    package enum Subject: Sendable, Hashable {
        case transaction(String)
        case customer(E164)
    }

    package struct Affected: Sendable, Hashable {
        package let messageID: String
        package let transactionID: String
        package let status: DeliveryStatus
        package let hold: String?
    }

    /// Holds what waits after a complaint or when an order is reopened, cancels it after a refund,
    /// and once the matter is closed begins the delay anew.
    package static func apply(
        _ event: Event,
        to subject: Subject,
        note: String?,
        by caller: Caller,
        on connection: inout Connection
    ) throws(PostgresError) -> [Affected] {
        let (condition, change, kind) = step(event)
        return try connection.query(
            """
            WITH chosen AS (
                SELECT m.id FROM messages m JOIN transactions t ON t.id = m.transaction_id
                 WHERE m.tenant_id = \(caller.tenant.rawValue) AND m.kind = 'transaction'
                   AND \(whose(subject)) AND \(condition)
                 ORDER BY m.id FOR UPDATE OF m
            ), changed AS (
                UPDATE messages m SET \(change)
                  FROM chosen c, tenant_settings s
                 WHERE m.id = c.id AND s.tenant_id = m.tenant_id
                RETURNING m.id, m.tenant_id, m.transaction_id, m.status, m.hold, m.next_attempt_at
            ), told AS (
                INSERT INTO message_events (tenant_id, message_id, kind, detail)
                SELECT tenant_id, id, \(kind),
                       jsonb_strip_nulls(jsonb_build_object(
                           'by', \(caller.name)::text, 'event', \(event.rawValue)::text,
                           'reason', hold, 'note', \(note)::text,
                           'until', iso8601(next_attempt_at)))
                  FROM changed
            )
            SELECT c.id, t.external_id, c.status, c.hold
              FROM changed c JOIN transactions t ON t.id = c.transaction_id
             ORDER BY c.id
            """
        ).map { (row) throws(PostgresError) in
            Affected(
                messageID: try row.decode(0),
                transactionID: try row.decode(1),
                status: try row.decode(2),
                hold: try row.decode(3)
            )
        }
    }

    private static func whose(_ subject: Subject) -> SQL {
        switch subject {
        case .transaction(let id): "t.external_id = \(id)"
        case .customer(let number): "m.recipient = \(number.rawValue)"
        }
    }

    private static func step(_ event: Event) -> (condition: SQL, change: SQL, kind: String) {
        switch event {
        case .complaint, .reopened:
            (
                "(m.next_attempt_at IS NOT NULL OR m.hold <> 'comeback')",
                "hold = 'comeback', next_attempt_at = NULL, status = 'scheduled'", "held"
            )
        case .refund:
            (Messages.isWaiting, Messages.withdrawn, "cancelled")
        case .closed:
            (
                "m.hold = 'comeback'",
                """
                hold = NULL, next_attempt_at = now() + s.delay_hours * interval '1 hour',
                valid_from = now() + s.delay_hours * interval '1 hour'
                """, "rearmed"
            )
        }
    }
}
