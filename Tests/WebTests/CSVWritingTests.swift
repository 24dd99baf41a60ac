import Testing
import Web

@Suite struct `A line of CSV` {
    @Test(arguments: [
        (["a", "b"], "a,b"), ([""], ""), (["a,b", "c"], "\"a,b\",c"),
        (["say \"hi\""], "\"say \"\"hi\"\"\""),
        (["\"\u{301},"], "\"\"\"\u{301},\""), (["two\nlines"], "\"two\nlines\""),
        (["ümlaut", "نص"], "ümlaut,نص"),
    ])
    func `quotes what must be quoted`(_ cells: [String], _ line: String) {
        #expect(CSV.line(cells) == line + "\r\n")
    }

    @Test(arguments: ["=1+1", "+cmd", "-cmd", "@SUM(A1)", "\tx", "=HYPERLINK(\"x\")"])
    func `runs in no spreadsheet`(_ text: String) {
        let line = CSV.line([text])
        #expect(line.hasPrefix("'") || line.hasPrefix("\"'"))
    }

    @Test(arguments: ["-5", "+1.5", "-0.0079", "12"])
    func `keeps numbers`(_ text: String) {
        #expect(CSV.line([text]) == text + "\r\n")
    }

    @Test func `is read back as it was written`() throws {
        let cells = ["a", "b,c", "d\"e", "f\r\ng", ""]
        let text = CSV.line(["1", "2", "3", "4", "5"]) + CSV.line(cells)
        #expect(try CSV(Array(text.utf8)).records.map(\.fields) == [cells])
    }
}
