extension CSV {
    /// A record as a line of a file (RFC 4180).
    ///
    /// What a spreadsheet would run as a formula gets an apostrophe in front, which it shows as
    /// text; numbers, negative ones as well, stay what they are.
    package static func line(_ cells: [String]) -> String {
        cells.map(cell).joined(separator: ",") + "\r\n"
    }

    private static func cell(_ text: String) -> String {
        let safe = startsFormula(text) ? "'" + text : text
        guard safe.utf8.contains(where: { special.contains($0) }) else { return safe }
        // Not by characters: a quote with an accent above it is one of its own, and still a quote.
        let quoted = safe.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined()
        return "\"\(quoted)\""
    }

    private static let special: [UInt8] = [
        UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r"),
    ]

    private static func startsFormula(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first)
        else { return false }
        return Double(text) == nil
    }
}
