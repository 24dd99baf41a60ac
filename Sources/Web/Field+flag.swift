extension Field<Bool> {
    /// True or false as JSON writes them; a string is neither.
    package static func flag(_ name: String, _ summary: String) -> Self {
        Field(name, summary, schema: .boolean, expected: "true or false") { json in
            if case .bool(let isOn) = json { isOn } else { nil }
        }
    }
}
