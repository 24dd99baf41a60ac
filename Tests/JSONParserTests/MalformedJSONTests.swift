import JSONParser
import Testing
import Web

@Suite struct `Malformed JSON` {
    private func error(_ text: String) -> MalformedJSON? {
        #expect(throws: MalformedJSON.self) { try JSON(parsing: Array(text.utf8)) }
    }

    @Test(arguments: [
        (#"{"amount":1e400}"#, "amount", 10), ("1e999", nil, 0), ("[1,-2e309]", "[1]", 3),
        (#"{"transactions":[{"amount":1},{"amount":1E400}]}"#, "transactions[1].amount", 40),
    ])
    func `names the number that is too large`(_ text: String, _ place: String?, _ offset: Int) {
        let error = error(text)
        #expect(error?.reason == .numberTooLarge)
        #expect(error?.place == place)
        #expect(error?.offset == offset)
    }

    @Test(arguments: [
        ("{", nil, 1), (#"{"a":tru}"#, "a", 8), (#"{"a":{"b":[1,2,x]}}"#, "a.b[2]", 15),
        (#"{"a":1 "b":2}"#, "a", 7), (#"{"a":{"b":1},"c":}"#, "c", 17), ("[[],[1,]]", "[1][1]", 7),
        (#"{"":x}"#, nil, 4), (#"{"a":1} x"#, nil, 8), (#"{"a":"\uDC00"}"#, "a", 13),
        ("{}\0x", nil, 2),
    ])
    func `names the member it is found in or after`(
        _ text: String,
        _ place: String?,
        _ offset: Int
    ) {
        let error = error(text)
        #expect(error?.place == place)
        #expect(error?.offset == offset)
        guard case .syntax(let reason) = error?.reason else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.hasSuffix("."))
    }

    @Test func `names only the end of an endless name`() {
        let error = error("{\"\(String(repeating: "é", count: 5000))z\":x}")
        #expect(error?.place?.hasPrefix("…") == true)
        #expect(error?.place?.hasSuffix("éz") == true)
        #expect(error?.place?.utf8.count ?? .max < 150)
    }
}
