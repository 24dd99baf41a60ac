extension JSON {
    /// A value as the cell of a table: what is not there is empty, yes and no are words, and what is
    /// made of several values has them side by side.
    package var cellText: String {
        switch self {
        case .null: ""
        case .bool(let value): value ? "yes" : "no"
        case .number(let digits): digits
        case .string(let text): text
        case .array(let elements): elements.map(\.cellText).joined(separator: "; ")
        case .object(let object): object.members.map(\.value.cellText).joined(separator: " ")
        }
    }
}
