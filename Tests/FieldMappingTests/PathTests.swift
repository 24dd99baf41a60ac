import FieldMapping
import JSONParser
import TestSupport
import Testing
import Web

@Suite struct `Paths into a posting` {
    @Test(arguments: [
        ("a", "1"), ("b.c", "2"), ("d[0].e", "3"), ("d[1]", "4"), (#"["odd.name"]"#, "5"),
        (#"b["x y"]"#, "6"), (#"["q\"q"]"#, "7"), ("ключ", "8"),
    ])
    func `lead to the value`(_ path: String, _ value: String) throws {
        let posted = try JSON(
            parsing: Array(
                #"{"a":1,"b":{"c":2,"x y":6},"d":[{"e":3},4],"odd.name":5,"q\"q":7,"ключ":8}"#.utf8
            )
        )
        #expect(try ValuePath(path).value(in: posted) == .number(value))
    }

    @Test(arguments: ["a.b", "d[2]", "d[0].f", "b[0]", "a[0]", "none"])
    func `find nothing where there is nothing`(_ path: String) throws {
        let posted: JSON = ["a": 1, "b": ["c": 2], "d": [["e": 3], 4]]
        #expect(try ValuePath(path).value(in: posted) == nil)
    }

    @Test(arguments: ["", ".", "a.", ".a", "a..b", "a[", "a[x]", "a[-1]", #"a["x]"#, "a]", "a[1]b"])
    func `are refused when they are none`(_ text: String) {
        #expect(throws: MalformedPath.self) { try ValuePath(text) }
    }

    @Test func `are written so that they lead back, whatever the names`() throws {
        var random = SplitMix64(seed: 4)
        for _ in 0..<500 {
            let names = (0..<3).map { _ in
                String.random(upTo: 8, using: &random).filter { !"\($0)".hasControlCharacters }
            }.filter { !$0.isEmpty }
            guard !names.isEmpty else { continue }
            let posted = names.reversed().reduce(JSON.string("end")) {
                .object(JSON.Object([.init($1, .array([$0]))]))
            }
            let leaves = PostedLeaves(of: posted)
            let leaf = try #require(leaves.leaves.first)
            #expect(leaf.value == "end")
            #expect(try ValuePath(leaf.path.text).value(in: posted) == "end", "\(leaf.path.text)")
        }
    }

    @Test func `of many values only the first are listed`() {
        let posted = JSON.array((0..<1000).map { .int($0) })
        let leaves = PostedLeaves(of: posted)
        #expect(leaves.leaves.count == PostedLeaves.countMax)
        #expect(leaves.isCut)
        #expect(!PostedLeaves(of: ["a": 1]).isCut)
    }

    @Test func `are suggested by the names that CRMs use`() {
        let posted: JSON = [
            "ro_number": "10482", "customer": ["first_name": "Maria", "mobile": "4155172054"],
            "store": ["name": "Sunrise Motors"], "grand_total": "412.50", "colour": "red",
        ]
        let found = PostedLeaves(of: posted).suggestions.mapValues(\.text)
        #expect(
            found == [
                .transactionID: "ro_number", .customerPhone: "customer.mobile",
                .customerFirstName: "customer.first_name", .dealershipName: "store.name",
                .amount: "grand_total",
            ]
        )
    }
}
