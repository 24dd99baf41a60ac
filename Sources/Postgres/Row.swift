import CLibPQ

/// One row of a result, lent to the closure that decodes it.
package struct Row: ~Copyable {
    private let result: OpaquePointer
    private let row: Int32

    init(_ row: Int32, of result: OpaquePointer) {
        (self.row, self.result) = (row, result)
    }

    /// Reads the column at a position of the SELECT list, counted from zero.
    package borrowing func decode<Value: ColumnValue>(
        _ column: Int32,
        as type: Value.Type = Value.self
    ) throws(PostgresError) -> Value {
        guard (0..<PQnfields(result)).contains(column) else {
            throw .decoding(failure("number \(column)", type, .noSuchColumn))
        }
        do throws(DecodingFailure.Problem) {
            return try Value.read(cell(column))
        } catch {
            let name = PQfname(result, column).map { String(cString: $0) }
            throw .decoding(failure(name ?? "number \(column)", type, error))
        }
    }

    private borrowing func cell(_ column: Int32) -> Cell? {
        guard PQgetisnull(result, row, column) == 0, let start = PQgetvalue(result, row, column)
        else { return nil }
        let count = Int(PQgetlength(result, row, column))
        // Text format: bytes that C calls characters.
        return Cell(
            start: UnsafeRawPointer(start).assumingMemoryBound(to: UInt8.self),
            count: count
        )
    }

    private borrowing func failure(
        _ column: String,
        _ type: Any.Type,
        _ problem: DecodingFailure.Problem
    ) -> DecodingFailure {
        DecodingFailure(column: column, expected: "\(type)", problem: problem)
    }
}
