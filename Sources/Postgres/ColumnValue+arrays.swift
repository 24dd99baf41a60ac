/// A type that a whole column of array (or, for bytes, `bytea`) can be read as a list of.
package protocol ColumnElement {
    static func readAll(_ cell: Cell) throws(DecodingFailure.Problem) -> [Self]
}

extension Array: ColumnValue where Element: ColumnElement {
    package static func read(_ cell: Cell?) throws(DecodingFailure.Problem) -> [Element] {
        guard let cell else { throw .null }
        return try Element.readAll(cell)
    }
}

extension String: ColumnElement {}
extension Int: ColumnElement {}
extension Int32: ColumnElement {}
extension Int64: ColumnElement {}
extension Bool: ColumnElement {}
extension Double: ColumnElement {}
extension Optional: ColumnElement where Wrapped: ColumnValue {}

extension ColumnElement where Self: ColumnValue {
    package static func readAll(_ cell: Cell) throws(DecodingFailure.Problem) -> [Self] {
        guard let elements = ArrayText.decode(cell) else { throw .malformed }
        return try elements.map { (element) throws(DecodingFailure.Problem) in
            guard let element else { return try Self.read(nil) }
            return try element.withUnsafeBufferPointer { (bytes) throws(DecodingFailure.Problem) in
                try Self.read(bytes)
            }
        }
    }
}

extension UInt8: ColumnElement {
    /// Reads `bytea` in its hexadecimal form, `\x00ff`.
    package static func readAll(_ cell: Cell) throws(DecodingFailure.Problem) -> [UInt8] {
        guard cell.count.isMultiple(of: 2),
            cell.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "x")])
        else { throw .malformed }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(cell.count / 2 - 1)
        for index in stride(from: 2, to: cell.count, by: 2) {
            guard let high = hexadecimalDigit(cell[index]),
                let low = hexadecimalDigit(cell[index + 1])
            else { throw .malformed }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    /// PostgreSQL writes small letters only.
    private static func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
