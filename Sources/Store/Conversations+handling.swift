import Messaging
package import Postgres
package import Web

extension Conversations {
    package struct Handled: Sendable, Hashable {
        /// How many inbound messages were marked.
        package let countMarked: Int
        /// How many messages that waited for somebody to read them were let go.
        package let countReleased: Int
    }

    /// Marks everything that the number wrote as handled, and lets go what waited for that; call it
    /// in a transaction.
    package static func handle(
        _ number: String,
        by caller: Caller,
        on connection: inout Connection
    ) throws(PostgresError) -> Handled {
        let tenant = caller.tenant.rawValue
        // Whoever holds a message back at this moment is waited for, so that it is let go as well.
        try connection.execute(
            """
            SELECT FROM messages
             WHERE tenant_id = \(tenant) AND recipient = \(number)
               AND (next_attempt_at IS NOT NULL OR hold = 'review')
             ORDER BY id FOR UPDATE
            """
        )
        return try connection.query(
            """
            WITH marked AS (
                UPDATE inbound_messages
                   SET handled_by = \(caller.name), handled_at = now(), needs_review = false,
                       reviewed_by = CASE WHEN needs_review THEN \(caller.name) ELSE reviewed_by END,
                       reviewed_at = CASE WHEN needs_review THEN now() ELSE reviewed_at END
                 WHERE tenant_id = \(tenant) AND sender = \(number) AND handled_at IS NULL
                RETURNING id
            ), released AS (
                UPDATE messages
                   SET hold = NULL, next_attempt_at = greatest(due_at, now()),
                       valid_from = greatest(due_at, now())
                 WHERE tenant_id = \(tenant) AND recipient = \(number) AND hold = 'review'
                RETURNING id, tenant_id
            ), told AS (
                INSERT INTO message_events (tenant_id, message_id, kind, detail)
                SELECT tenant_id, id, 'approved', jsonb_build_object('by', \(caller.name)::text)
                  FROM released
            )
            SELECT (SELECT count(*) FROM marked), (SELECT count(*) FROM released)
            """
        ).one { (row) throws(PostgresError) in
            Handled(countMarked: try row.decode(0), countReleased: try row.decode(1))
        }
    }

    /// Takes back the last marking, and says how many messages it had marked.
    ///
    /// What needed a person's eye needs it again: nothing more is sent to the number until then.
    package static func unhandle(
        _ number: String,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Int {
        let tenant = tenant.rawValue
        return try connection.execute(
            """
            UPDATE inbound_messages i
               SET handled_by = NULL, handled_at = NULL,
                   needs_review = i.reviewed_at IS NOT DISTINCT FROM i.handled_at,
                   reviewed_by = CASE WHEN i.reviewed_at <> i.handled_at THEN i.reviewed_by END,
                   reviewed_at = nullif(i.reviewed_at, i.handled_at)
             WHERE i.tenant_id = \(tenant) AND i.sender = \(number)
               AND i.intent NOT IN ('stop', 'start')
               AND i.handled_at = (
                   SELECT max(l.handled_at) FROM inbound_messages l
                    WHERE l.tenant_id = \(tenant) AND l.sender = \(number)
                      AND l.intent NOT IN ('stop', 'start'))
            """
        )
    }
}
