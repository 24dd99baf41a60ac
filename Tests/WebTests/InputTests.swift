import Testing
import Web

private let name = Field<String>.text("name", 1...10, "A name.").alsoInQuery(as: "customer_name")
private let age = Field<Int>.integer("age", 0...150, "An age.")
private let color = Field<String>.oneOf("color", ["red", "blue"], "A color.")

@Suite struct `What a client sends` {
    private func input(_ body: JSON, _ query: String = "") -> Input {
        guard case .object(let object) = body else { return Input() }
        return Input(body: object, query: Form(decoding: query))
    }

    @Test func `is read into values`() throws {
        let (who, years, hue) = try input(["name": "Ada", "age": 36, "color": "red"])
            .read(name, age, color)
        #expect(who == "Ada")
        #expect(years == 36)
        #expect(hue == "red")
    }

    @Test func `is told everything that is wrong with it, in the order of the fields`() {
        let problem = #expect(throws: Problem.self) {
            try input(["color": "mauve", "age": "old"]).read(name, age, color)
        }
        #expect(problem?.status == .badRequest)
        #expect(problem?.code == "invalid-request")
        #expect(problem?.detail == "Not accepted: name, age, color.")
        #expect(
            problem?.fields == [
                .init("name", expected: "a string of 1 to 10 characters", "name is missing."),
                .init(
                    "age",
                    expected: "a whole number from 0 to 150",
                    "age must be a whole number from 0 to 150."
                ),
                .init("color", expected: "one of red, blue", "color must be one of red, blue."),
            ]
        )
    }

    @Test(arguments: [
        ("", "body"), ("customer_name=query", "query"), ("customer_name=", nil),
        ("name=ignored", "body"),  // in the query it goes by its other name
    ])
    func `of the query wins over the body`(_ query: String, _ value: String?) {
        #expect((try? input(["name": "body"], query).read(name)) == value)
    }

    @Test func `may come from the query alone`() throws {
        #expect(try input([:], "age=7").read(age) == 7)
    }

    @Test(arguments: [[:], ["age": nil], ["age": ""]] as [JSON])
    func `that is absent, null or left empty in a form is absent`(_ body: JSON) throws {
        let absent: Int? = try input(body).read(age.optional)
        #expect(absent == nil)
        #expect(try input(body).read(age.defaulting(to: 18)) == 18)
        #expect(throws: Problem.self) { try input(body).read(age) }
    }

    @Test func `that is wrong is wrong also where it may be absent`() {
        for field in [age.optional, age.alsoInQuery(as: "a").optional] {
            #expect(throws: Problem.self) { try input(["age": "x"]).read(field) }
        }
        #expect(throws: Problem.self) { try input(["age": 151]).read(age.defaulting(to: 18)) }
    }

    @Test func `is empty text where empty text is allowed`() throws {
        let note = Field<String>.text("note", 0...10, "A note.")
        #expect(try input(["note": ""]).read(note) == "")
        let optional: String? = try input(["note": ""]).read(note.optional)
        #expect(optional == "")
    }

    @Test func `is explained by the field that knows better`() {
        let field = age.explained { $0 == "old" ? "An age is a number." : nil }.optional
        for (value, message) in [
            ("old", "An age is a number."), ("x", "age must be a whole number from 0 to 150."),
        ] {
            let problem = #expect(throws: Problem.self) {
                try input(["age": .string(value)]).read(field)
            }
            #expect(problem?.fields.first?.message == message)
        }
    }

    @Test func `with a repeated name counts the last in a body`() throws {
        #expect(try input(["age": 1, "age": 2]).read(age) == 2)
    }
}
