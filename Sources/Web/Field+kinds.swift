extension Field<String> {
    /// Text of a length in characters, without control characters, and not blank where it may not
    /// be empty; a number is taken as its digits, because many CRMs send identifiers so.
    package static func text(
        _ name: String,
        _ lengths: ClosedRange<Int>,
        _ summary: String
    ) -> Self {
        let expected =
            lengths.lowerBound == 0
            ? "a string of at most \(lengths.upperBound) characters"
            : "a string of \(lengths.lowerBound) to \(lengths.upperBound) characters"
        return Field(name, summary, schema: .text(lengths), expected: expected) { json in
            let text: String
            switch json {
            case .string(let value): text = value
            case .number(let digits): text = digits
            default: return nil
            }
            // Counting bytes first keeps a huge text from being walked by character.
            guard text.utf8.count <= lengths.upperBound * 16 else { return nil }
            guard lengths.contains(text.count), !text.hasControlCharacters else { return nil }
            guard lengths.contains(0) || text.contains(where: { !$0.isWhitespace }) else {
                return nil
            }
            return text
        }
    }

    package static func oneOf(_ name: String, _ words: [String], _ summary: String) -> Self {
        Field(
            name,
            summary,
            schema: .oneOf(words),
            expected: "one of \(words.joined(separator: ", "))"
        ) { json in json.text.flatMap { words.contains($0) ? $0 : nil } }
    }
}

extension Field<Int> {
    package static func integer(
        _ name: String,
        _ range: ClosedRange<Int>,
        _ summary: String
    ) -> Self {
        Field(
            name,
            summary,
            schema: .integer(range),
            expected: "a whole number from \(range.lowerBound) to \(range.upperBound)"
        ) { json in
            let digits: String
            switch json {
            case .number(let text), .string(let text): digits = text
            default: return nil
            }
            guard let value = Int(digits), range.contains(value) else { return nil }
            return value
        }
    }
}

extension String {
    /// Whether the text holds C0 controls other than tab and line ends, which no field wants and
    /// PostgreSQL cannot store.
    package var hasControlCharacters: Bool {
        utf8.contains { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D || $0 == 0x7F }
    }
}
