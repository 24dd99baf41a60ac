import Messaging
import Store
import Testing

@testable import suppressions

@Suite struct `A file of numbers` {
    @Test func `is read line by line, the good and the bad`() {
        let file = SuppressionFile(
            """
            number,reason,note
            +14155172054,opted_out,"asked, by \"\"mail\"\""
            (415) 517-2055
            12,opted_out

            +14155172056,banana
            +14155172057,WRONG_NUMBER,"two
            lines"
            nobody
            """,
            region: "US"
        )
        #expect(
            file.entries.map(\.number.rawValue) == [
                "+14155172054", "+14155172055", "+14155172057",
            ]
        )
        #expect(file.entries.map(\.reason) == [.optedOut, .optedOut, .wrongNumber])
        #expect(file.entries.map(\.note) == ["asked, by \"mail\"", "", "two\nlines"])
        #expect(file.problems.map(\.line) == [4, 6, 9])
    }

    @Test(arguments: ["", "\n\n", "number\n", "\u{FEFF}number,reason\r\n"])
    func `may hold nothing`(text: String) {
        let file = SuppressionFile(text, region: "US")
        #expect(file.entries.isEmpty)
        #expect(file.problems.isEmpty)
    }

    @Test func `may end its lines as any system does, and never end a quotation`() {
        let numbers = ["+14155172054", "+14155172055"]
        for separator in ["\n", "\r\n", "\r"] {
            let file = SuppressionFile(numbers.joined(separator: separator), region: "US")
            #expect(file.entries.map(\.number.rawValue) == numbers)
        }
        #expect(SuppressionFile("\"+14155172054", region: "US").entries.count == 1)
    }
}
