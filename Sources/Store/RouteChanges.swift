package import Postgres

/// What changed in a provider's share of the traffic, and why; lines are only ever added.
package enum RouteChanges {
    package struct Line: Sendable, Hashable {
        package let at: String
        package let change: String
        package let reason: String
        package let person: String?
    }

    static func add(
        _ provider: String,
        _ change: String,
        reason: String,
        by person: String? = nil,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            INSERT INTO route_changes (provider, change, reason, by_whom)
            VALUES (\(provider), \(change), \(reason), \(person))
            """
        )
    }

    /// The newest changes first.
    package static func latest(
        of provider: String,
        limit: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> [Line] {
        try connection.query(
            """
            SELECT iso8601(at), change, reason, by_whom FROM route_changes
             WHERE provider = \(provider) ORDER BY id DESC LIMIT \(limit)
            """
        ).map { (row) throws(PostgresError) in
            Line(
                at: try row.decode(0),
                change: try row.decode(1),
                reason: try row.decode(2),
                person: try row.decode(3)
            )
        }
    }
}
