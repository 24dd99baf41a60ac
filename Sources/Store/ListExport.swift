package import Postgres

/// A list as a file, streamed from PostgreSQL to the client without ever being held as a whole.
package struct ListExport: Sendable {
    /// The rows as a person's spreadsheet has them; texts already harmless.
    let cells: SQL
    /// The same rows as programs have them: texts as they are.
    let values: SQL

    package enum Format: String, Sendable, Hashable, CaseIterable {
        /// CSV (RFC 4180) with a header line. Text that a spreadsheet would run as a formula is
        /// preceded by an apostrophe, as OWASP's advice on CSV injection says.
        case csv
        /// One JSON object a line.
        case ndjson
    }

    /// Writes the file piece by piece.
    package func write(
        _ format: Format,
        on connection: inout Connection,
        to write: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        switch format {
        case .csv:
            try connection.copyOut(
                "COPY (\(cells)) TO STDOUT WITH (FORMAT csv, HEADER)",
                lineEnd: .carriageReturnLineFeed,
                to: write
            )
        case .ndjson:
            // With marks that JSON never holds, nothing is quoted and each row is its text.
            try connection.copyOut(
                """
                COPY (SELECT row_to_json(listed) FROM (\(values)) listed)
                  TO STDOUT WITH (FORMAT csv, DELIMITER E'\\x01', QUOTE E'\\x02', ESCAPE E'\\x02')
                """,
                to: write
            )
        }
    }
}

extension ListExport {
    /// Texts as a spreadsheet may have them, or as they are.
    static func select(_ columns: (_ text: (SQL) -> SQL) -> SQL, _ rest: SQL) -> ListExport {
        ListExport(
            cells: "SELECT \(columns { "harmless(\($0))" }) \(rest)",
            values: "SELECT \(columns { $0 }) \(rest)"
        )
    }
}
