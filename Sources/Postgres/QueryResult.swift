import CLibPQ

/// Owns one `PGresult` and clears it exactly once.
package struct QueryResult: ~Copyable {
    let handle: OpaquePointer

    init(adopting handle: OpaquePointer) { self.handle = handle }

    deinit { PQclear(handle) }

    /// Gives the handle, and the duty to clear it, to the caller.
    consuming func release() -> OpaquePointer {
        let handle = self.handle
        discard self
        return handle
    }

    /// Rows that came back.
    package var rowCount: Int { Int(PQntuples(handle)) }

    package var isEmpty: Bool { rowCount == 0 }

    /// Rows that the statement inserted, updated, deleted or selected.
    package var affectedRowCount: Int {
        guard let text = PQcmdTuples(handle) else { return 0 }
        return Int(String(cString: text)) ?? 0
    }
}

extension QueryResult {
    /// Decodes every row; nothing of the C memory outlives the call.
    package borrowing func map<Value>(
        _ decode: (borrowing Row) throws(PostgresError) -> Value
    ) throws(PostgresError) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(rowCount)
        for index in 0..<PQntuples(handle) {
            values.append(try decode(Row(index, of: handle)))
        }
        return values
    }

    /// Decodes the first row, if there is one.
    package borrowing func first<Value>(
        _ decode: (borrowing Row) throws(PostgresError) -> Value
    ) throws(PostgresError) -> Value? {
        guard rowCount > 0 else { return nil }
        return try decode(Row(0, of: handle))
    }

    /// Decodes the first row of a statement that always has one; throws `.noRow` otherwise.
    package borrowing func one<Value>(
        _ decode: (borrowing Row) throws(PostgresError) -> Value
    ) throws(PostgresError) -> Value {
        guard rowCount > 0 else { throw .noRow }
        return try decode(Row(0, of: handle))
    }

    /// The first column of the first row, such as a count; throws `.noRow` when nothing came.
    package borrowing func value<Value: ColumnValue>(
        as type: Value.Type = Value.self
    ) throws(PostgresError) -> Value {
        try one { (row) throws(PostgresError) in try row.decode(0) }
    }

    /// The first column of every row.
    package borrowing func values<Value: ColumnValue>(
        as type: Value.Type = Value.self
    ) throws(PostgresError) -> [Value] {
        try map { (row) throws(PostgresError) in try row.decode(0) }
    }
}
