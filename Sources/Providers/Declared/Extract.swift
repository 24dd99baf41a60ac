import Web

/// How a value is drawn out of a document: by a path, `message.id`; as a text with paths for holes,
/// `dlr-{err-code}`; always the same, `=EUR`; or by the first of several ways that leads to
/// something, `error.details|error.message`.
///
/// A path that begins with `$.` starts at the whole document rather than at the item being read.
indirect enum Extract: Sendable, Hashable {
    case first([Extract])
    case path(String)
    case text(TextTemplate)
    case constant(String)

    init(_ text: String) throws(MalformedTemplate) {
        let ways = text.split(separator: "|")
        if ways.count > 1 {
            var extracts: [Extract] = []
            for way in ways { extracts.append(try Extract(String(way))) }
            self = .first(extracts)
        } else if text.hasPrefix("=") {
            self = .constant(String(text.dropFirst()))
        } else if text.contains("{") {
            self = .text(try TextTemplate(text))
        } else {
            self = .path(text)
        }
    }

    /// The text there; nil where there is none, or an empty one.
    func value(in item: JSON, of document: JSON) -> String? {
        let found: String? =
            switch self {
            case .first(let ways):
                ways.lazy.compactMap { $0.value(in: item, of: document) }.first
            case .constant(let text): text
            case .path(let path): Self.look(path, item, document)
            case .text(let template):
                template.holes.allSatisfy { Self.look($0, item, document) != nil }
                    ? template.filled { Self.look($0, item, document) } : nil
            }
        return found.flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func look(_ path: String, _ item: JSON, _ document: JSON) -> String? {
        path.hasPrefix("$.")
            ? DocumentPath(String(path.dropFirst(2))).first(in: document)?.scalar
            : DocumentPath(path).first(in: item)?.scalar
    }
}

/// A demand on a value in a document.
struct Condition: Sendable, Hashable {
    let value: Extract
    let isOneOf: [String]

    /// Nil where the value is missing; `*` is any value.
    func holds(in item: JSON, of document: JSON) -> Bool? {
        value.value(in: item, of: document).map { isOneOf.contains($0) || isOneOf == ["*"] }
    }
}
