package import Postgres

/// The zones that PostgreSQL knows the rules of.
package enum TimeZones {
    /// Those of the names that it does not know.
    package static func unknown(
        among names: Set<String>,
        on connection: inout Connection
    ) throws(PostgresError) -> [String] {
        guard !names.isEmpty else { return [] }
        return try connection.query(
            """
            SELECT n FROM unnest(\(names.sorted())::text[]) AS n
             WHERE n NOT IN (SELECT name FROM pg_timezone_names) ORDER BY n
            """
        ).map { (row) throws(PostgresError) in try row.decode(0) }
    }

    /// A moment with a zone's name behind it, in UTC as RFC 3339.
    package static func inUTC(
        _ moment: String,
        on connection: inout Connection
    ) throws(PostgresError) -> String {
        try connection.query("SELECT iso8601(\(moment)::timestamptz)").value(as: String.self)
    }
}
