import Postgres
import TestSupport
import Testing

@Suite(.enabled(if: ScratchDatabase.isAvailable), .serialized) struct `A pipeline` {
    private let database: ScratchDatabase

    init() throws {
        database = try ScratchDatabase()
        var connection = try database.connect()
        try connection.execute("CREATE TABLE things (id int UNIQUE)")
    }

    @Test(arguments: [true, false])
    func `answers in order`(_ isNamed: Bool) throws {
        var options = Connection.Options()
        options.namedStatements = isNamed
        var connection = try database.connect(options: options)
        for round in 1...2 {
            var results = try connection.pipeline([
                "SELECT \(round)::int", "INSERT INTO things VALUES (\(round))", "SELECT \(9)::int",
                "SELECT count(*) FROM things",
            ])
            #expect(try results.next().value(as: Int.self) == round)
            #expect(try results.next().affectedRowCount == 1)
            #expect(try results.next().value(as: Int.self) == 9)
            #expect(try results.next().value(as: Int.self) == round)
            #expect(throws: PostgresError.misuse(.resultsExhausted)) { _ = try results.next() }
        }
        let names = try connection.query(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT $1::int'"
        )
        #expect(try names.value(as: Int.self) == (isNamed ? 1 : 0))
    }

    @Test func `does all or nothing`() throws {
        var connection = try database.connect()
        let error = #expect(throws: PostgresError.self) {
            _ = try connection.pipeline([
                "INSERT INTO things VALUES (1)", "INSERT INTO things VALUES (1)",
                "INSERT INTO things VALUES (3)",
            ])
        }
        #expect(error?.state == .uniqueViolation)
        #expect(try connection.query("SELECT count(*) FROM things").value(as: Int.self) == 0)
    }

    @Test func `belongs to the transaction around it`() throws {
        var connection = try database.connect()
        #expect(throws: PostgresError.noRow) {
            try connection.transaction { connection in
                _ = try connection.pipeline(["INSERT INTO things VALUES (1)", "SELECT 1"])
                throw PostgresError.noRow
            }
        }
        #expect(try connection.query("SELECT count(*) FROM things").value(as: Int.self) == 0)
    }

    @Test func `survives discarded statements`() throws {
        var connection = try database.connect()
        for _ in 1...2 {
            var results = try connection.pipeline(["SELECT 1", "SELECT 2"])
            #expect(try results.next().value(as: Int.self) == 1)
            #expect(try results.next().value(as: Int.self) == 2)
            try connection.execute("DEALLOCATE ALL")
        }
    }

    /// The server does not read while we do not: with both buffers full, two blocking sides would
    /// wait for each other for ever.
    @Test func `of megabytes both ways does not lock up`() throws {
        var connection = try database.connect()
        let text = String(repeating: "x", count: 100_000)
        let statements = (0..<200).map { _ -> SQL in "SELECT \(text)::text" }
        var results = try connection.pipeline(statements, deadline: .now + .seconds(20))
        var byteCount = 0
        for _ in statements { byteCount += try results.next().value(as: String.self).utf8.count }
        #expect(byteCount == 20_000_000)
    }

    @Test func `of nothing is nothing`() throws {
        var connection = try database.connect()
        _ = try connection.pipeline([])
        #expect(try connection.query("SELECT 1").value(as: Int.self) == 1)
    }
}
