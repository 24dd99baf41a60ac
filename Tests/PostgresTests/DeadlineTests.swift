import Postgres
import TestSupport
import Testing

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `A deadline` {
    private let database: ScratchDatabase
    init() throws { database = try ScratchDatabase() }

    @Test func `cancels a statement and leaves the connection usable`() throws {
        var connection = try database.connect()
        let duration = ContinuousClock().measure {
            #expect(throws: PostgresError.deadlineExceeded) {
                try connection.execute("SELECT pg_sleep(30)", deadline: .now + .milliseconds(100))
            }
        }
        #expect(duration >= .milliseconds(100))
        #expect(duration < .seconds(10))
        let isUsable = connection.isUsable
        #expect(isUsable)
        for number in 1...20 {
            #expect(try connection.query("SELECT \(number)::int").value(as: Int.self) == number)
        }
    }

    @Test func `of the connection holds for every statement`() throws {
        var connection = try database.connect()
        connection.deadline = .now + .milliseconds(50)
        #expect(throws: PostgresError.deadlineExceeded) {
            try connection.transaction { connection in
                try connection.execute("SELECT pg_sleep(30)")
            }
        }
        #expect(throws: PostgresError.deadlineExceeded) { try connection.execute("SELECT 1") }
        connection.deadline = nil
        #expect(try connection.query("SELECT 1").value(as: Int.self) == 1)
        let isInTransaction = connection.isInTransaction
        #expect(!isInTransaction)
    }

    @Test func `that has passed asks nothing of the server`() throws {
        var connection = try database.connect()
        try connection.execute("CREATE TABLE things (id int)")
        #expect(throws: PostgresError.deadlineExceeded) {
            try connection.execute("INSERT INTO things VALUES (1)", deadline: .now)
        }
        #expect(try connection.query("SELECT count(*) FROM things").value(as: Int.self) == 0)
    }

    @Test func `before COMMIT undoes the transaction`() throws {
        var connection = try database.connect()
        try connection.execute("CREATE TABLE things (id int)")
        #expect(throws: PostgresError.deadlineExceeded) {
            try connection.transaction { connection in
                try connection.execute("INSERT INTO things VALUES (1)")
                connection.deadline = .now
            }
        }
        connection.deadline = nil
        #expect(try connection.query("SELECT count(*) FROM things").value(as: Int.self) == 0)
    }

    /// A statement that ends in the same moment must not hand its answer, or its cancellation, to
    /// the next one.
    @Test func `never disturbs the statement after`() throws {
        var connection = try database.connect()
        for round in 1...60 {
            do {
                let sleep = 0.002
                let deadline = ContinuousClock.now + .microseconds(1_500 + round * 20)
                try connection.execute("SELECT pg_sleep(\(sleep))", deadline: deadline)
            } catch PostgresError.deadlineExceeded {}
            #expect(try connection.query("SELECT \(round)::int").value(as: Int.self) == round)
        }
    }

    @Test func `holds in a pipeline`() throws {
        var connection = try database.connect()
        #expect(throws: PostgresError.deadlineExceeded) {
            _ = try connection.pipeline(
                ["SELECT 1", "SELECT pg_sleep(30)", "SELECT 2"],
                deadline: .now + .milliseconds(100)
            )
        }
        #expect(try connection.query("SELECT 1").value(as: Int.self) == 1)
    }

    @Test(
        arguments: [
            "COPY (SELECT pg_sleep(30)) TO STDOUT",
            // Rows that come without pause leave no moment in which we wait.
            "COPY (SELECT repeat('x', 1000), generate_series(1, 100000000)) TO STDOUT",
        ] as [SQL]
    )
    func `holds in a COPY`(_ copy: SQL) throws {
        var connection = try database.connect()
        #expect(throws: PostgresError.deadlineExceeded) {
            try connection.copyOut(copy, deadline: .now + .milliseconds(100)) { _ in }
        }
        #expect(try connection.query("SELECT 1").value(as: Int.self) == 1)
    }
}
