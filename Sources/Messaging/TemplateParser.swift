/// Reads a template into its pieces, and collects every mistake on the way.
struct TemplateParser {
    private var pieces: [TemplatePiece] = []
    private var problems: [TemplateError.Problem] = []
    private var literal = ""
    /// The text since an open brace and the position of that brace.
    private var open: (content: String, position: Int)?
    /// The part that was opened and not closed, and the pieces that stand before it.
    private var part: (variable: TemplateVariable?, position: Int, before: [TemplatePiece])?

    mutating func parse(_ text: String) throws(TemplateError) -> [TemplatePiece] {
        let length = text.utf16.count
        guard length <= MessageTemplate.bodyLengthMax else {
            throw TemplateError(problems: [.tooLong(length: length)])
        }
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw TemplateError(problems: [.empty])
        }
        for (index, character) in text.enumerated() { read(character, at: index + 1) }
        if let open { problems.append(.unbalancedBrace(position: open.position)) }
        endLiteral()
        if let part { problems.append(.partNotClosed(position: part.position)) }
        guard problems.isEmpty else {
            throw TemplateError(problems: problems.sorted { $0.position < $1.position })
        }
        return pieces
    }

    private mutating func read(_ character: Character, at position: Int) {
        switch character {
        case "{":
            if let open { problems.append(.unbalancedBrace(position: open.position)) }
            open = ("", position)
        case "}":
            guard let place = open else {
                problems.append(.unbalancedBrace(position: position))
                return
            }
            open = nil
            endLiteral()
            endPlace(place.content, at: place.position)
        default:
            if !Self.canBeSent(character) {
                problems.append(.controlCharacter(position: position))
            } else if open == nil {
                literal.append(character)
            } else {
                open?.content.append(character)
            }
        }
    }

    private mutating func endLiteral() {
        guard !literal.isEmpty else { return }
        pieces.append(.literal(literal))
        literal = ""
    }

    private mutating func endPlace(_ content: String, at position: Int) {
        switch content {
        case "/if": endPart(at: position)
        case _ where content.hasPrefix("#if "): beginPart(content.dropFirst(4), at: position)
        case _ where content.hasPrefix("#") || content.hasPrefix("/"):
            problems.append(.unknownWord(word: content, position: position))
        default: addVariable(content, at: position)
        }
    }

    private mutating func beginPart(_ name: Substring, at position: Int) {
        let variable = TemplateVariable(rawValue: String(name))
        if variable == nil {
            problems.append(.unknownVariable(name: String(name), position: position))
        }
        guard part == nil else {
            problems.append(.partInPart(position: position))
            return
        }
        part = (variable, position, pieces)
        pieces = []
    }

    private mutating func endPart(at position: Int) {
        guard let ended = part else {
            problems.append(.partNotOpened(position: position))
            return
        }
        part = nil
        let inside = pieces
        pieces = ended.before
        if let variable = ended.variable { pieces.append(.part(variable, inside)) }
    }

    private mutating func addVariable(_ content: String, at position: Int) {
        let parts = content.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts.first.map(String.init) ?? ""
        guard let variable = TemplateVariable(rawValue: name) else {
            problems.append(.unknownVariable(name: name, position: position))
            return
        }
        let fallback = parts.count == 2 ? String(parts[1]) : nil
        pieces.append(.variable(variable, fallback: fallback))
    }

    /// Line breaks and tabs are part of a text; other control characters are mistakes.
    private static func canBeSent(_ character: Character) -> Bool {
        character.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "\t", "\n", "\r": true
            default: scalar.properties.generalCategory != .control
            }
        }
    }
}
