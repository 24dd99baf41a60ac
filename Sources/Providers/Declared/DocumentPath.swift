import Web

/// Where in a document a value is, such as `messages.0.status`.
///
/// Steps are members of objects and places in arrays; `*` is every element. A member's name may hold
/// points itself, as `hub.mode` does.
struct DocumentPath: Sendable, Hashable {
    private let steps: [Substring]

    init(_ text: String) { steps = text.split(separator: ".") }

    /// Every value there, in the document's order.
    func all(in document: JSON) -> [JSON] { Self.all(steps[...], in: document) }

    func first(in document: JSON) -> JSON? { all(in: document).first }

    private static func all(_ steps: ArraySlice<Substring>, in value: JSON) -> [JSON] {
        guard let step = steps.first else { return [value] }
        switch value {
        case .array(let elements) where step == "*":
            return elements.flatMap { all(steps.dropFirst(), in: $0) }
        case .array(let elements):
            guard let index = Int(step), elements.indices.contains(index) else { return [] }
            return all(steps.dropFirst(), in: elements[index])
        case .object(let object):
            // The longest name that there is.
            for count in stride(from: steps.count, to: 0, by: -1) {
                let name = steps.prefix(count).joined(separator: ".")
                if let member = object[name] { return all(steps.dropFirst(count), in: member) }
            }
            // XML does not tell one element from a list of one.
            return step == "*" || step == "0" ? all(steps.dropFirst(), in: value) : []
        case .null, .bool, .number, .string: return []
        }
    }
}

extension JSON {
    /// The text of a value that is not made of others; nil for null as well.
    var scalar: String? {
        switch self {
        case .string(let text), .number(let text): text
        case .bool(let truth): truth ? "true" : "false"
        case .null, .array, .object: nil
        }
    }
}
