/// A JSON Schema (2020-12), as OpenAPI 3.1 uses it, for what a route takes and answers.
package struct Schema: Sendable, Hashable {
    package private(set) var json: JSON

    private init(_ type: JSON, _ more: JSON.Object.Member...) {
        json = .object(JSON.Object([.init("type", type)] + more))
    }

    package static let string = Self("string")
    package static let boolean = Self("boolean")
    package static let integer = Self("integer")
    package static let number = Self("number")
    package static let timestamp = Self("string", .init("format", "date-time"))
    /// An object with members that are not written down one by one.
    package static let anyObject = Self("object")

    package static func text(_ lengths: ClosedRange<Int>) -> Self {
        Self(
            "string",
            .init("minLength", .int(lengths.lowerBound)),
            .init("maxLength", .int(lengths.upperBound))
        )
    }

    package static func integer(_ range: ClosedRange<Int>) -> Self {
        Self(
            "integer",
            .init("minimum", .int(range.lowerBound)),
            .init("maximum", .int(range.upperBound))
        )
    }

    package static func oneOf(_ words: [String]) -> Self {
        Self("string", .init("enum", .array(words.map(JSON.string))))
    }

    package static func array(of element: Schema) -> Self {
        Self("array", .init("items", element.json))
    }

    package static func object(_ members: KeyValuePairs<String, Schema>) -> Self {
        let properties = members.map { JSON.Object.Member($0.key, $0.value.json) }
        return Self("object", .init("properties", .object(JSON.Object(properties))))
    }

    /// The schema of a body made of these fields.
    package static func fields(_ fields: [any DescribedField]) -> Self {
        let properties = fields.map {
            JSON.Object.Member($0.name, $0.schema.about($0.summary).json)
        }
        let required = fields.filter(\.isRequired).map { JSON.string($0.name) }
        return Self(
            "object",
            .init("properties", .object(JSON.Object(properties))),
            .init("required", .array(required))
        )
    }

    /// The same, or null.
    package var orNull: Self {
        guard case .object(var object) = json else { return self }
        object.members = object.members.map { member in
            switch (member.name, member.value) {
            case ("type", _): .init("type", .array([member.value, "null"]))
            case ("enum", .array(let words)): .init("enum", .array(words + [nil]))
            default: member
            }
        }
        var copy = self
        copy.json = .object(object)
        return copy
    }

    package func about(_ summary: String) -> Self {
        guard case .object(var object) = json, !summary.isEmpty else { return self }
        object.members.append(.init("description", .string(summary)))
        var copy = self
        copy.json = .object(object)
        return copy
    }
}
