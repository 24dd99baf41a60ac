package import Messaging
package import Postgres
package import Web

/// What people and CRMs do to single messages.
package enum Messages {
    /// The id of the message that has this id, or whose transaction has it at the CRM.
    package static func find(
        _ id: String,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> String? {
        if UUIDText.isWellFormed(id) {
            let found = try connection.query(
                """
                SELECT id FROM messages
                 WHERE tenant_id = \(tenant.rawValue) AND id = \(id)::uuid
                """
            ).first { (row) throws(PostgresError) in try row.decode(0, as: String.self) }
            if let found { return found }
        }
        return try connection.query(
            """
            SELECT m.id FROM transactions t JOIN messages m ON m.transaction_id = t.id
             WHERE t.tenant_id = \(tenant.rawValue) AND t.external_id = \(id)
            """
        ).first { (row) throws(PostgresError) in try row.decode(0) }
    }

    /// Lets a message go through one provider and no other.
    package static func want(
        _ provider: String,
        for messageID: String,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            "UPDATE messages SET wanted_provider = \(provider) WHERE id = \(messageID)::uuid"
        )
    }

    /// Withdraws a transaction's message unless it is sent, or being sent at this moment; says
    /// whether there was one to withdraw.
    package static func cancel(
        transactionID: String,
        by caller: Caller,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        try connection.execute(
            """
            WITH cancelled AS (
                UPDATE messages m
                   SET \(withdrawn)
                  FROM transactions t
                 WHERE t.tenant_id = \(caller.tenant.rawValue) AND t.external_id = \(transactionID)
                   AND m.transaction_id = t.id
                   AND \(isWaiting)
                RETURNING m.id, m.tenant_id
            )
            INSERT INTO message_events (tenant_id, message_id, kind, detail)
            SELECT tenant_id, id, 'cancelled', jsonb_build_object('by', \(caller.name)::text)
              FROM cancelled
            """
        ) > 0
    }

    /// Schedules failed messages for another attempt at once, and says how many.
    ///
    /// All that the filter finds, or of these only the one of that id.
    package static func retryFailed(
        only messageID: String? = nil,
        _ filter: RetryFilter = RetryFilter(),
        by caller: Caller,
        on connection: inout Connection
    ) throws(PostgresError) -> Int {
        var conditions = try filter.conditions(for: caller.tenant, on: &connection)
        if let messageID { conditions = conditions + " AND m.id = \(messageID)::uuid" }
        return try connection.execute(
            """
            WITH chosen AS (
                SELECT m.id FROM messages m WHERE \(conditions) ORDER BY m.id FOR UPDATE
            ), retried AS (
                UPDATE messages m
                   SET status = 'scheduled', next_attempt_at = now(), valid_from = now(), finished_at = NULL,
                       free_attempts = attempt_count
                  FROM chosen WHERE m.id = chosen.id
                RETURNING m.id, m.tenant_id
            )
            INSERT INTO message_events (tenant_id, message_id, kind, detail)
            SELECT tenant_id, id, 'retryRequested', jsonb_build_object('by', \(caller.name)::text)
              FROM retried
            """
        )
    }

    /// Whether anything may still send `messages m`: it is due some time, or a rule holds it.
    ///
    /// One that waits for a route is due too. What a provider has in hand cannot be withdrawn; if it
    /// comes back, the gate decides again.
    static let isWaiting: SQL = "(m.next_attempt_at IS NOT NULL OR m.hold IS NOT NULL)"

    /// What withdrawing changes.
    static let withdrawn: SQL = """
        status = 'cancelled', next_attempt_at = NULL, hold = NULL, waits_for = NULL,
        finished_at = now()
        """

    package static func status(
        of messageID: String,
        on connection: inout Connection
    ) throws(PostgresError) -> DeliveryStatus? {
        try connection.query("SELECT status FROM messages WHERE id = \(messageID)::uuid")
            .first { (row) throws(PostgresError) in try row.decode(0) }
    }
}
