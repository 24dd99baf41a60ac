package import Messaging
package import Postgres
import Web

extension Businesses {
    /// What a business used in a month of its own clock.
    package struct Usage: Sendable, Hashable {
        /// As `2026-11`.
        package let month: String
        /// By the month in which they were due.
        package let messageCount: Int
        package let deliveredCount: Int
        package let segmentCount: Int
        package let receivedCount: Int
        /// Who could log in at its end.
        package let peopleCount: Int
        /// About: the month's part of the tables that grow with messages.
        package let storageBytes: Int
        /// One for each currency.
        package let costs: [Money]
    }

    /// So many months, the newest first; none from before there was the business.
    ///
    /// Segments are added up from the messages, which takes a second for some million.
    package func usage(
        of id: Int32,
        months: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> [Usage] {
        try connection.query(
            """
            SELECT month, messages, delivered, segments, received, people, storage_bytes, costs
              FROM platform_usage(\(sessionID), \(id)::integer, \(months)::integer)
            """
        ).map { (row) throws(PostgresError) in
            Usage(
                month: try row.decode(0),
                messageCount: try row.decode(1),
                deliveredCount: try row.decode(2),
                segmentCount: try row.decode(3),
                receivedCount: try row.decode(4),
                peopleCount: try row.decode(5),
                storageBytes: try row.decode(6),
                costs: try Businesses.money(row.decode(7))
            )
        }
    }
}
