package import Postgres
import Web

extension Businesses {
    /// Hands over all rows of a business, each as a line of JSON with the name of its table, some at
    /// a time; what lets somebody in is left out.
    ///
    /// Call it in a transaction of mode `.snapshot`: all of it is of one moment.
    package func export(
        _ id: Int32,
        on connection: inout Connection,
        to write: ([String]) throws -> Void
    ) throws {
        let tables: [String] = try connection.query("SELECT unnest(platform_exported())").values()
        for table in tables {
            try connection.execute("SELECT platform_export(\(sessionID), \(id)::integer, \(table))")
            var lines: [String] = []
            repeat {
                lines = try connection.query("FETCH 500 FROM exported_rows").values()
                if !lines.isEmpty { try write(lines) }
            } while !lines.isEmpty
            try connection.execute("CLOSE exported_rows")
        }
    }
}
