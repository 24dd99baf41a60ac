import Postgres
import Testing

/// A result of one row and one column.
private func result(_ text: String?, column: String = "value") throws -> QueryResult {
    try QueryResult(columns: [column], rows: [[text]])
}

private enum Colour: String, ColumnValue { case red, blue }

@Suite struct `Row decoding` {
    @Test(
        arguments: [
            ("0", 0), ("-1", -1), ("9223372036854775807", .max), ("-9223372036854775808", .min),
        ] as [(String, Int64)]
    )
    func `reads whole numbers`(_ text: String, _ number: Int64) throws {
        #expect(try result(text).value(as: Int64.self) == number)
        #expect(try result(text).value(as: Int.self) == Int(number))
    }

    @Test(arguments: ["2147483648", "-2147483649", "", "-", "1.5", "1e3", " 1", "+1", "١"])
    func `refuses what is not an Int32`(_ text: String) throws {
        let failure = DecodingFailure(column: "value", expected: "Int32", problem: .malformed)
        #expect(throws: PostgresError.decoding(failure)) {
            try result(text).value(as: Int32.self)
        }
    }

    @Test func `reads the other types`() throws {
        #expect(try result("ünï\u{1F600}").value(as: String.self) == "ünï\u{1F600}")
        #expect(try result("").value(as: String.self) == "")
        #expect(try result("t").value(as: Bool.self))
        #expect(try !result("f").value(as: Bool.self))
        #expect(try result("-0.25").value(as: Double.self) == -0.25)
        #expect(try result("Infinity").value(as: Double.self) == .infinity)
        #expect(try result("\\x00ff10").value(as: [UInt8].self) == [0, 255, 16])
        #expect(try result("\\x").value(as: [UInt8].self) == [])
        #expect(try result("red").value(as: Colour.self) == .red)
    }

    @Test func `reads NULL only as an optional`() throws {
        #expect(try result(nil).value(as: String?.self) == nil)
        #expect(try result(nil).value(as: [UInt8]?.self) == nil)
        #expect(try result(nil).value(as: Colour?.self) == nil)
        #expect(try result("5").value(as: Int?.self) == 5)
        let failure = DecodingFailure(column: "amount", expected: "Int", problem: .null)
        #expect(throws: PostgresError.decoding(failure)) {
            try result(nil, column: "amount").value(as: Int.self)
        }
    }

    @Test(arguments: ["yes", "true", "", "tt"])
    func `refuses what is not a truth`(_ text: String) {
        #expect(throws: PostgresError.self) { try result(text).value(as: Bool.self) }
    }

    @Test(arguments: ["ff", "\\xf", "\\xzz", "x00", "\\x0G"])
    func `refuses what is not bytea`(_ text: String) {
        #expect(throws: PostgresError.self) { try result(text).value(as: [UInt8].self) }
    }

    @Test func `names the column but not its value`() throws {
        let error = #expect(throws: PostgresError.self) {
            try result("+15005550006", column: "phone").value(as: Int16.self)
        }
        #expect(error.map { "\($0)" } == "column phone is not Int16")
        let unknown = #expect(throws: PostgresError.self) {
            try result("green", column: "colour").value(as: Colour?.self)
        }
        #expect(unknown.map { "\($0)" } == "column colour is not Optional<Colour>")
    }

    @Test func `refuses a column that is not there`() throws {
        let result = try result("1")
        #expect(throws: PostgresError.self) {
            try result.one { (row) throws(PostgresError) in try row.decode(1, as: Int.self) }
        }
    }

    @Test func `maps rows in order`() throws {
        let rows = try QueryResult(
            columns: ["id", "name"],
            rows: [["1", "a"], ["2", nil], ["3", "c"]]
        )
        let names = try rows.map { (row) throws(PostgresError) in
            (try row.decode(0, as: Int.self), try row.decode(1, as: String?.self))
        }
        #expect(names.map(\.0) == [1, 2, 3])
        #expect(names.map(\.1) == ["a", nil, "c"])
        #expect(try rows.values(as: Int.self) == [1, 2, 3])
        let count = rows.rowCount
        #expect(count == 3)
    }

    @Test func `finds nothing in an empty result`() throws {
        let none = try QueryResult(columns: ["id"], rows: [])
        let isEmpty = none.isEmpty
        #expect(isEmpty)
        #expect(
            try none.first { (row) throws(PostgresError) in try row.decode(0, as: Int.self) } == nil
        )
        #expect(throws: PostgresError.noRow) { try none.value(as: Int.self) }
    }
}

@Suite struct `Array decoding` {
    @Test(
        arguments: [
            ("{}", []),
            ("{a,b}", ["a", "b"]),
            (#"{"a b",NULL,"NULL",""}"#, ["a b", nil, "NULL", ""]),
            (#"{"q\"uote","back\\slash","{brace,}"}"#, ["q\"uote", "back\\slash", "{brace,}"]),
            (#"{ünï,"\u00e9",😀}"#, ["ünï", "u00e9", "😀"]),
        ] as [(String, [String?])]
    )
    func `reads texts`(_ text: String, _ elements: [String?]) throws {
        #expect(try result(text).value(as: [String?].self) == elements)
    }

    @Test func `reads numbers and truths`() throws {
        #expect(try result("{1,-2}").value(as: [Int].self) == [1, -2])
        #expect(try result("{1,NULL}").value(as: [Int64?].self) == [1, nil])
        #expect(try result("{t,f}").value(as: [Bool].self) == [true, false])
        #expect(try result(nil).value(as: [Int]?.self) == nil)
    }

    @Test(arguments: [
        "", "{", "a", "{{1,2},{3,4}}", "{a,}", "{,a}", #"{"a}"#, #"{"a"b}"#, #"{"a\"#,
    ])
    func `refuses what is not a list`(_ text: String) {
        #expect(throws: PostgresError.self) { try result(text).value(as: [String].self) }
    }

    @Test func `refuses NULL among values`() {
        #expect(throws: PostgresError.self) { try result("{1,NULL}").value(as: [Int].self) }
    }
}
