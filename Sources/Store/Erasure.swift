import Messaging
package import Postgres
package import Web

/// Erasing a customer: their number, names and words go from every table; that something was sent,
/// when, by which way and at what cost stays, of nobody.
package enum Erasure {
    package enum Outcome: Sendable, Hashable {
        case erased(Certificate)
        /// So many messages are with a provider, whose answer has to come first.
        case underWay(Int)
        /// The reason says who the person is, and would outlive them.
        case tellingReason
    }

    /// Erases a person; call it in a transaction that acts for somebody.
    ///
    /// `mark` is the keyed hash of the number: what a suppression goes on holding by. Whatever comes
    /// for the number afterwards is somebody's who is new here.
    package static func erase(
        _ person: PersonalData.Person,
        mark: [UInt8],
        reason: String,
        by caller: Caller,
        on connection: inout Connection
    ) throws(PostgresError) -> Outcome {
        let number = person.number.rawValue
        guard try !tells(reason, of: person, caller.tenant, on: &connection) else {
            return .tellingReason
        }
        // In the order in which others lock messages.
        let underWay = try connection.query(
            """
            SELECT m.next_attempt_at IS NULL AND m.hold IS NULL
                   AND m.status IN ('queued', 'sending', 'unknown')
                   OR EXISTS (SELECT FROM attempts a
                               WHERE a.message_id = m.id AND a.state IN ('started', 'unknown'))
              FROM messages m
             WHERE m.tenant_id = \(caller.tenant.rawValue) AND m.recipient = \(number)
             ORDER BY m.id FOR UPDATE OF m
            """
        ).values(as: Bool.self).count { $0 }
        guard underWay == 0 else { return .underWay(underWay) }
        let cancelled = try cancel(number, by: caller, on: &connection)
        let id = try connection.query(
            """
            SELECT erase_person(\(number), \(person.digits), \(mark), \(caller.name), \(reason),
                                \(cancelled)::integer)
            """
        ).value(as: String.self)
        try AuditLog.note(
            .personErased,
            "\(person.number)",
            ["certificate": .string(id), "reason": .string(reason)],
            on: &connection
        )
        guard let certificate = try Certificate.find(id, on: &connection) else { throw .noRow }
        return .erased(certificate)
    }

    /// Whether a text holds the number or a name of the person.
    private static func tells(
        _ text: String,
        of person: PersonalData.Person,
        _ tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        try connection.query(
            """
            SELECT strpos(without_spacing(\(text)), \(person.digits)) > 0
                   OR EXISTS (
                       SELECT FROM messages m JOIN transactions t ON t.id = m.transaction_id
                        WHERE m.tenant_id = \(tenant.rawValue)
                          AND m.recipient = \(person.number.rawValue)
                          AND length(trim(t.customer_name)) > 2
                          AND strpos(lower(\(text)), lower(trim(t.customer_name))) > 0)
            """
        ).value()
    }

    /// Withdraws what waits to be sent, and says how many that were.
    private static func cancel(
        _ number: String,
        by caller: Caller,
        on connection: inout Connection
    ) throws(PostgresError) -> Int {
        try connection.execute(
            """
            WITH cancelled AS (
                UPDATE messages m
                   SET \(Messages.withdrawn)
                 WHERE m.tenant_id = \(caller.tenant.rawValue) AND m.recipient = \(number)
                   AND \(Messages.isWaiting)
                RETURNING m.id, m.tenant_id
            )
            INSERT INTO message_events (tenant_id, message_id, kind, detail)
            SELECT tenant_id, id, 'cancelled',
                   jsonb_build_object('by', \(caller.name)::text, 'reason', 'erased')
              FROM cancelled
            """
        )
    }
}
