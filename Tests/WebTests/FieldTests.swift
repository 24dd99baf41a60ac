import Testing

@testable import Web

@Suite struct `A text field` {
    private let field = Field<String>.text("name", 1...5, "A name.")

    @Test(
        arguments: [
            ("a", "a"), ("abcde", "abcde"), ("👩🏽‍🚒👩🏽‍🚒👩🏽‍🚒", "👩🏽‍🚒👩🏽‍🚒👩🏽‍🚒"),  // three characters to a person
            ("a\tb\n", "a\tb\n"), (.number("00123"), "00123"),  // CRMs send identifiers as numbers
        ] as [(JSON, String)]
    )
    func `takes`(_ json: JSON, _ text: String) {
        #expect(field.parse(json) == text)
    }

    @Test(
        arguments: [
            "", "abcdef", "a\0", "\u{1B}[0m", "\u{7F}", true, nil, [], ["a": 1], .number("123456"),
        ] as [JSON]
    )
    func `refuses`(_ json: JSON) {
        #expect(field.parse(json) == nil)
    }

    @Test func `refuses one endless character`() {
        #expect(field.parse(.string("e" + String(repeating: "\u{301}", count: 10_000))) == nil)
    }

    @Test func `says what it expects`() {
        #expect(field.expected == "a string of 1 to 5 characters")
        #expect(Field<String>.text("n", 0...5, "").expected == "a string of at most 5 characters")
    }
}

@Suite struct `An integer field` {
    private let field = Field<Int>.integer("limit", 1...100, "How many.")

    @Test(arguments: [(1, 1), (100, 100), ("25", 25), ("007", 7)] as [(JSON, Int)])
    func `takes`(_ json: JSON, _ value: Int) {
        #expect(field.parse(json) == value)
    }

    @Test(
        arguments: [
            0, 101, -1, "", "1.0", "1e2", " 5", "5 ", "0x10", "٥", "99999999999999999999", true,
            nil,
            [1], .number("1.5"),
        ] as [JSON]
    )
    func `refuses`(_ json: JSON) {
        #expect(field.parse(json) == nil)
    }
}

@Suite struct `A field of fixed words` {
    private let field = Field<String>.oneOf("view", ["summary", "full"], "Which.")

    @Test func `takes its words only`() {
        #expect(field.parse("summary") == "summary")
        #expect(field.parse("Summary") == nil)
        #expect(field.parse("") == nil)
        #expect(field.parse(1) == nil)
        #expect(field.expected == "one of summary, full")
    }
}

@Suite struct `A derived field` {
    private let field = Field<Int>.integer("limit", 1...100, "How many.")

    @Test func `keeps its name, schema and alias`() {
        let optional = field.alsoInQuery(as: "max").optional
        #expect(optional.name == "limit")
        #expect(optional.schema == field.schema)
        #expect(optional.queryAlias == "max")
        #expect(!optional.isRequired)
        #expect(field.isRequired)
        #expect(!field.defaulting(to: 5).isRequired)
    }

    @Test func `means something when it is absent, or not`() {
        #expect(field.absent() == nil)
        #expect(field.optional.absent() == .some(nil))
        #expect(field.defaulting(to: 25).absent() == 25)
    }
}
