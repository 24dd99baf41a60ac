extension Field<Bool> {
    /// True or false as JSON writes them; a string is neither.
    package static func flag(_ name: String, _ summary: String) -> Self {
        Field(name, summary, schema: .boolean, expected: "true or false") { json in
            if case .bool(let isOn) = json { isOn } else { nil }
        }
    }

    /// Like `flag`, but takes the words as well, for fields that forms and queries send.
    package static func flagOrWord(_ name: String, _ summary: String) -> Self {
        Field(name, summary, schema: .boolean, expected: "true or false") { json in
            switch json {
            case .bool(let isOn): isOn
            case .string("true"): true
            case .string("false"): false
            default: nil
            }
        }
    }
}
