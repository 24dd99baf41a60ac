package import Messaging
package import Postgres
package import Web

extension Conversations {
    /// Whom a conversation is with.
    package struct Customer: Sendable, Hashable {
        package let number: String
        /// As the newest transaction that names them has it.
        package let name: String?
        /// Whose customer it was last.
        package let dealership: String?
        /// Why the number is not written to; empty when it may be.
        package let suppressions: [SuppressionReason]

        /// Whether somebody else answered than the customer.
        package var isWrongNumber: Bool { suppressions.contains(.wrongNumber) }
    }

    /// The customer of a number; nil when nothing was ever said to or by it.
    package static func customer(
        _ number: String,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Customer? {
        try connection.query(
            """
            SELECT \(Customer.columns)
              FROM (SELECT \(tenant.rawValue)::integer AS tenant_id, \(number)::text AS sender) i
                   \(Customer.joins)
             WHERE EXISTS (SELECT FROM messages
                            WHERE tenant_id = i.tenant_id AND recipient = i.sender)
                OR EXISTS (SELECT FROM inbound_messages
                            WHERE tenant_id = i.tenant_id AND sender = i.sender)
            """
        ).first { (row) throws(PostgresError) in try Customer(row, number: number, from: 0) }
    }
}

extension Conversations.Customer {
    /// The three columns that `init(_:number:from:)` reads, of what `joins` adds to `i`.
    static let columns: SQL = """
        name_of_number(i.tenant_id, i.sender), about.dealership_name,
        ARRAY(SELECT DISTINCT l.reason::text FROM suppressions l
               WHERE l.tenant_id = i.tenant_id AND l.number = i.sender AND l.released_at IS NULL
               ORDER BY 1)
        """

    static let joins: SQL = """
        LEFT JOIN LATERAL (
            SELECT d.name AS dealership_name
              FROM messages m JOIN dealerships d ON d.id = m.dealership_id
             WHERE m.tenant_id = i.tenant_id AND m.recipient = i.sender
             ORDER BY m.received_at DESC LIMIT 1) about ON true
        """

    init(_ row: borrowing Row, number: String, from column: Int32) throws(PostgresError) {
        self.number = number
        name = try row.decode(column)
        dealership = try row.decode(column + 1)
        suppressions = try row.decode(column + 2, as: [String].self)
            .compactMap { SuppressionReason(rawValue: $0) }
    }
}
