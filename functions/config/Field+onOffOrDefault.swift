import Web

extension Field<String> {
    /// What the business decides, or leaves to the installation; true and false are on and off.
    static func onOffOrDefault(_ name: String, _ summary: String) -> Self {
        Field(
            name,
            summary,
            schema: .oneOf(["on", "off", "default"]),
            expected: "on, off or default"
        ) { json in
            switch json {
            case .bool(let isOn): isOn ? "on" : "off"
            case .string(let word) where ["on", "off", "default"].contains(word): word
            default: nil
            }
        }
    }
}
