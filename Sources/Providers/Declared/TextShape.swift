/// The shape of a plain text, such as `Success "{id}"`.
///
/// What stands outside the braces must be there, and what stands in their place is captured. `{}` is
/// anything, and is not kept.
///
/// Where a capture could be shorter or longer it is the shorter one, and a text either has the shape
/// or has not: there is no expression that could take for ever.
struct TextShape: Sendable, Hashable {
    /// The literal texts around the captures: always one more than names.
    private let literals: [String]
    private let names: [String]

    init(_ text: String) throws(MalformedTemplate) {
        var literals: [String] = []
        var names: [String] = []
        var rest = text[...]
        while let start = rest.firstIndex(of: "{") {
            guard let end = rest[start...].firstIndex(of: "}") else { throw .strayBrace }
            literals.append(String(rest[..<start]))
            names.append(String(rest[rest.index(after: start)..<end]))
            rest = rest[rest.index(after: end)...]
        }
        guard !rest.contains("}") else { throw .strayBrace }
        literals.append(String(rest))
        // Two captures side by side have no border.
        guard literals.dropFirst().dropLast().allSatisfy({ !$0.isEmpty }) else { throw .strayBrace }
        self.literals = literals
        self.names = names
    }

    /// What the text holds in the shape's places; nil when it does not have the shape.
    func captures(_ text: String) -> [String: String]? {
        guard text.hasPrefix(literals[0]) else { return nil }
        var rest = text.dropFirst(literals[0].count)
        var captures: [String: String] = [:]
        for (index, name) in names.enumerated() {
            let border = literals[index + 1]
            let isLast = index == names.count - 1
            let captured: Substring
            if isLast {
                guard rest.hasSuffix(border) else { return nil }
                captured = rest.dropLast(border.count)
                rest = ""
            } else {
                guard let range = rest.firstRange(of: border) else { return nil }
                captured = rest[..<range.lowerBound]
                rest = rest[range.upperBound...]
            }
            if !name.isEmpty { captures[name] = String(captured) }
        }
        return rest.isEmpty ? captures : nil
    }
}
