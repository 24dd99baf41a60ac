/// What a message from a person asks for.
///
/// The rules are those of the FCC, the CTIA and the carriers: a keyword is the whole of the text, or
/// its first word where the rest only adds courtesy or insistence. What merely sounds like a wish to
/// be left alone is for a person to read, and nothing is sent to that number until then.
package enum InboundIntent: Sendable, Hashable {
    /// No message any more; the words that said so, as they were understood.
    case stop(String)
    /// Messages again.
    case start(String)
    /// Who writes, and how does one make it stop?
    case help(String)
    /// The number belongs to somebody else than we think.
    case wrongNumber(String)
    /// Perhaps an opt-out: a person reads it.
    case review(String)
    /// Anything else: a part of the conversation.
    case conversation

    /// Reads a text; what the provider has understood already counts before it.
    ///
    /// `optOutType` is Twilio's: `STOP`, `START` or `HELP`.
    package init(_ text: String, optOutType: String? = nil) {
        let normal = Self.normalized(text)
        switch optOutType {
        case "STOP": self = .stop(normal)
        case "START": self = .start(normal)
        case "HELP": self = .help(normal)
        default: self = Self.read(normal)
        }
    }

    /// The word that is stored and shown; it never changes.
    package var name: String {
        switch self {
        case .stop: "stop"
        case .start: "start"
        case .help: "help"
        case .wrongNumber: "wrong_number"
        case .review: "review"
        case .conversation: "conversation"
        }
    }

    /// What was understood; nil for conversation.
    package var words: String? {
        switch self {
        case .stop(let words), .start(let words), .help(let words), .wrongNumber(let words),
            .review(let words):
            words
        case .conversation: nil
        }
    }

    private static func read(_ normal: String) -> InboundIntent {
        let core = withoutCourtesy(normal)
        if stopTexts.contains(normal) || stopTexts.contains(core) { return .stop(normal) }
        if startWords.contains(normal) { return .start(normal) }
        if helpWords.contains(normal) { return .help(normal) }
        let padded = " \(plain(normal)) "
        if let phrase = wrongNumberPhrases.first(where: { padded.contains(" \($0) ") }) {
            return .wrongNumber(phrase)
        }
        if beginsWithStop(normal) { return .stop(normal) }
        if let phrase = reviewPhrases.first(where: { padded.contains(" \($0) ") }) {
            return .review(phrase)
        }
        return .conversation
    }

    /// `STOP please` is an opt-out, `Stop by at 5` is not: what follows the first word may only add
    /// to it.
    private static func beginsWithStop(_ normal: String) -> Bool {
        let words = plain(normal).split(separator: " ")
        guard let first = words.first, (2...4).contains(words.count) else { return false }
        return firstWords.contains(String(first))
            && words.dropFirst().allSatisfy { addingWords.contains(String($0)) }
    }
}

// MARK: - Normal form

extension InboundIntent {
    /// The text in capitals, with single spaces, and without the punctuation at its ends.
    ///
    /// Invisible characters are gone, and full-width letters have become plain ones.
    static func normalized(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let value = scalar.value
            if scalar.properties.isWhitespace {
                scalars.append(" ")
            } else if (0xFF01...0xFF5E).contains(value), let plain = Unicode.Scalar(value - 0xFEE0)
            {
                scalars.append(plain)
            } else if value == 0x2019 || value == 0x2018 {
                scalars.append("'")
            } else if scalar.properties.generalCategory != .control,
                scalar.properties.generalCategory != .format,
                scalar.properties.isVariationSelector == false
            {
                scalars.append(scalar)
            }
        }
        let words = String(scalars).uppercased().split(separator: " ").joined(separator: " ")
        return words.trimmed { edges.contains($0) || $0 == " " }
    }

    private static let edges: Set<Character> = [
        ".", "!", ",", "?", "\"", "'", "(", ")", "*", "“", "”", "„", "«", "»", "…", ":", ";", "-",
        "#", "[", "]", "¡", "¿", "。", "！",
    ]

    /// Without the apostrophes and the punctuation inside, for phrases.
    private static func plain(_ normal: String) -> String {
        let letters = normal.filter { $0 != "'" }.map { edges.contains($0) ? " " : $0 }
        return String(letters).split(separator: " ").joined(separator: " ")
    }

    /// Without the words that only make a wish polite.
    private static func withoutCourtesy(_ normal: String) -> String {
        plain(normal).split(separator: " ").filter { !courtesies.contains(String($0)) }
            .joined(separator: " ")
    }
}

extension String {
    fileprivate func trimmed(_ isEdge: (Character) -> Bool) -> String {
        guard let start = firstIndex(where: { !isEdge($0) }),
            let end = lastIndex(where: { !isEdge($0) })
        else { return "" }
        return String(self[start...end])
    }
}
