import Postgres
import TestSupport
import Testing

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `A connection` {
    private let database: ScratchDatabase
    init() throws { database = try ScratchDatabase() }

    @Test func `runs statements with every kind of bind`() throws {
        var connection = try database.connect()
        let bytes: [UInt8] = [0, 1, 92, 255]
        let row = try connection.query(
            """
            SELECT \("ü'\"\\ 😀")::text, \(Int64.min)::bigint, \(true)::boolean, \(bytes),
                   \(0.1)::double precision, \(nil as Int?)::int, \(["a", nil, "NULL", "q\"\\,{}"])::text[],
                   \([3, 4])::bigint[], \(nil as [UInt8]?)
            """
        ).one { (row) throws(PostgresError) in
            #expect(try row.decode(0, as: String.self) == "ü'\"\\ 😀")
            #expect(try row.decode(1, as: Int64.self) == .min)
            #expect(try row.decode(2, as: Bool.self))
            #expect(try row.decode(3, as: [UInt8].self) == bytes)
            #expect(try row.decode(4, as: Double.self) == 0.1)
            #expect(try row.decode(5, as: Int?.self) == nil)
            #expect(try row.decode(6, as: [String?].self) == ["a", nil, "NULL", "q\"\\,{}"])
            #expect(try row.decode(7, as: [Int].self) == [3, 4])
            #expect(try row.decode(8, as: [UInt8]?.self) == nil)
            return true
        }
        #expect(row)
    }

    @Test(arguments: ["", "a", "'", "\\", "{}", "NULL", "\u{1}\n\r\t", "日本語", "👩‍👩‍👧‍👦", #"\""#])
    func `round-trips texts alone and in arrays`(_ text: String) throws {
        var connection = try database.connect()
        #expect(try connection.query("SELECT \(text)::text").value(as: String.self) == text)
        let list: [String?] = [text, nil, text]
        #expect(try connection.query("SELECT \(list)::text[]").value(as: [String?].self) == list)
        let count = try connection.query(
            "SELECT count(*) FROM unnest(\(list)::text[]) AS t WHERE t = \(text)"
        )
        #expect(try count.value(as: Int.self) == 2)
    }

    @Test func `refuses zero bytes rather than cut the text there`() throws {
        var connection = try database.connect()
        #expect(throws: PostgresError.parameter(.zeroByte(position: 2))) {
            try connection.execute("SELECT \("a")::text, \("a\0b")::text")
        }
        #expect(throws: PostgresError.parameter(.zeroByte(position: 1))) {
            try connection.execute("SELECT \(["a\0b"])::text[]")
        }
        #expect(throws: PostgresError.self) {
            try connection.copyOut("COPY (SELECT \("a\0b")) TO STDOUT") { _ in }
        }
        #expect(try connection.query("SELECT \(1)::int").value(as: Int.self) == 1)
    }

    @Test func `prepares a statement once`() throws {
        var connection = try database.connect()
        for number in 1...5 {
            #expect(
                try connection.query("SELECT \(number)::int + 1").value(as: Int.self) == number + 1
            )
        }
        let uses = try connection.query(
            "SELECT generic_plans + custom_plans FROM pg_prepared_statements WHERE statement LIKE '%+ 1'"
        )
        #expect(try uses.values(as: Int.self) == [5])
    }

    @Test func `runs nothing by name when told so`() throws {
        var options = Connection.Options()
        options.namedStatements = false
        var connection = try database.connect(options: options)
        for _ in 1...3 { try connection.execute("SELECT \(1)::int") }
        #expect(
            try connection.query("SELECT count(*) FROM pg_prepared_statements").value(as: Int.self)
                == 0
        )
    }

    /// A migration adds a column, and "cached plan must not change result type" meets every
    /// connection that has run `SELECT *` before.
    @Test func `survives a change of the schema`() throws {
        var connection = try database.connect()
        try connection.execute("CREATE TABLE things (id int)")
        try connection.execute("INSERT INTO things VALUES (1)")
        #expect(try connection.query("SELECT * FROM things").rowCount == 1)
        try connection.execute("ALTER TABLE things ADD name text DEFAULT 'x'")
        let name = try connection.query("SELECT * FROM things").one { (row) throws(PostgresError) in
            try row.decode(1, as: String.self)
        }
        #expect(name == "x")
        try connection.execute("DEALLOCATE ALL")
        #expect(try connection.query("SELECT * FROM things").rowCount == 1)
    }

    @Test func `does not repeat a statement inside a transaction`() throws {
        var connection = try database.connect()
        try connection.execute("SELECT 1")
        #expect(throws: PostgresError.self) {
            try connection.transaction { connection in
                try connection.execute("DEALLOCATE ALL")
                try connection.execute("SELECT 1")
            }
        }
        #expect(try connection.query("SELECT 1").value(as: Int.self) == 1)
    }

    @Test func `counts the rows it touched`() throws {
        var connection = try database.connect()
        try connection.execute("CREATE TABLE things (id int)")
        #expect(try connection.execute("INSERT INTO things SELECT generate_series(1, 12)") == 12)
        #expect(try connection.execute("DELETE FROM things WHERE id <= \(5)") == 5)
    }

    @Test func `refuses COPY as a query and is then given up`() throws {
        var connection = try database.connect()
        #expect(throws: PostgresError.misuse(.copyOutsideCopyOut)) {
            try connection.execute("COPY (SELECT 1) TO STDOUT")
        }
        let isUsable = connection.isUsable
        #expect(!isUsable)
    }

    @Test func `takes a value of ten megabytes`() throws {
        var connection = try database.connect()
        let text = String(repeating: "0123456789", count: 1_000_000)
        #expect(try connection.query("SELECT length(\(text))").value(as: Int.self) == 10_000_000)
        #expect(try connection.query("SELECT \(text)::text").value(as: String.self) == text)
    }
}
