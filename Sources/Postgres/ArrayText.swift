/// PostgreSQL's text form of one-dimensional arrays: `{1,NULL,"a \"quoted\" text"}`.
///
/// <https://www.postgresql.org/docs/15/arrays.html#ARRAYS-IO>
enum ArrayText {
    /// Quotes every element, which is always allowed and tells the text `NULL` from no value.
    static func encode(_ elements: [String?]) -> String {
        encode(unquoted: elements.map { $0.map(quoted) })
    }

    /// For elements that need no quotes: numbers and truths.
    static func encode(unquoted elements: [String?]) -> String {
        "{\(elements.map { $0 ?? "NULL" }.joined(separator: ","))}"
    }

    private static func quoted(_ text: String) -> String {
        var bytes = [UInt8(ascii: "\"")]
        bytes.reserveCapacity(text.utf8.count + 8)
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                bytes.append(UInt8(ascii: "\\"))
            }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The elements' bytes, `nil` for NULL; nothing for what is not a one-dimensional array.
    static func decode(_ text: Cell) -> [[UInt8]?]? {
        guard text.count >= 2, text.first == UInt8(ascii: "{"), text.last == UInt8(ascii: "}")
        else { return nil }
        var inside = text[1..<text.count - 1]
        var elements: [[UInt8]?] = []
        guard !inside.isEmpty else { return elements }
        while true {
            guard let element = nextElement(&inside) else { return nil }
            elements.append(element)
            guard let separator = inside.popFirst() else { return elements }
            guard separator == UInt8(ascii: ",") else { return nil }
        }
    }

    /// Takes one element off the front; the outer optional is for malformed text, the inner for NULL.
    private static func nextElement(_ rest: inout Slice<Cell>) -> [UInt8]?? {
        guard rest.first == UInt8(ascii: "\"") else {
            let end = rest.firstIndex(of: UInt8(ascii: ",")) ?? rest.endIndex
            let element = Array(rest[..<end])
            rest = rest[end...]
            // An unquoted brace begins a second dimension.
            guard !element.isEmpty, !element.contains(UInt8(ascii: "{")) else { return nil }
            return element.elementsEqual("NULL".utf8) ? .some(nil) : element
        }
        rest.removeFirst()
        var element: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return element
            case UInt8(ascii: "\\"):
                guard let escaped = rest.popFirst() else { return nil }
                element.append(escaped)
            default: element.append(byte)
            }
        }
        return nil
    }
}
