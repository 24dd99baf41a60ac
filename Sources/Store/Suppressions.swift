package import Messaging
package import Postgres
package import Web

/// The list of numbers that are not written to.
///
/// Whoever adds a number cancels, in the same transaction, everything that waits to be sent to it.
package enum Suppressions {
    /// Who told us; the raw values are stored and shown by the API.
    package enum Source: String, Sendable, Hashable { case keyword, api, page, `import`, code }

    /// A number to put on the list.
    package struct Entry: Sendable, Hashable {
        package let number: E164
        package let reason: SuppressionReason
        package let note: String

        package init(_ number: E164, _ reason: SuppressionReason, note: String = "") {
            self.number = number
            self.reason = reason
            self.note = note
        }
    }

    package struct Added: Sendable, Hashable {
        /// How many entries were not on the list yet.
        package let countNew: Int
        /// How many waiting messages were cancelled.
        package let countCancelled: Int
    }

    /// Puts numbers on the list; call it in a transaction.
    ///
    /// What stands there already stays as it is, so that the same list may come twice.
    @discardableResult
    package static func add(
        _ entries: [Entry],
        of tenant: TenantID,
        from source: Source,
        by name: String,
        on connection: inout Connection
    ) throws(PostgresError) -> Added {
        let countNew = try connection.execute(
            """
            INSERT INTO suppressions (tenant_id, number, reason, source, note, added_by)
            SELECT \(tenant.rawValue), e.number, e.reason, \(source.rawValue)::suppression_source,
                   e.note, \(name)
              FROM unnest(\(entries.map(\.number.rawValue))::text[],
                          \(entries.map(\.reason.rawValue))::text[]::suppression_reason[],
                          \(entries.map(\.note))::text[]) AS e (number, reason, note)
             ORDER BY e.number, e.reason
            ON CONFLICT DO NOTHING
            """
        )
        var countCancelled = 0
        for reason in Set(entries.map(\.reason)) {
            let numbers = entries.filter { $0.reason == reason }.map(\.number.rawValue)
            countCancelled += try cancel(numbers, of: tenant, reason, by: name, on: &connection)
        }
        return Added(countNew: countNew, countCancelled: countCancelled)
    }

    /// Puts the recipients of attempts on the list whose error says something lasting about them;
    /// call it in the transaction that records the errors.
    package static func add(
        fromFaults faults: [(messageID: String, fault: Fault)],
        on connection: inout Connection
    ) throws(PostgresError) {
        let lasting = faults.compactMap { messageID, fault in
            SuppressionReason(fault).map {
                (id: messageID, reason: $0.rawValue, code: fault.code)
            }
        }
        guard !lasting.isEmpty else { return }
        try connection.execute(
            """
            WITH faults AS (
                SELECT DISTINCT ON (m.tenant_id, m.recipient, f.reason)
                       m.tenant_id, m.recipient, f.reason, f.code
                  FROM unnest(\(lasting.map(\.id))::uuid[],
                              \(lasting.map(\.reason))::text[]::suppression_reason[],
                              \(lasting.map(\.code))::text[]) AS f (id, reason, code)
                  JOIN messages m ON m.id = f.id AND m.recipient LIKE '+%'
                 ORDER BY m.tenant_id, m.recipient, f.reason, f.code
            ), added AS (
                INSERT INTO suppressions (tenant_id, number, reason, source, note, added_by)
                SELECT tenant_id, recipient, reason, 'code', code, 'provider' FROM faults
                ON CONFLICT DO NOTHING
                RETURNING tenant_id, number, reason
            ), waiting AS (
                SELECT m.id, a.reason FROM messages m
                  JOIN added a ON a.tenant_id = m.tenant_id AND a.number = m.recipient
                 WHERE \(Messages.isWaiting)
                 ORDER BY m.id FOR UPDATE OF m SKIP LOCKED
            ), cancelled AS (
                UPDATE messages m
                   SET \(Messages.withdrawn),
                       error_code = CASE w.reason WHEN 'opted_out'
                                        THEN \(OwnErrorCode.optedOut.rawValue)
                                        ELSE \(OwnErrorCode.numberSuppressed.rawValue) END
                  FROM waiting w WHERE m.id = w.id
                RETURNING m.id, m.tenant_id, w.reason
            )
            INSERT INTO message_events (tenant_id, message_id, kind, detail)
            SELECT tenant_id, id, 'cancelled',
                   jsonb_build_object('by', 'provider', 'reason', reason)
              FROM cancelled
            """
        )
    }

    /// Withdraws everything that waits to be sent to the numbers, and says how many that were.
    ///
    /// What is being handed over in this moment is waited for; see `LastLook`.
    private static func cancel(
        _ numbers: [String],
        of tenant: TenantID,
        _ reason: SuppressionReason,
        by name: String,
        on connection: inout Connection
    ) throws(PostgresError) -> Int {
        let code: OwnErrorCode = reason == .optedOut ? .optedOut : .numberSuppressed
        return try connection.execute(
            """
            WITH open AS (
                SELECT m.id, \(Messages.isWaiting) AS waits FROM messages m
                 WHERE m.tenant_id = \(tenant.rawValue) AND m.recipient = ANY(\(numbers)::text[])
                   AND (\(Messages.isWaiting) OR m.status = 'queued')
                 ORDER BY m.id FOR UPDATE
            ), cancelled AS (
                UPDATE messages m
                   SET \(Messages.withdrawn), error_code = \(code.rawValue)
                  FROM open o WHERE m.id = o.id AND o.waits
                RETURNING m.id, m.tenant_id
            )
            INSERT INTO message_events (tenant_id, message_id, kind, detail)
            SELECT tenant_id, id, 'cancelled',
                   jsonb_build_object('by', \(name)::text, 'reason', \(reason.rawValue)::text,
                                      'errorCode', \(code.rawValue)::text)
              FROM cancelled
            """
        )
    }

    /// Who takes a number off the list.
    package enum Releaser: Sendable, Hashable {
        /// The customer, by START: all that their own words, their page or a carrier's code made an
        /// opt-out, and nothing else.
        case customer
        /// Somebody of the business: all but that.
        case business
    }

    /// Takes entries off the list, which stay in its history, and says how many there were.
    @discardableResult
    package static func release(
        _ number: String,
        of tenant: TenantID,
        as releaser: Releaser,
        by name: String,
        note: String,
        on connection: inout Connection
    ) throws(PostgresError) -> Int {
        try connection.execute(
            """
            UPDATE suppressions
               SET released_at = now(), released_by = \(name), release_note = \(note)
             WHERE tenant_id = \(tenant.rawValue) AND number = \(number) AND released_at IS NULL
               AND \(isOwnWord) = \(releaser == .customer)::boolean
            """
        )
    }

    /// Whether an entry is the customer's own word.
    static let isOwnWord: SQL = """
        (reason = 'opted_out' AND (source IN ('keyword', 'code')
                                   OR source = 'page' AND added_by = 'customer'))
        """
}
