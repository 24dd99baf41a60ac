package import Web

/// A place within what a CRM posts, such as `customer.phones[0].number`.
///
/// A name with a dot, a bracket or a quote in it is written `["odd.name"]`, with backslashes before
/// quotes and backslashes.
package struct ValuePath: Sendable, Hashable {
    package let text: String
    private let steps: [Step]

    package enum Step: Sendable, Hashable {
        case member(String)
        /// Counted from 0.
        case element(Int)
    }

    package static let lengthMax = 300

    package init(_ text: String) throws(MalformedPath) {
        guard !text.isEmpty, text.count <= Self.lengthMax, !text.hasControlCharacters else {
            throw MalformedPath(reason: "a path has 1 to \(Self.lengthMax) characters")
        }
        var reader = PathReader(text)
        steps = try reader.steps()
        self.text = text
    }

    package init(_ steps: [Step]) {
        self.steps = steps
        text = steps.enumerated().reduce(into: "") { text, step in
            switch step.element {
            case .element(let index): text += "[\(index)]"
            case .member(let name) where Self.isPlain(name):
                text += step.offset == 0 ? name : ".\(name)"
            case .member(let name): text += "[\(Self.quoted(name))]"
            }
        }
    }

    /// The value at this place, if there is one.
    package func value(in posted: JSON) -> JSON? {
        var value = posted
        for step in steps {
            switch (step, value) {
            case (.member(let name), .object(let object)):
                guard let found = object[name] else { return nil }
                value = found
            case (.element(let index), .array(let elements)):
                guard elements.indices.contains(index) else { return nil }
                value = elements[index]
            default: return nil
            }
        }
        return value
    }

    // By scalars: a mark that joins the character before it would hide a dot, a bracket or a quote.

    private static func isPlain(_ name: String) -> Bool {
        !name.isEmpty
            && !name.unicodeScalars.contains {
                ".[]\"".unicodeScalars.contains($0) || $0.properties.isWhitespace
            }
    }

    private static func quoted(_ name: String) -> String {
        var text = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in name.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { text.append("\\") }
            text.append(scalar)
        }
        text.append("\"")
        return String(text)
    }
}

/// Why a text is no path.
package struct MalformedPath: Error, Sendable, Hashable {
    package let reason: String
}

/// Takes the steps of a path off its front.
private struct PathReader {
    private var rest: Substring.UnicodeScalarView
    private var isFirst = true

    init(_ text: String) { rest = text[...].unicodeScalars }

    mutating func steps() throws(MalformedPath) -> [ValuePath.Step] {
        var steps: [ValuePath.Step] = []
        while !rest.isEmpty {
            steps.append(try next())
            isFirst = false
        }
        return steps
    }

    private mutating func next() throws(MalformedPath) -> ValuePath.Step {
        if rest.first == "[" {
            rest.removeFirst()
            let step = rest.first == "\"" ? ValuePath.Step.member(try quoted()) : try element()
            guard rest.popFirst() == "]" else {
                throw MalformedPath(reason: "a bracket is not closed")
            }
            return step
        }
        if !isFirst {
            guard rest.popFirst() == "." else {
                throw MalformedPath(reason: "a name after a bracket begins with a dot")
            }
        }
        let name = rest.prefix { !".[]\"".unicodeScalars.contains($0) }
        guard !name.isEmpty else { throw MalformedPath(reason: "a name is missing") }
        rest = rest.dropFirst(name.count)
        return .member(String(name))
    }

    private mutating func element() throws(MalformedPath) -> ValuePath.Step {
        let digits = rest.prefix { ("0"..."9").contains($0) }
        rest = rest.dropFirst(digits.count)
        guard digits.count <= 6, let index = Int(String(digits)) else {
            throw MalformedPath(reason: "brackets hold a number or a name in quotes")
        }
        return .element(index)
    }

    private mutating func quoted() throws(MalformedPath) -> String {
        rest.removeFirst()
        var name = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            if scalar == "\"" { return String(name) }
            guard scalar == "\\" else {
                name.append(scalar)
                continue
            }
            guard let escaped = rest.popFirst() else { break }
            name.append(escaped)
        }
        throw MalformedPath(reason: "a quote is not closed")
    }
}
