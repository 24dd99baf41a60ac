package import Messaging
package import Postgres
package import Web

/// A tenant's account with the installation; without one nothing is charged.
package enum Ledger {
    package struct Account: Sendable, Hashable {
        package let balance: Money
        package let creditLimit: Money
        /// What a segment is charged.
        package let segmentPrice: Money
    }

    /// One movement, written once and for ever.
    package struct Entry: Sendable, Hashable {
        package let id: Int64
        /// RFC 3339.
        package let at: String
        package let kind: Kind
        package let messageID: String?
        package let attemptNumber: Int?
        package let segments: Int?
        /// Positive for what the tenant gets, negative for what it pays.
        package let amount: Money
        package let madeBy: String
        package let note: String?

        package enum Kind: String, Sendable, Hashable, CaseIterable, ColumnValue {
            case credit, charge, refund
        }
    }

    /// The sum of all entries beside the balance: they are the same, or the books are wrong.
    package struct Proof: Sendable, Hashable {
        package let balance: Money
        package let sum: Money
        package let entryCount: Int

        package var holds: Bool { balance == sum }
    }

    /// What became of a posting.
    package enum Outcome: String, Sendable, Hashable, ColumnValue {
        case posted, repeated, overdrawn, off
    }

    package static func account(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Account? {
        try connection.query(
            """
            SELECT currency, balance_micros, credit_limit_micros, segment_micros
              FROM ledger_accounts WHERE tenant_id = \(tenant.rawValue)
            """
        ).first { (row) throws(PostgresError) in
            let currency = try row.decode(0, as: CurrencyColumn.self).currency
            return Account(
                balance: Money(micros: try row.decode(1), currency: currency),
                creditLimit: Money(micros: try row.decode(2), currency: currency),
                segmentPrice: Money(micros: try row.decode(3), currency: currency)
            )
        }
    }

    /// Entries before one of that id, newest first.
    package static func entries(
        before id: Int64,
        limit: Int,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [Entry] {
        try connection.query(
            """
            SELECT id, iso8601(at), kind, message_id, attempt_number, segments, amount_micros,
                   currency, made_by, note
              FROM ledger_entries
             WHERE tenant_id = \(tenant.rawValue) AND id < \(id)
             ORDER BY id DESC LIMIT \(limit)
            """
        ).map { (row) throws(PostgresError) in try Entry(row) }
    }

    /// Opens an account for a tenant, or changes what it is charged and how far it may go below
    /// nothing; for the owner of the schema alone.
    ///
    /// - Returns: false when that cannot be: the account is in another currency, or below the limit
    ///   already.
    package static func open(
        segmentPrice: Money,
        creditLimitMicros: Int64,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        try connection.execute(
            """
            INSERT INTO ledger_accounts AS a (tenant_id, currency, segment_micros,
                                              credit_limit_micros)
            VALUES (\(tenant.rawValue), \(segmentPrice.currency.code), \(segmentPrice.micros),
                    \(creditLimitMicros))
            ON CONFLICT (tenant_id) DO UPDATE
               SET segment_micros = EXCLUDED.segment_micros,
                   credit_limit_micros = EXCLUDED.credit_limit_micros
             WHERE a.currency = EXCLUDED.currency
               AND a.balance_micros >= -EXCLUDED.credit_limit_micros
            """
        ) > 0
    }

    /// Adds a credit to the account of the tenant that the connection works for.
    package static func credit(
        micros: Int64,
        by name: String,
        note: String?,
        on connection: inout Connection
    ) throws(PostgresError) -> Outcome {
        try connection.query("SELECT ledger_credit(\(micros), \(name), \(note))").value()
    }

    /// Adds up every entry and reads the balance, both as of one moment.
    package static func proof(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Proof? {
        try connection.query(
            """
            SELECT a.currency, a.balance_micros, coalesce(sum(e.amount_micros), 0)::bigint,
                   count(e.id)
              FROM ledger_accounts a LEFT JOIN ledger_entries e USING (tenant_id)
             WHERE a.tenant_id = \(tenant.rawValue)
             GROUP BY a.tenant_id
            """
        ).first { (row) throws(PostgresError) in
            let currency = try row.decode(0, as: CurrencyColumn.self).currency
            return Proof(
                balance: Money(micros: try row.decode(1), currency: currency),
                sum: Money(micros: try row.decode(2), currency: currency),
                entryCount: try row.decode(3)
            )
        }
    }
}

// MARK: -

extension Ledger.Entry {
    fileprivate init(_ row: borrowing Row) throws(PostgresError) {
        self.init(
            id: try row.decode(0),
            at: try row.decode(1),
            kind: try row.decode(2),
            messageID: try row.decode(3),
            attemptNumber: try row.decode(4),
            segments: try row.decode(5),
            amount: Money(
                micros: try row.decode(6),
                currency: try row.decode(7, as: CurrencyColumn.self).currency
            ),
            madeBy: try row.decode(8),
            note: try row.decode(9)
        )
    }
}
