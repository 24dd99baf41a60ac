import Testing
import Web

@Suite struct `Writing JSON` {
    @Test(
        arguments: [
            (JSON.null, "null"), (true, "true"), (false, "false"), (0, "0"), (-7, "-7"),
            (.number("25000.00"), "25000.00"),  // digits as they came, trailing zeros too
            (.number("123456789012345678901234567890"), "123456789012345678901234567890"),
            ("", #""""#), ([], "[]"), ([:], "{}"), ([1, [2, nil]], "[1,[2,null]]"),
            (["b": 1, "a": ["x": true]], #"{"b":1,"a":{"x":true}}"#),  // in the order of writing
        ] as [(JSON, String)]
    )
    func `leaves out white space and keeps order and digits`(_ json: JSON, _ text: String) {
        #expect(json.serializedText == text)
    }

    @Test(arguments: [
        ("say \"hi\"", #""say \"hi\"""#), ("a\\b", #""a\\b""#), ("a/b", #""a/b""#),
        ("\n\r\t", #""\n\r\t""#), ("\0\u{1}\u{8}\u{C}\u{1F}", #""\u0000\u0001\u0008\u000c\u001f""#),
        ("\r\n", #""\r\n""#),  // one character, two bytes
        ("\u{7F}", "\"\u{7F}\""),  // needs no escape (RFC 8259, section 7)
        ("Zoë 👩🏽‍🚒 \u{2028}", "\"Zoë 👩🏽‍🚒 \u{2028}\""),
    ])
    func `escapes what must be escaped, and nothing else`(_ text: String, _ written: String) {
        #expect(JSON.string(text).serializedText == written)
        let object = JSON.object(.init([.init(text, true)]))
        #expect(object.serializedText == "{\(written):true}")
    }

    @Test func `appends to what is there`() {
        var bytes = Array("x=".utf8)
        JSON.array([1]).append(to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == "x=[1]")
    }
}

@Suite struct `A JSON value` {
    @Test func `finds members, the last of a repeated name`() {
        let json: JSON = ["a": 1, "b": "x", "a": 2]
        #expect(json["a"] == 2)
        #expect(json["b"]?.text == "x")
        #expect(json["a"]?.text == nil)
        #expect(json["c"] == nil)
        #expect(JSON.array([1])["a"] == nil)
    }

    @Test func `comes from what may be absent`() {
        #expect(JSON.optional(String?.none) == .null)
        #expect(JSON.optional("x") == "x")
        #expect(JSON.optional(Int?.none) == .null)
        #expect(JSON.optional(5) == 5)
        #expect(JSON.int(Int64.min) == .number("-9223372036854775808"))
    }

    @Test(
        arguments: [
            (JSON.null, "null"), (true, "a boolean"), (1, "a number"), ("x", "a string"),
            ([], "an array"), ([:], "an object"),
        ] as [(JSON, String)]
    )
    func `says what it is`(_ json: JSON, _ kind: String) {
        #expect(json.kind == kind)
    }
}
