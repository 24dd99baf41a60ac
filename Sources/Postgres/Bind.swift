/// One value on its way to the server.
package enum Bind: Sendable, Hashable {
    case null
    /// The value as PostgreSQL's input function of the type reads it.
    case text(String)
    /// Bytes that travel as they are.
    case bytes([UInt8])
}

// One overload for each type that may cross; its way back is in `ColumnValue`.
extension SQL.StringInterpolation {
    package mutating func appendInterpolation(_ text: String) { append(.text(text)) }
    package mutating func appendInterpolation(_ text: String?) { append(text, Bind.text) }

    package mutating func appendInterpolation(_ number: some FixedWidthInteger) {
        append(.text(String(number)))
    }
    package mutating func appendInterpolation(_ number: (some FixedWidthInteger)?) {
        append(number) { .text(String($0)) }
    }

    package mutating func appendInterpolation(_ number: Double) { append(.text("\(number)")) }
    package mutating func appendInterpolation(_ number: Double?) {
        append(number) { .text("\($0)") }
    }

    package mutating func appendInterpolation(_ truth: Bool) { append(.text(truth ? "t" : "f")) }
    package mutating func appendInterpolation(_ truth: Bool?) {
        append(truth) { .text($0 ? "t" : "f") }
    }

    /// Binds bytes as `bytea`.
    package mutating func appendInterpolation(_ bytes: [UInt8]) {
        appendInterpolation(.some(bytes))
    }
    package mutating func appendInterpolation(_ bytes: [UInt8]?) {
        append(bytes, Bind.bytes)
        // Said in the text, because raw bytes would be misread were the type inferred otherwise.
        appendLiteral("::bytea")
    }

    package mutating func appendInterpolation(_ texts: [String]) {
        append(.text(ArrayText.encode(texts)))
    }
    package mutating func appendInterpolation(_ texts: [String?]) {
        append(.text(ArrayText.encode(texts)))
    }
    package mutating func appendInterpolation(_ numbers: [Int]) {
        append(.text(ArrayText.encode(unquoted: numbers.map { String($0) })))
    }
    package mutating func appendInterpolation(_ numbers: [Int32]) {
        append(.text(ArrayText.encode(unquoted: numbers.map { String($0) })))
    }
    package mutating func appendInterpolation(_ numbers: [Int64]) {
        append(.text(ArrayText.encode(unquoted: numbers.map { String($0) })))
    }
    package mutating func appendInterpolation(_ numbers: [Int64]?) {
        append(numbers) { .text(ArrayText.encode(unquoted: $0.map { String($0) })) }
    }
    package mutating func appendInterpolation(_ numbers: [Int64?]) {
        append(.text(ArrayText.encode(unquoted: numbers.map { $0.map { String($0) } })))
    }
    package mutating func appendInterpolation(_ truths: [Bool]) {
        append(.text(ArrayText.encode(unquoted: truths.map { $0 ? "t" : "f" })))
    }

    private mutating func append<Value>(_ value: Value?, _ bind: (Value) -> Bind) {
        append(value.map(bind) ?? .null)
    }
}
