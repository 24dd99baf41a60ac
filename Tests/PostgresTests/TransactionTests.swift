import Postgres
import TestSupport
import Testing

private struct Refusal: Error, Equatable {}

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `A transaction` {
    private let database: ScratchDatabase

    init() throws {
        database = try ScratchDatabase()
        var connection = try database.connect()
        try connection.execute("CREATE TABLE things (id int UNIQUE DEFERRABLE INITIALLY DEFERRED)")
    }

    private func count() throws -> Int {
        var connection = try database.connect()
        return try connection.query("SELECT count(*) FROM things").value()
    }

    @Test func `commits and returns what its body returns`() throws {
        var connection = try database.connect()
        let id = try connection.transaction { connection in
            try connection.query("INSERT INTO things VALUES (7) RETURNING id").value(as: Int.self)
        }
        #expect(id == 7)
        #expect(try count() == 1)
    }

    @Test func `is undone when its body throws, and passes the error on`() throws {
        var connection = try database.connect()
        #expect(throws: Refusal()) {
            try connection.transaction { connection in
                try connection.execute("INSERT INTO things VALUES (1)")
                throw Refusal()
            }
        }
        #expect(throws: PostgresError.noRow) {
            try connection.transaction { (connection: inout Connection) throws(PostgresError) in
                try connection.execute("INSERT INTO things VALUES (1)")
                throw .noRow
            }
        }
        #expect(try count() == 0)
        let isInTransaction = connection.isInTransaction
        #expect(!isInTransaction)
    }

    /// A statement failed, the body caught the error and returned: PostgreSQL answers COMMIT with
    /// ROLLBACK and no error at all.
    @Test func `does not take a rollback for a commit`() throws {
        var connection = try database.connect()
        #expect(throws: PostgresError.rolledBack) {
            try connection.transaction { connection in
                try connection.execute("INSERT INTO things VALUES (1)")
                _ = try? connection.execute("SELECT 1/0")
            }
        }
        #expect(try count() == 0)
    }

    @Test func `says which constraint refused the commit`() throws {
        var connection = try database.connect()
        let error = #expect(throws: PostgresError.self) {
            try connection.transaction { connection in
                try connection.execute("INSERT INTO things VALUES (1), (1)")
            }
        }
        #expect(error?.state == .uniqueViolation)
        #expect(try connection.query("SELECT 1").value(as: Int.self) == 1)
    }

    @Test func `joins the one around it`() throws {
        var connection = try database.connect()
        try connection.transaction { connection in
            try connection.execute("INSERT INTO things VALUES (1)")
            try connection.transaction { connection in
                try connection.execute("INSERT INTO things VALUES (2)")
            }
            #expect(try count() == 0)
        }
        #expect(try count() == 2)
    }

    @Test func `is lost with the one inside that failed`() throws {
        var connection = try database.connect()
        #expect(throws: PostgresError.rolledBack) {
            try connection.transaction { connection in
                try connection.execute("INSERT INTO things VALUES (1)")
                try? connection.transaction { _ in throw Refusal() }
            }
        }
        #expect(try count() == 0)
        try connection.transaction { connection in
            try connection.execute("INSERT INTO things VALUES (3)")
        }
        #expect(try count() == 1)
    }

    @Test func `that only reads refuses to write`() throws {
        var connection = try database.connect()
        for mode in [TransactionMode.readOnly, .snapshot] {
            let error = #expect(throws: PostgresError.self) {
                try connection.transaction(mode) { connection in
                    try connection.execute("INSERT INTO things VALUES (1)")
                }
            }
            #expect(error?.state == SQLState(rawValue: "25006"))
        }
    }

    @Test func `conflicting with another may be repeated`() throws {
        var first = try database.connect()
        var second = try database.connect()
        let error = #expect(throws: PostgresError.self) {
            try first.transaction(.serializable) { first in
                try first.execute("INSERT INTO things SELECT count(*) FROM things")
                try second.transaction(.serializable) { second in
                    try second.execute("INSERT INTO things SELECT count(*) + 5 FROM things")
                }
            }
        }
        #expect(error?.state?.isRetryableConflict == true)
    }
}
