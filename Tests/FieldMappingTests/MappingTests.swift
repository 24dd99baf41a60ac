import FieldMapping
import JSONParser
import TestSupport
import Testing
import Web

private func mapping(_ text: String, isWhole: Bool = false) throws -> FieldMapping {
    try FieldMapping(JSON(parsing: Array(text.utf8)), isWhole: isWhole)
}

/// What a single rule for the customer's name makes of a value under `x`.
private func readRule(_ rule: String, _ value: JSON) throws -> FieldReading {
    let mapping = try mapping(#"{"customerName": \#(rule)}"#)
    return try #require(mapping.readings(of: ["x": value]).first)
}

@Suite struct `Rules` {
    @Test(arguments: [
        (#"{"from":"x"}"#, " Ann ", " Ann "),
        (#"{"from":"x","steps":["trim"]}"#, " Ann ", "Ann"),
        (#"{"from":"x","steps":["upper"]}"#, "straße", "STRASSE"),
        (#"{"from":"x","steps":["lower"]}"#, "ANN", "ann"),
        (#"{"from":"x","steps":["digits"]}"#, "(415) 517-2054 ext", "4155172054"),
        (#"{"from":"x","steps":["firstName"]}"#, "Maria Lopez Garcia", "Maria"),
        (#"{"from":"x","steps":["lastName"]}"#, "Maria Lopez Garcia", "Lopez Garcia"),
        (#"{"from":"x","steps":["firstName"]}"#, "Lopez, Maria", "Maria"),
        (#"{"from":"x","steps":["lastName"]}"#, "Lopez, Maria", "Lopez"),
        (#"{"from":"x","steps":["cents"]}"#, "41250", "412.50"),
        (#"{"from":"x","steps":["cents"]}"#, "5", "0.05"),
        (#"{"from":"x","steps":["cents"]}"#, "-105", "-1.05"),
        (#"{"from":"x","steps":["money"]}"#, "$1,234.50", "1234.50"),
        (#"{"from":"x","steps":["money"]}"#, "1.234,50 €", "1234.50"),
        (#"{"from":"x","steps":["money"]}"#, "1,234", "1234"),
        (#"{"from":"x","steps":["money"]}"#, "1,234,567", "1234567"),
        (#"{"from":"x","steps":["money"]}"#, "12,5", "12.5"),
        (#"{"from":"x","steps":["money"]}"#, "(12.50)", "-12.50"),
        (#"{"from":"x","steps":["money"]}"#, ".5", "0.5"),
        (#"{"from":"x","steps":["trim","upper"]}"#, " a ", "A"),
        (#"{"from":["none","x"]}"#, "Ann", "Ann"),
        (#"{"from":["x","none","x"],"join":"-"}"#, "Ann", "Ann-Ann"),
        (#"{"constant":"Sunrise"}"#, "Ann", "Sunrise"),
        (#"{"from":"none","default":"there"}"#, "Ann", "there"),
        (#"{"from":"x","steps":["digits"],"default":"there"}"#, "no digits", "there"),
    ])
    func `make the field`(_ rule: String, _ value: String, _ made: String) throws {
        #expect(try readRule(rule, .string(value)).value == made)
    }

    @Test(arguments: [
        ("iso", "2026-11-20T09:30:00Z", "2026-11-20T09:30:00Z"),
        ("iso", "2026-11-20 09:30", "2026-11-20T09:30:00"),
        ("iso", "2026-11-20", "2026-11-20T00:00:00"),
        ("iso", "2026-11-20T09:30:00.123+0530", "2026-11-20T09:30:00+05:30"),
        ("MM/dd/yyyy", "11/20/2026", "2026-11-20T00:00:00"),
        ("M/d/yy h:mm a", "1/5/26 9:05 PM", "2026-01-05T21:05:00"),
        ("M/d/yy h:mm a", "1/5/26 12:05 a.m.", "2026-01-05T00:05:00"),
        ("dd.MM.yyyy HH:mm:ss", "05.01.2026 23:59:59", "2026-01-05T23:59:59"),
        ("d MMM yyyy", "5 January 2026", "2026-01-05T00:00:00"),
        ("yyyyMMddHHmmss", "20260105235959", "2026-01-05T23:59:59"),
        ("yyyy-MM-dd'T'HH:mm:ssXXX", "2026-01-05T23:59:59-08:00", "2026-01-05T23:59:59-08:00"),
        ("unix", "1763629200", "2025-11-20T09:00:00Z"),
        ("unix-ms", "951782400000", "2000-02-29T00:00:00Z"),
    ])
    func `read dates`(_ format: String, _ text: String, _ read: String) throws {
        let rule = #"{"from":"x","steps":[{"do":"date","format":"\#(format)"}]}"#
        #expect(try readRule(rule, .string(text)).value == read)
    }

    @Test(arguments: [
        ("iso", "yesterday"), ("iso", "2026-02-29"), ("MM/dd/yyyy", "20/11/2026"),
        ("MM/dd/yyyy", "11/20/2026 9:00"), ("h:mm a yyyy MM dd", "13:00 AM 2026 01 05"),
        ("unix", "12.5"), ("unix", "9999999999999999"), ("d MMM yyyy", "5 Foo 2026"),
    ])
    func `do not guess at dates`(_ format: String, _ text: String) throws {
        let rule = #"{"from":"x","steps":[{"do":"date","format":"\#(format)"}]}"#
        let outcome = try readRule(rule, .string(text)).outcome
        guard case .unfit(let reason) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(reason.contains(format))
    }

    @Test func `take numbers and truths as text, and nothing for null`() throws {
        let digits = "12345678901234567890"
        #expect(try readRule(#"{"from":"x"}"#, .number(digits)).value == digits)
        #expect(try readRule(#"{"from":"x"}"#, true).value == "true")
        #expect(try readRule(#"{"from":"x"}"#, nil).outcome == .absent)
        #expect(try readRule(#"{"from":"x"}"#, "  ").outcome == .absent)
        guard case .unfit(let reason) = try readRule(#"{"from":"x"}"#, ["a": 1]).outcome else {
            Issue.record("an object was taken")
            return
        }
        #expect(reason.contains("x is an object"))
    }

    @Test func `are named one by one when they are wrong`() throws {
        let text = #"""
            {"customerPhone": {"from": "a..b", "steps": ["fly"]}, "fax": {"from": "x"},
             "amount": {"from": ["a"], "constant": "1"}, "dealershipName": {},
             "language": {"from": "x", "default": 5}, "channel": [],
             "salesRepName": {"from": "x", "glue": ","},
             "transactionCompletedAt": {"from": "x", "steps": [{"do": "date", "format": "HH:mm"}]}}
            """#
        do {
            _ = try mapping(text, isWhole: true)
            Issue.record("it was taken")
        } catch let error as InvalidMapping {
            #expect(
                Set(error.problems.map(\.field)) == [
                    "fields.customerPhone.from", "fields.customerPhone.steps", "fields.fax",
                    "fields.amount.constant", "fields.dealershipName.from",
                    "fields.language.default", "fields.channel", "fields.salesRepName.glue",
                    "fields.transactionCompletedAt.steps", "fields.transactionId",
                ]
            )
        }
    }

    @Test func `read back what they were written as, and hold for any posting`() throws {
        var random = SplitMix64(seed: 11)
        let steps: [Transformation] = [
            .trim, .upper, .lower, .digits, .firstName, .lastName, .cents, .money,
        ]
        for _ in 0..<300 {
            var rules: [TargetField: FieldRule] = [:]
            for field in TargetField.allCases where Bool.random(using: &random) {
                let paths = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                    ValuePath([
                        .member(["a", "b.c", "x y", "\""].randomElement(using: &random) ?? "a"),
                        .element(Int.random(in: 0...2, using: &random)),
                    ])
                }
                rules[field] = FieldRule(
                    Bool.random(using: &random) ? .firstOf(paths) : .joined(paths, separator: " "),
                    steps: (0..<Int.random(in: 0...3, using: &random)).compactMap { _ in
                        steps.randomElement(using: &random)
                    },
                    fallback: Bool.random(using: &random) ? "x" : nil
                )
            }
            let mapping = FieldMapping(rules)
            #expect(try FieldMapping(mapping.json, isWhole: false) == mapping)
            let posted: JSON = [
                "a": [.string(.random(upTo: 12, using: &random)), nil],
                "b.c": [.number("12"), ["x": 1], true],
                "x y": .string(.random(upTo: 12, using: &random)),
            ]
            let posting = MappedPosting(mapping, of: posted)
            // Every required field is there, or its absence is said.
            for field in TargetField.allCases where field.isRequired {
                let isThere = posting.body[field.rawValue] != nil
                #expect(isThere != posting.problems.contains { $0.field == field.rawValue })
            }
        }
    }
}

@Suite struct `A posting in a CRM's words` {
    private let rules = #"""
        {"transactionId": {"from": "order.id"}, "customerPhone": {"from": ["c.mobile", "c.home"]},
         "transactionCompletedAt":
             {"from": "closed", "steps": [{"do": "date", "format": "MM/dd/yyyy HH:mm",
                                           "zone": "America/New_York"}]}}
        """#

    @Test func `becomes our members, and the moment keeps its zone`() throws {
        let posting = MappedPosting(
            try mapping(rules, isWhole: true),
            of: ["order": ["id": 7], "c": ["home": "415"], "closed": "11/20/2026 09:30"]
        )
        #expect(posting.problems.isEmpty)
        #expect(
            posting.body
                == JSON.Object([.init("transactionId", "7"), .init("customerPhone", "415")])
        )
        #expect(posting.completedAt == "2026-11-20T09:30:00 America/New_York")
    }

    @Test func `that lacks something is told which of our fields, and where it was looked for`()
        throws
    {
        let posting = MappedPosting(
            try mapping(rules, isWhole: true),
            of: ["order": 1, "closed": "soon"]
        )
        let messages = Dictionary(
            uniqueKeysWithValues: posting.problems.map { ($0.field, $0.message) }
        )
        #expect(Set(messages.keys) == ["transactionId", "customerPhone", "transactionCompletedAt"])
        #expect(messages["transactionId"]?.contains("order.id") == true)
        #expect(messages["customerPhone"]?.contains("c.mobile, then c.home") == true)
        #expect(messages["transactionCompletedAt"]?.contains("MM/dd/yyyy HH:mm") == true)
        let located = posting.located(
            .init("customerPhone", expected: "a number", "customerPhone is no number.")
        )
        #expect(located.message.hasSuffix("It was looked for at c.mobile, then c.home."))
    }

    @Test func `keeps an offset that it has`() throws {
        let posting = MappedPosting(
            try mapping(
                #"{"transactionCompletedAt": {"from": "t", "steps": [{"do": "date", "format": "iso"}]}}"#
            ),
            of: ["t": "2026-11-20T09:30:00+02:00"]
        )
        #expect(posting.completedAt == nil)
        #expect(posting.body["transactionCompletedAt"] == "2026-11-20T09:30:00+02:00")
    }
}
