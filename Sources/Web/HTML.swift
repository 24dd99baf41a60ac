/// A page, or a piece of one, as a tree: text cannot become markup, because it is never put together
/// with any.
///
/// Names of elements and attributes stand in the program; only values come from elsewhere, and those
/// are escaped when the tree is written (HTML Standard, section 13.3).
package indirect enum HTML: Sendable, Hashable {
    case element(Name, [Attribute], [HTML])
    case text(String)
    /// Several pieces in a row; nothing when there are none.
    case group([HTML])

    /// The name of an element or attribute, which only the program can give.
    package struct Name: Sendable, Hashable, ExpressibleByStringLiteral {
        let text: String

        package init(stringLiteral text: StaticString) { self.text = "\(text)" }
    }

    /// One attribute of an element.
    package struct Attribute: Sendable, Hashable {
        let name: Name
        /// Nil for one that is there or not, such as `required`.
        let value: String?
    }

    package static func element(
        _ name: Name,
        _ attributes: [Attribute] = [],
        _ children: HTML...
    ) -> HTML {
        .element(name, attributes, children)
    }

    package static let nothing = HTML.group([])
}

extension HTML: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) { self = .text(text) }
}

extension HTML.Attribute {
    package static func set(_ name: HTML.Name, _ value: String) -> Self {
        Self(name: name, value: value)
    }

    /// An attribute that is there or not.
    package static func flag(_ name: HTML.Name) -> Self { Self(name: name, value: nil) }

    package static func classes(_ names: String) -> Self { .set("class", names) }

    /// A link's target: an address of the web or of this site.
    ///
    /// Anything else, such as a script, is left empty.
    package static func href(_ address: String) -> Self {
        let isWeb = address.hasPrefix("https://") || address.hasPrefix("http://")
        let isOurs = address.hasPrefix("/") && !address.hasPrefix("//")
        return .set("href", isWeb || isOurs ? address : "")
    }
}

extension HTML {
    /// The whole document with its type.
    package var document: String { "<!doctype html>\(written)" }

    package var written: String {
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        switch self {
        case .text(let words): text.append(Self.escaped(words))
        case .group(let pieces): for piece in pieces { piece.write(to: &text) }
        case .element(let name, let attributes, let children):
            text.append("<\(name.text)")
            for attribute in attributes {
                text.append(" \(attribute.name.text)")
                if let value = attribute.value { text.append("=\"\(Self.escaped(value))\"") }
            }
            text.append(">")
            guard !Self.voids.contains(name) else { return }
            for child in children { child.write(to: &text) }
            text.append("</\(name.text)>")
        }
    }

    /// Elements without an end.
    private static let voids: Set<Name> = ["br", "img", "input", "link", "meta"]

    private static func escaped(_ text: String) -> String {
        var clean = ""
        clean.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": clean.append("&amp;")
            case "<": clean.append("&lt;")
            case ">": clean.append("&gt;")
            case "\"": clean.append("&quot;")
            case "'": clean.append("&#39;")
            default: clean.unicodeScalars.append(scalar)
            }
        }
        return clean
    }
}
