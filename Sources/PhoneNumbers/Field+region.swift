package import Web

extension Field<String> {
    /// A country with numbers of its own, as two letters of ISO 3166 in either case.
    package static func region(_ name: String, _ summary: String) -> Self {
        Field(
            name,
            summary,
            schema: .text(2...2),
            expected: "a country as two letters, such as US"
        ) { json in
            json.text.map { $0.uppercased() }.flatMap {
                PhoneNumberParser.isKnownRegion($0) ? $0 : nil
            }
        }
    }
}
