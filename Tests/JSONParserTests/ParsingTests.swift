import JSONParser
import Testing
import Web

@Suite struct `Reading JSON` {
    @Test(
        arguments: [
            ("null", nil), (" true ", true), ("false", false), ("\t\r\n0\n", 0),
            ("-0", .number("-0")),
            ("123456789012345678901234567890", .number("123456789012345678901234567890")),
            ("25000.00", .number("25000.00")), ("1E+2", .number("1E+2")),
            ("-1.50e-07", .number("-1.50e-07")), ("1e308", .number("1e308")),
            ("1e-400", .number("1e-400")),
            (#""""#, ""), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
            (#""\u00e9\u0000\uD83D\ude00""#, "é\0😀"), ("\"é😀\u{7F}\u{2028}\"", "é😀\u{7F}\u{2028}"),
            ("[]", []), ("[ 1 , [ ] , { } ]", [1, [], [:]]), ("{}", [:]),
            (#"{ "b" : 1 , "a" : { "" : null } }"#, ["b": 1, "a": ["": nil]]),
            (#"{"a":1,"a":2}"#, ["a": 1, "a": 2]),
            ("\u{FEFF}[1]", [1]),
        ] as [(String, JSON)]
    )
    func `takes`(_ text: String, _ json: JSON) throws {
        #expect(try JSON(parsing: Array(text.utf8)) == json)
    }

    @Test(arguments: [
        "", " ", "\u{FEFF}", "nul", "nulll", "True", "undefined", "NaN", "Infinity", "-Infinity",
        "01", "-", "-01", "+1", ".5", "1.", "1.e2", "1e", "1e+", "0x1F", "1_000", "1,5", "--1", "٥",
        "'a'", #"""#, #""a"#, #""\x41""#, #""\u12""#, #""\u12g4""#, "\"\t\"", "\"\n\"", "\"\0\"",
        #""\uD800""#, #""\uD800\u0041""#, #""\uDC00""#,  // half a surrogate pair
        "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1}", "[1]]",
        "{", "}", "{1:2}", "{a:1}", #"{"a"}"#, #"{"a":}"#, #"{"a":1"#, #"{"a":1,}"#, #"{"a":1]"#,
        #"{"a" 1}"#, #"{"a":1 "b":2}"#, #"{,}"#, "{}{}", "1 2", "[] x", "// c\n1", "/* c */1",
        "{}\0", "{}\0garbage", "\0",
    ])
    func `refuses`(_ text: String) {
        #expect(throws: MalformedJSON.self) { try JSON(parsing: Array(text.utf8)) }
    }

    @Test(
        arguments: [
            [0x80], [0xFF], [0xC0, 0xAF], [0xC3], [0xC3, 0x28], [0xE2, 0x82], [0xED, 0xA0, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80],
        ] as [[UInt8]]
    )
    func `refuses text that is not UTF-8`(_ bytes: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        #expect(throws: MalformedJSON.self) { try JSON(parsing: [quote] + bytes + [quote]) }
        #expect(throws: MalformedJSON.self) { try JSON(parsing: bytes) }
        let asName = [UInt8(ascii: "{"), quote] + bytes + Array("\":1}".utf8)
        #expect(throws: MalformedJSON.self) { try JSON(parsing: asName) }
    }

    @Test(
        arguments: [[0xFE, 0xFF, 0, 0x31], [0xFF, 0xFE, 0x31, 0], [0x5B, 0, 0x5D, 0]] as [[UInt8]]
    )
    func `refuses UTF-16`(_ bytes: [UInt8]) {
        #expect(throws: MalformedJSON.self) { try JSON(parsing: bytes) }
    }
}

@Suite struct `Deep JSON` {
    private func nested(_ depth: Int, _ open: String, _ close: String) -> [UInt8] {
        Array((String(repeating: open, count: depth) + String(repeating: close, count: depth)).utf8)
    }

    @Test func `is taken to its limit`() throws {
        _ = try JSON(parsing: nested(JSON.depthMax, "[", "]"))
        let error = #expect(throws: MalformedJSON.self) {
            try JSON(parsing: nested(JSON.depthMax + 1, "[", "]"))
        }
        #expect(error?.reason == .tooDeep(limit: JSON.depthMax))
    }

    @Test func `costs no stack`() {
        for open in ["[", #"{"a":"#, #"[{"a":"#] {
            let bytes = Array(String(repeating: open, count: 200_000).utf8)
            let error = #expect(throws: MalformedJSON.self) { try JSON(parsing: bytes) }
            #expect(error?.reason == .tooDeep(limit: JSON.depthMax))
        }
    }

    @Test func `may be wide`() throws {
        let bytes = Array(
            "[\(Array(repeating: "[1,{}]", count: 50_000).joined(separator: ","))]".utf8
        )
        #expect(try JSON(parsing: bytes).serialized == bytes)
    }
}
