/// A text with holes, such as `{api_base}/v2/messages`.
///
/// A hole with a question mark, `{from?}`, may have no value: then the whole text has none, and what
/// it would be the value of is left out. `{{` and `}}` are braces.
struct TextTemplate: Sendable, Hashable {
    private var pieces: [Piece] = []

    private enum Piece: Sendable, Hashable {
        case literal(String)
        case hole(String, isOptional: Bool)
    }

    init(_ text: String) throws(MalformedTemplate) {
        var literal = ""
        var rest = text[...]
        while let character = rest.popFirst() {
            switch character {
            case "{" where rest.first == "{", "}" where rest.first == "}":
                literal.append(rest.removeFirst())
            case "}": throw .strayBrace
            case "{":
                guard let end = rest.firstIndex(of: "}") else { throw .strayBrace }
                if !literal.isEmpty { pieces.append(.literal(literal)) }
                literal = ""
                pieces.append(try Self.hole(rest[..<end]))
                rest = rest[rest.index(after: end)...]
            default: literal.append(character)
            }
        }
        if !literal.isEmpty { pieces.append(.literal(literal)) }
    }

    private static func hole(_ text: Substring) throws(MalformedTemplate) -> Piece {
        let isOptional = text.hasSuffix("?")
        let name = isOptional ? text.dropLast() : text
        guard !name.isEmpty, !name.contains(where: { $0 == "{" || $0 == " " }) else {
            throw .strayBrace
        }
        return .hole(String(name), isOptional: isOptional)
    }

    var holes: [String] {
        pieces.compactMap { piece in
            guard case .hole(let name, _) = piece else { return nil }
            return name
        }
    }

    /// Each piece as something else.
    func parts<Part>(
        hole: (String) throws(MalformedTemplate) -> Part,
        literal: (String) -> Part
    ) throws(MalformedTemplate) -> [Part] {
        var parts: [Part] = []
        for piece in pieces {
            switch piece {
            case .literal(let text): parts.append(literal(text))
            case .hole(let name, _): parts.append(try hole(name))
            }
        }
        return parts
    }

    /// The text with its holes filled; nil when one that may be empty is.
    ///
    /// `escape` writes a value so that it means itself where it stands; its second argument is
    /// whether it stands at the very beginning.
    func filled(
        _ value: (String) -> String?,
        escape: (String, Bool) -> String = { text, _ in text }
    ) -> String? {
        var text = ""
        for (index, piece) in pieces.enumerated() {
            switch piece {
            case .literal(let literal): text += literal
            case .hole(let name, let isOptional):
                let value = value(name) ?? ""
                if isOptional, value.isEmpty { return nil }
                text += escape(value, index == 0)
            }
        }
        return text
    }
}

/// A text whose braces do not pair, or hold no name.
enum MalformedTemplate: Error { case strayBrace }
