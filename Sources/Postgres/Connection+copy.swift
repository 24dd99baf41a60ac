import CLibPQ

extension Connection {
    /// Streams the output of `COPY (...) TO STDOUT` and returns how many rows it had.
    ///
    /// `write` is given pieces of about 64 KiB that are valid during the call; memory stays flat
    /// however many rows come. When it throws, the COPY is cancelled and its error passed on.
    /// COPY takes no binds, so holes are written into the text as quoted literals. Rows end as
    /// `lineEnd` says; what stands within a row is left alone.
    @discardableResult
    package mutating func copyOut(
        _ sql: SQL,
        lineEnd: LineEnd = .lineFeed,
        deadline: ContinuousClock.Instant? = nil,
        to write: (UnsafeRawBufferPointer) throws -> Void
    ) throws -> Int {
        var patience = Patience(until: deadline ?? self.deadline)
        try beginCopy(sql, &patience)
        var chunk = Chunk()
        while let row = try nextCopyRow(lineEnd, &patience) {
            if !chunk.hasRoom(for: row) {
                // The only look at the clock while rows come faster than they are written.
                if patience.isOver, patience.cancellation == nil { try cancel(&patience) }
                try hand(chunk.bytes, to: write)
                chunk.removeAll()
            }
            if chunk.hasRoom(for: row) {
                chunk.append(row)
            } else {
                try hand(row.bytes, to: write)
            }
        }
        let rowCount = try receive(&patience).affectedRowCount
        try write(chunk.bytes)
        return rowCount
    }

    private mutating func beginCopy(
        _ sql: SQL,
        _ patience: inout Patience
    ) throws(PostgresError) {
        let handle = self.handle
        let text = try sql.inlined { (bind) throws(PostgresError) in
            try Connection.literal(bind, handle)
        }
        let result = try run(command: text, &patience)
        switch PQresultStatus(result.handle) {
        case PGRES_COPY_OUT: return
        case PGRES_COPY_IN, PGRES_COPY_BOTH: isAbandoned = true
        default: break
        }
        throw .misuse(.notACopy)
    }

    private mutating func nextCopyRow(
        _ lineEnd: LineEnd,
        _ patience: inout Patience
    ) throws(PostgresError) -> CopyRow? {
        while true {
            var start: UnsafeMutablePointer<CChar>?
            let count = PQgetCopyData(handle, &start, 1)
            if count > 0, let start { return CopyRow(start, count: Int(count), lineEnd) }
            switch count {
            case 0: try waitForInput(&patience)
            case -1: return nil
            default: throw abandon(.executing)
            }
        }
    }

    /// Gives bytes to the writer; when it fails, ends the COPY so that the connection stays usable.
    private mutating func hand(
        _ bytes: UnsafeRawBufferPointer,
        to write: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        do {
            try write(bytes)
        } catch {
            stopCopy()
            throw error
        }
    }

    private mutating func stopCopy() {
        var patience = Patience(until: nil)
        do throws(PostgresError) {
            try cancel(&patience)
            while try nextCopyRow(.lineFeed, &patience) != nil {}
            _ = try receive(&patience)
        } catch {
            // The cancelled COPY's own error is no news; what did not end in time is abandoned.
        }
    }

    private static func literal(
        _ bind: Bind,
        _ handle: OpaquePointer
    ) throws(PostgresError) -> String {
        switch bind {
        case .null: return "NULL"
        case .bytes(let bytes): return "'\\x\(bytes.map(hexadecimal).joined())'"
        case .text(let text):
            guard !text.utf8.contains(0) else { throw .parameter(.zeroByte(position: 0)) }
            guard let literal = PQescapeLiteral(handle, text, text.utf8.count) else {
                throw .connection(
                    ConnectionFailure(stage: .connecting, reason: Connection.reason(of: handle))
                )
            }
            defer { PQfreemem(literal) }
            return String(cString: literal)
        }
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16)
        return byte < 16 ? "0\(digits)" : digits
    }
}

/// What a row of COPY ends with.
package enum LineEnd: Sendable {
    /// As PostgreSQL writes it.
    case lineFeed
    /// As CSV has it (RFC 4180, section 2).
    case carriageReturnLineFeed
}

/// One row in memory that libpq allocated.
private struct CopyRow: ~Copyable {
    private let start: UnsafeMutablePointer<CChar>
    let bytes: UnsafeRawBufferPointer

    /// libpq puts a zero byte after the row, in whose place there is room for the longer line end.
    init(_ start: UnsafeMutablePointer<CChar>, count: Int, _ lineEnd: LineEnd) {
        self.start = start
        let lineFeed = CChar(bitPattern: UInt8(ascii: "\n"))
        guard lineEnd == .carriageReturnLineFeed, start[count - 1] == lineFeed else {
            bytes = UnsafeRawBufferPointer(start: start, count: count)
            return
        }
        start[count - 1] = CChar(bitPattern: UInt8(ascii: "\r"))
        start[count] = lineFeed
        bytes = UnsafeRawBufferPointer(start: start, count: count + 1)
    }

    deinit { PQfreemem(start) }
}

/// Rows gathered until they are worth a write: rows are short, and writes cost.
private struct Chunk: ~Copyable {
    private static let byteCountMax = 64 * 1024

    private let buffer = UnsafeMutableRawBufferPointer.allocate(
        byteCount: Chunk.byteCountMax,
        alignment: 16
    )
    private var count = 0

    deinit { buffer.deallocate() }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer[..<count]) }

    func hasRoom(for row: borrowing CopyRow) -> Bool {
        count + row.bytes.count <= Chunk.byteCountMax
    }

    mutating func append(_ row: borrowing CopyRow) {
        UnsafeMutableRawBufferPointer(rebasing: buffer[count...]).copyMemory(from: row.bytes)
        count += row.bytes.count
    }

    mutating func removeAll() { count = 0 }
}
