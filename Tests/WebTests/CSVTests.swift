import Testing
import Web

@Suite struct `A file of comma-separated values` {
    private func read(_ text: String) throws(MalformedCSV) -> CSV { try CSV(Array(text.utf8)) }

    @Test func `is read with quotes, commas and line ends within them`() throws {
        let file = try read("a,b\r\n\"x, \"\"y\"\"\",\"1\r\n2\"\r\nlast,\r\n")
        #expect(file.header == ["a", "b"])
        #expect(file.records.map(\.fields) == [["x, \"y\"", "1\r\n2"], ["last", ""]])
        #expect(file.records.map(\.line) == [2, 4])
    }

    @Test(arguments: ["a,b\n1,2", "a,b\r\n1,2\r\n", "a,b\r1,2\r", "\u{FEFF}a,b\n\n1,2\n\n"])
    func `may end its lines in every usual way, and begin with a mark`(_ text: String) throws {
        let file = try read(text)
        #expect(file.header == ["a", "b"])
        #expect(file.records.map(\.fields) == [["1", "2"]])
    }

    @Test(
        arguments: [
            ("", 1, .empty), ("\n\n", 1, .empty),
            ("a,b\n1", 2, .fieldCount(1, expected: 2)),
            ("a,b\n1,2,3", 2, .fieldCount(3, expected: 2)),
            ("a\n\"open", 2, .openQuote), ("a\nx\"y", 2, .strayQuote),
            ("a\n\"x\"y", 2, .strayQuote),
        ] as [(String, Int, MalformedCSV.Reason)]
    )
    func `is refused with line and reason`(
        _ text: String,
        _ line: Int,
        _ reason: MalformedCSV.Reason
    ) {
        let problem = #expect(throws: MalformedCSV.self) { try read(text) }
        #expect(problem?.line == line)
        #expect(problem?.reason == reason)
        #expect(problem?.sentence.isEmpty == false)
    }

    @Test func `is refused when it is not UTF-8 or beyond a limit`() {
        var limits = CSV.Limits()
        limits.recordsMax = 2
        limits.columnsMax = 2
        limits.fieldByteCountMax = 3
        func reason(_ bytes: [UInt8]) -> MalformedCSV.Reason? {
            #expect(throws: MalformedCSV.self) { try CSV(bytes, limits: limits) }?.reason
        }
        #expect(reason([0x61, 0x0A, 0xFF]) == .notUTF8)
        #expect(reason(Array("a\n1\n2\n3".utf8)) == .tooManyLines(2))
        #expect(reason(Array("a,b,c".utf8)) == .tooManyColumns(2))
        #expect(reason(Array("abcd".utf8)) == .fieldTooLong(3))
    }
}
