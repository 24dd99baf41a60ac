package import Postgres
package import Web

/// What a business's mail says of it beside the installation's own address.
package struct Letterhead: Sendable, Hashable {
    /// Where its links lead; nil for the installation's own address.
    package let hostName: String?
    /// The name that readers see; empty for the installation's.
    package let senderName: String
    /// Where answers go; empty for nowhere else.
    package let replyTo: String

    package static func find(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Letterhead {
        try connection.query(
            "SELECT \(columns) FROM \(source("\(tenant.rawValue)::integer"))"
        ).one { (row) throws(PostgresError) in try Letterhead(row, from: 0) }
    }

    /// What `init(_:from:)` reads of `source`.
    static let columns: SQL = "head.host_name, head.mail_name, head.mail_reply_to"

    static func source(_ tenant: SQL) -> SQL {
        """
        (SELECT t.host_name, coalesce(b.mail_name, '') AS mail_name,
                coalesce(b.mail_reply_to, '') AS mail_reply_to
           FROM tenants t LEFT JOIN brandings b ON b.tenant_id = t.id
          WHERE t.id = \(tenant)) head
        """
    }

    init(_ row: borrowing Row, from column: Int32) throws(PostgresError) {
        hostName = try row.decode(column)
        senderName = try row.decode(column + 1)
        replyTo = try row.decode(column + 2)
    }
}
