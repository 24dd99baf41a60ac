import Testing
import Web

private let renderings: [(Schema, JSON)] = [
    (Schema.string, ["type": "string"]), (.boolean, ["type": "boolean"]),
    (.integer, ["type": "integer"]), (.number, ["type": "number"]),
    (.anyObject, ["type": "object"]),
    (.timestamp, ["type": "string", "format": "date-time"]),
    (.text(1...200), ["type": "string", "minLength": 1, "maxLength": 200]),
    (.integer(0...9), ["type": "integer", "minimum": 0, "maximum": 9]),
    (.oneOf(["a", "b"]), ["type": "string", "enum": ["a", "b"]]),
    (.array(of: .integer), ["type": "array", "items": ["type": "integer"]]),
    (
        .object(["b": .string, "a": .number]),
        [
            "type": "object",
            "properties": ["b": ["type": "string"], "a": ["type": "number"]],
        ]
    ),
    (Schema.integer.orNull, ["type": ["integer", "null"]]),
    (
        Schema.oneOf(["a"]).orNull.about("One."),
        ["type": ["string", "null"], "enum": ["a", nil], "description": "One."]
    ),
    (Schema.string.about(""), ["type": "string"]),
]

@Suite struct `A schema` {
    @Test(arguments: renderings)
    func `is JSON Schema`(_ schema: Schema, _ json: JSON) {
        #expect(schema.json == json)
    }

    @Test func `of fields documents and requires them`() {
        let fields: [any DescribedField] = [
            Field<String>.text("id", 1...9, "Which."),
            Field<Int>.integer("limit", 1...5, "How many.").optional,
        ]
        #expect(
            Schema.fields(fields).json == [
                "type": "object",
                "properties": [
                    "id": [
                        "type": "string", "minLength": 1, "maxLength": 9, "description": "Which.",
                    ],
                    "limit": [
                        "type": "integer", "minimum": 1, "maximum": 5, "description": "How many.",
                    ],
                ],
                "required": ["id"],
            ]
        )
    }
}
