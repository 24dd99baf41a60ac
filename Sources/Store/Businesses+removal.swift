package import Postgres
package import Web

extension Businesses {
    /// The receipt for a business that was removed, or is being removed.
    package struct Removal: Sendable, Hashable {
        /// The number that the business had.
        package let business: Int32
        package let name: String
        package let askedBy: String
        package let askedAt: String
        /// Nil while rows or files are still being removed.
        package let endedAt: String?
        /// Rows removed by table, as JSON.
        package let counts: String
    }

    /// The newest first.
    package func removals(on connection: inout Connection) throws(PostgresError) -> [Removal] {
        try connection.query(
            """
            SELECT business, name, asked_by, iso8601(asked_at), iso8601(ended_at), counts
              FROM platform_removals(\(sessionID))
            """
        ).map { (row) throws(PostgresError) in
            Removal(
                business: try row.decode(0),
                name: try row.decode(1),
                askedBy: try row.decode(2),
                askedAt: try row.decode(3),
                endedAt: try row.decode(4),
                counts: try row.decode(5)
            )
        }
    }
}

/// Removing the businesses that somebody wanted removed: the work of `maintain` alone.
package enum BusinessRemoval {
    /// Walks so many blocks of the tables on; says whether there was anything to remove.
    ///
    /// Where to go on stands in the same transaction as what was removed: who is killed leaves
    /// nothing out.
    package static func step(
        blocks: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        try connection.query("SELECT remove_business_rows(\(blocks)::integer)").value()
    }

    /// A business that has no rows any more, but may have files still.
    package static func withoutRows(
        on connection: inout Connection
    ) throws(PostgresError) -> TenantID? {
        try connection.query("SELECT business_without_rows()").value(as: Int32?.self)
            .map { TenantID(rawValue: $0) }
    }

    /// Writes down that nothing of a business is left.
    package static func end(
        of business: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute("SELECT end_business_removal(\(business.rawValue))")
    }
}
