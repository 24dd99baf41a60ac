import CLibPQ
import Glibc

extension QueryResult {
    /// Builds a result in memory, so that decoding is tested without a server; nil is NULL.
    package init(columns: [String], rows: [[String?]]) throws(PostgresError) {
        guard let handle = PQmakeEmptyPGresult(nil, PGRES_TUPLES_OK) else {
            throw .misuse(.malformedRows)
        }
        guard QueryResult.fill(handle, columns, rows) else {
            PQclear(handle)
            throw .misuse(.malformedRows)
        }
        self.init(adopting: handle)
    }

    private static func fill(
        _ handle: OpaquePointer,
        _ columns: [String],
        _ rows: [[String?]]
    ) -> Bool {
        setColumns(columns, of: handle)
            && rows.enumerated().allSatisfy { row, cells in
                cells.enumerated().allSatisfy { column, cell in set(cell, row, column, of: handle) }
            }
    }

    private static func setColumns(_ names: [String], of handle: OpaquePointer) -> Bool {
        var attributes = names.map { name in
            // libpq copies the name into the result.
            PGresAttDesc(
                name: name.withCString { strdup($0) },
                tableid: 0,
                columnid: 0,
                format: 0,
                typid: 25,
                typlen: -1,
                atttypmod: -1
            )
        }
        defer { for attribute in attributes { free(attribute.name) } }
        return PQsetResultAttrs(handle, Int32(names.count), &attributes) != 0
    }

    private static func set(
        _ cell: String?,
        _ row: Int,
        _ column: Int,
        of handle: OpaquePointer
    ) -> Bool {
        guard var text = cell.map({ $0.utf8.map { CChar(bitPattern: $0) } }) else {
            return PQsetvalue(handle, Int32(row), Int32(column), nil, -1) != 0
        }
        return PQsetvalue(handle, Int32(row), Int32(column), &text, Int32(text.count)) != 0
    }
}
