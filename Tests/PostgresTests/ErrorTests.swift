import Postgres
import TestSupport
import Testing

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `A refused statement` {
    private let database: ScratchDatabase
    init() throws { database = try ScratchDatabase() }

    @Test func `is typed, and hides the row that it is about`() throws {
        var connection = try database.connect()
        try connection.execute("CREATE TABLE people (phone text CONSTRAINT one_phone UNIQUE)")
        try connection.execute("INSERT INTO people VALUES (\("+15005550006"))")
        let error = #expect(throws: PostgresError.self) {
            try connection.execute("INSERT INTO people VALUES (\("+15005550006"))")
        }
        guard case .server(let refusal) = error else { throw PostgresError.noRow }
        #expect(refusal.state == .uniqueViolation)
        #expect(refusal.state.category == "23")
        #expect(refusal.constraint == "one_phone")
        #expect(refusal.table == "people")
        let safe = "SQLSTATE 23505, constraint one_phone, table people"
        #expect(error.map { "\($0)" } == safe)
        #expect("\(refusal)" == safe)
        #expect(error.map { String(reflecting: $0) }?.contains("+15005550006") == true)
        let isUsable = connection.isUsable
        #expect(isUsable)
    }

    @Test(
        arguments: [
            ("SELECT * FROM nowhere", SQLState.undefinedTable),
            ("SELEC 1", .syntaxError),
            ("SELECT 'secret'::int", .invalidTextRepresentation),
            ("SELECT 99999999999::int", .numericValueOutOfRange),
            ("SELECT 1; SELECT 2", .syntaxError),
        ] as [(SQL, SQLState)]
    )
    func `keeps its SQLSTATE and its silence`(_ sql: SQL, _ state: SQLState) throws {
        var connection = try database.connect()
        let error = #expect(throws: PostgresError.self) { try connection.execute(sql) }
        #expect(error?.state == state)
        #expect(error.map { "\($0)" } == "SQLSTATE \(state.rawValue)")
        #expect(error?.isUnavailability == false)
        #expect(try connection.query("SELECT 1").value(as: Int.self) == 1)
    }

    @Test func `names the column of a missing value`() throws {
        var connection = try database.connect()
        try connection.execute("CREATE TABLE people (phone text NOT NULL)")
        let error = #expect(throws: PostgresError.self) {
            try connection.execute("INSERT INTO people VALUES (NULL)")
        }
        #expect(error.map { "\($0)" } == "SQLSTATE 23502, table people, column phone")
    }
}

@Suite struct `SQLSTATE` {
    @Test(arguments: [
        (SQLState.adminShutdown, true), (.crashShutdown, true), (.cannotConnectNow, true),
        (SQLState(rawValue: "08006"), true), (.uniqueViolation, false), (.queryCanceled, false),
    ])
    func `tells the loss of a connection`(_ state: SQLState, _ isLoss: Bool) {
        #expect(state.isRetryableConnectionLoss == isLoss)
    }

    @Test func `tells a conflict that may be repeated`() {
        #expect(SQLState.serializationFailure.isRetryableConflict)
        #expect(SQLState.deadlockDetected.isRetryableConflict)
        #expect(!SQLState.uniqueViolation.isRetryableConflict)
    }
}
