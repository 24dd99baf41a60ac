import Messaging
package import Postgres

/// The last look before calls begin whose attempts are recorded.
///
/// Between the record and the call somebody may say STOP. Whoever puts a number on the list locks
/// what is under way to it, and so does this: a STOP that was committed is seen here, and one that
/// comes now is committed after the calls have begun.
package enum LastLook {
    /// Those of the messages that must not be sent any more.
    ///
    /// Call it in a transaction, and begin the calls of the others before that ends.
    package static func unwelcome(
        among messageIDs: [String],
        on connection: inout Connection
    ) throws(PostgresError) -> Set<String> {
        try connection.execute(
            """
            SELECT FROM messages WHERE id = ANY(\(messageIDs)::uuid[]) ORDER BY id FOR KEY SHARE
            """
        )
        // A statement of its own, which sees what was committed while the first one waited.
        let listed = try connection.query(
            """
            SELECT m.id, m.kind, l.reason
              FROM messages m
              JOIN suppressions l ON l.tenant_id = m.tenant_id AND l.number = m.recipient
                                 AND l.released_at IS NULL
             WHERE m.id = ANY(\(messageIDs)::uuid[])
            """
        ).map { (row) throws(PostgresError) in
            (
                messageID: try row.decode(0, as: String.self),
                kind: MessageKind(rawValue: try row.decode(1)) ?? .transaction,
                reason: SuppressionReason(rawValue: try row.decode(2))
            )
        }
        let unwelcome = listed.filter { entry in
            entry.reason.map { !Gate.mayLeave(entry.kind, though: $0) } ?? true
        }
        return Set(unwelcome.map(\.messageID))
    }
}
