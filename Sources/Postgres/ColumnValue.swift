/// A Swift type that a column can be read as.
///
/// An enum over `String` or `Int` conforms by saying so: `extension DeliveryStatus: ColumnValue {}`.
package protocol ColumnValue {
    /// Reads the column's text; `nil` is SQL's NULL. Throws what is wrong, without the place.
    static func read(_ cell: Cell?) throws(DecodingFailure.Problem) -> Self
}

/// The text of one column of one row, in libpq's memory: valid only while it is read.
package typealias Cell = UnsafeBufferPointer<UInt8>

extension DecodingFailure.Problem: Error {}

extension Optional: ColumnValue where Wrapped: ColumnValue {
    package static func read(_ cell: Cell?) throws(DecodingFailure.Problem) -> Wrapped? {
        guard let cell else { return nil }
        return try Wrapped.read(cell)
    }
}

extension String: ColumnValue {
    package static func read(_ cell: Cell?) throws(DecodingFailure.Problem) -> String {
        guard let cell else { throw .null }
        guard let text = String(validating: cell, as: UTF8.self) else { throw .malformed }
        return text
    }
}

extension Bool: ColumnValue {
    package static func read(_ cell: Cell?) throws(DecodingFailure.Problem) -> Bool {
        guard let cell else { throw .null }
        guard cell.count == 1 else { throw .malformed }
        switch cell[0] {
        case UInt8(ascii: "t"): return true
        case UInt8(ascii: "f"): return false
        default: throw .malformed
        }
    }
}

extension Double: ColumnValue {
    package static func read(_ cell: Cell?) throws(DecodingFailure.Problem) -> Double {
        guard let number = Double(try String.read(cell)) else { throw .malformed }
        return number
    }
}

extension Int: ColumnValue {}
extension Int16: ColumnValue {}
extension Int32: ColumnValue {}
extension Int64: ColumnValue {}

extension FixedWidthInteger where Self: ColumnValue {
    package static func read(_ cell: Cell?) throws(DecodingFailure.Problem) -> Self {
        guard let cell else { throw .null }
        let isNegative = cell.first == UInt8(ascii: "-")
        let digits = cell.dropFirst(isNegative ? 1 : 0)
        guard !digits.isEmpty else { throw .malformed }
        var number: Self = 0
        for byte in digits {
            let digit = byte &- UInt8(ascii: "0")
            guard digit < 10 else { throw .malformed }
            // Counting down from zero for negative ones, so that the smallest number fits.
            let (tens, isTooBig) = number.multipliedReportingOverflow(by: 10)
            let (next, isStillTooBig) =
                isNegative
                ? tens.subtractingReportingOverflow(Self(digit))
                : tens.addingReportingOverflow(Self(digit))
            guard !isTooBig, !isStillTooBig else { throw .malformed }
            number = next
        }
        return number
    }
}

extension RawRepresentable where Self: ColumnValue, RawValue: ColumnValue {
    package static func read(_ cell: Cell?) throws(DecodingFailure.Problem) -> Self {
        guard let value = Self(rawValue: try RawValue.read(cell)) else { throw .malformed }
        return value
    }
}
