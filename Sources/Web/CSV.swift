/// A file of comma-separated values (RFC 4180) with a header line, as records of named fields.
///
/// Lines end with CRLF or LF; a byte order mark is passed over. Text that is not UTF-8 is refused
/// and not guessed at.
package struct CSV: Sendable {
    package let header: [String]
    package let records: [Record]

    package struct Record: Sendable, Hashable {
        /// Where it begins in the file; the header is line 1.
        package let line: Int
        package let fields: [String]
    }

    package struct Limits: Sendable {
        package var recordsMax = 50_000
        package var columnsMax = 64
        package var fieldByteCountMax = 1000
        package init() {}
    }

    package init(_ bytes: [UInt8], limits: Limits = Limits()) throws(MalformedCSV) {
        let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: byteOrderMark) ? bytes.dropFirst(3) : bytes[...]
        var reader = Reader(rest: text, limits: limits)
        guard let header = try reader.next() else { throw MalformedCSV(1, .empty) }
        var records: [Record] = []
        while let record = try reader.next() {
            guard record.fields.count == header.fields.count else {
                throw MalformedCSV(
                    record.line,
                    .fieldCount(record.fields.count, expected: header.fields.count)
                )
            }
            guard records.count < limits.recordsMax else {
                throw MalformedCSV(record.line, .tooManyLines(limits.recordsMax))
            }
            records.append(record)
        }
        self.header = header.fields
        self.records = records
    }
}

/// Why a file is not CSV, and in which of its lines.
package struct MalformedCSV: Error, Sendable, Hashable {
    package let line: Int
    package let reason: Reason

    package enum Reason: Sendable, Hashable {
        case empty
        case notUTF8
        /// A quote within a field that does not begin with one, or text after the closing quote.
        case strayQuote
        case openQuote
        case fieldCount(Int, expected: Int)
        case fieldTooLong(Int)
        case tooManyColumns(Int)
        case tooManyLines(Int)
    }

    init(_ line: Int, _ reason: Reason) {
        self.line = line
        self.reason = reason
    }

    /// A sentence for whoever made the file.
    package var sentence: String {
        switch reason {
        case .empty: "The file is empty."
        case .notUTF8: "Line \(line) is not UTF-8."
        case .strayQuote: "Line \(line) has a quote in the wrong place; double it within quotes."
        case .openQuote: "The quote that opens in line \(line) is never closed."
        case .fieldCount(let count, let expected):
            "Line \(line) has \(count) fields; the header has \(expected)."
        case .fieldTooLong(let limit):
            "Line \(line) has a field of more than \(limit) bytes."
        case .tooManyColumns(let limit): "Line \(line) has more than \(limit) fields."
        case .tooManyLines(let limit): "The file has more than \(limit) lines."
        }
    }
}

// MARK: -

/// Takes one record after the other off the front.
private struct Reader {
    var rest: ArraySlice<UInt8>
    let limits: CSV.Limits
    private var line = 1

    init(rest: ArraySlice<UInt8>, limits: CSV.Limits) {
        self.rest = rest
        self.limits = limits
    }

    private static let comma = UInt8(ascii: ",")
    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// The next record that is not a blank line.
    mutating func next() throws(MalformedCSV) -> CSV.Record? {
        while takeLineEnd() {}
        guard !rest.isEmpty else { return nil }
        let start = line
        var fields: [String] = []
        repeat {
            guard fields.count < limits.columnsMax else {
                throw MalformedCSV(start, .tooManyColumns(limits.columnsMax))
            }
            fields.append(try field())
        } while take(Self.comma)
        guard rest.isEmpty || takeLineEnd() else { throw MalformedCSV(line, .strayQuote) }
        return CSV.Record(line: start, fields: fields)
    }

    private mutating func field() throws(MalformedCSV) -> String {
        rest.first == Self.quote ? try quoted() : try plain()
    }

    private mutating func plain() throws(MalformedCSV) -> String {
        let end =
            rest.firstIndex { $0 == Self.comma || $0 == Self.lineFeed || $0 == Self.carriageReturn }
            ?? rest.endIndex
        let bytes = rest[..<end]
        guard !bytes.contains(Self.quote) else { throw MalformedCSV(line, .strayQuote) }
        rest = rest[end...]
        return try text(Array(bytes), line)
    }

    private mutating func quoted() throws(MalformedCSV) -> String {
        let start = line
        rest.removeFirst()
        var bytes: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte == Self.quote, !take(Self.quote) { return try text(bytes, start) }
            if byte == Self.lineFeed { line += 1 }
            bytes.append(byte)
        }
        throw MalformedCSV(start, .openQuote)
    }

    private func text(_ bytes: [UInt8], _ line: Int) throws(MalformedCSV) -> String {
        guard bytes.count <= limits.fieldByteCountMax else {
            throw MalformedCSV(line, .fieldTooLong(limits.fieldByteCountMax))
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw MalformedCSV(line, .notUTF8)
        }
        return text
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard rest.first == byte else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func takeLineEnd() -> Bool {
        if rest.starts(with: [Self.carriageReturn, Self.lineFeed]) {
            rest.removeFirst(2)
        } else if !take(Self.lineFeed), !take(Self.carriageReturn) {
            return false
        }
        line += 1
        return true
    }
}
