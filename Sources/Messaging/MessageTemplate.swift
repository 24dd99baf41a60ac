/// The text of a message with places for what differs, such as `Hi {customer_name|there}!`.
///
/// A variable stands in braces, with a fallback after a bar for when its value is absent; without
/// a fallback an absent value leaves nothing. A part that makes sense only with a value is written
/// `{#if sales_rep_name}Yours, {sales_rep_name}.{/if}`; parts do not stand in one another. A
/// template is parsed once, so filling it cannot fail, and values are never read as templates: a
/// customer named `{review_url}` keeps that name.
package struct MessageTemplate: Sendable, Hashable {
    /// The template as it was written.
    package let text: String

    private let pieces: [TemplatePiece]

    /// Accepts a template without mistakes; the error names all of them.
    package init(_ text: String) throws(TemplateError) {
        var parser = TemplateParser()
        pieces = try parser.parse(text)
        self.text = text
    }

    private init(_ pieces: [TemplatePiece]) {
        self.pieces = pieces
        text = pieces.map(\.source).joined()
    }

    /// The longest body that a provider takes, in UTF-16 units (Twilio's error 21617).
    package static let bodyLengthMax = 1600

    /// What is sent until somebody writes something better: one segment with usual values.
    package static let standard = MessageTemplate([
        .literal("Hi "), .variable(.customerName, fallback: "there"),
        .literal(", thank you for visiting "), .variable(.dealershipName, fallback: "us"),
        .literal("! How did we do? "), .variable(.reviewURL, fallback: nil),
        .literal(" Reply STOP to opt out."),
    ])
}

extension MessageTemplate {
    /// The variables that the template uses.
    package var variables: Set<TemplateVariable> {
        Set(pieces.flatMap(\.variables))
    }

    /// The finished text.
    ///
    /// Values come from outside, so they are made one clean line first: control and
    /// direction-changing characters are stripped, line breaks become spaces, and outer spaces go.
    /// A value of which nothing is left counts as absent. The result can exceed `bodyLengthMax` or
    /// be empty; check it before it is sent.
    package func render(_ values: [TemplateVariable: String]) -> String {
        let present = values.mapValues(TemplateValue.cleaned).filter { !$0.value.isEmpty }
        return pieces.map { $0.filled(with: present) }.joined()
    }
}

/// One stretch of a template.
enum TemplatePiece: Sendable, Hashable {
    case literal(String)
    case variable(TemplateVariable, fallback: String?)
    /// Left out when the variable has no value; holds no part of its own.
    case part(TemplateVariable, [TemplatePiece])

    /// The piece as it is written.
    var source: String {
        switch self {
        case .literal(let text): text
        case .variable(let name, let fallback?): "{\(name.rawValue)|\(fallback)}"
        case .variable(let name, nil): "{\(name.rawValue)}"
        case .part(let name, let pieces):
            "{#if \(name.rawValue)}\(pieces.map(\.source).joined()){/if}"
        }
    }

    var variables: [TemplateVariable] {
        switch self {
        case .literal: []
        case .variable(let name, _): [name]
        case .part(let name, let pieces): [name] + pieces.flatMap(\.variables)
        }
    }

    /// The piece's text, from values that are clean and not empty.
    func filled(with values: [TemplateVariable: String]) -> String {
        switch self {
        case .literal(let text): text
        case .variable(let name, let fallback): values[name] ?? fallback ?? ""
        case .part(let name, let pieces):
            values[name] == nil ? "" : pieces.map { $0.filled(with: values) }.joined()
        }
    }
}

// MARK: -

private enum TemplateValue {
    /// The value as one line of characters that can be sent.
    static func cleaned(_ value: String) -> String {
        var line = String.UnicodeScalarView()
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\t", "\n", "\r", "\u{2028}", "\u{2029}": line.append(" ")
            // Embeddings, overrides and isolates would reorder the text around the value.
            case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": continue
            default:
                if scalar.properties.generalCategory != .control { line.append(scalar) }
            }
        }
        guard let first = line.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = line.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(line[first...last])
    }
}
