package import Web

extension Field<String> {
    /// A language as the primary subtag of its BCP 47 tag, in either case.
    package static func language(_ name: String, _ summary: String) -> Self {
        Field(
            name,
            summary,
            schema: .text(2...3),
            expected: "a language of two or three letters, such as es"
        ) { json in
            guard let text = json.text, (2...3).contains(text.utf8.count),
                text.utf8.allSatisfy({ (0x61...0x7A).contains($0 | 0x20) })
            else { return nil }
            return text.lowercased()
        }
    }
}
