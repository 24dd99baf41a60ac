import Postgres
import TestSupport
import Testing

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `A lost connection` {
    private let database: ScratchDatabase
    init() throws { database = try ScratchDatabase() }

    /// Ends every other backend of the database, as a restart of the server does, and waits for it.
    private func endBackends(where condition: SQL = "true") throws {
        var connection = try database.connect()
        try connection.execute(
            """
            SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid() AND \(condition)
            """
        )
    }

    @Test func `during a statement is told with the server's reason`() throws {
        var connection = try database.connect()
        let thread = Threads.start { [self] in
            try? waitForSleeper()
            try? endBackends()
        }
        let error = #expect(throws: PostgresError.self) {
            try connection.execute("SELECT pg_sleep(30)")
        }
        Threads.join(thread)
        guard case .connection(let failure) = error else { throw PostgresError.noRow }
        #expect(failure.stage == .executing)
        #expect(failure.state == .adminShutdown)
        #expect(error?.isUnavailability == true)
        let isUsable = connection.isUsable
        #expect(!isUsable)
        // What follows fails at once, having asked nothing.
        let next = #expect(throws: PostgresError.self) { try connection.execute("SELECT 1") }
        guard case .connection(let second) = next else { throw PostgresError.noRow }
        #expect(second.stage == .connecting)
    }

    @Test func `in a transaction undoes it`() throws {
        var connection = try database.connect()
        try connection.execute("CREATE TABLE things (id int)")
        #expect(throws: PostgresError.self) {
            try connection.transaction { connection in
                try connection.execute("INSERT INTO things VALUES (1)")
                try endBackends()
                try connection.execute("INSERT INTO things VALUES (2)")
            }
        }
        var other = try database.connect()
        #expect(try other.query("SELECT count(*) FROM things").value(as: Int.self) == 0)
    }

    @Test func `at COMMIT leaves the outcome unknown, and says so`() throws {
        var connection = try database.connect()
        let error = #expect(throws: PostgresError.self) {
            try connection.transaction { connection in
                try connection.execute("SELECT 1")
                try endBackends()
            }
        }
        guard case .connection(let failure) = error else { throw PostgresError.noRow }
        #expect(failure.stage == .committing)
    }

    @Test func `that was idle in the pool costs no request`() throws {
        let pool = database.pool(maximumConnections: 3)
        Threads.run(3) { _ in
            _ = try? pool.withConnection { try $0.execute("SELECT pg_sleep(0.1)") }
        }
        #expect(pool.counts.idle == 3)
        try endBackends()
        for number in 1...6 {
            let answer = try pool.withConnection { connection in
                try connection.query("SELECT \(number)::int").value(as: Int.self)
            }
            #expect(answer == number)
        }
        // The two that nobody needed are still there, gone stale; the tick finds them.
        #expect(pool.counts.idle == 3)
        pool.sweep()
        #expect(pool.counts.idle == 1)
    }

    @Test func `that was lent is not lent again`() throws {
        let pool = database.pool(maximumConnections: 1)
        #expect(throws: PostgresError.self) {
            try pool.withConnection { connection in
                try connection.execute("SELECT 1")
                try endBackends()
                try connection.execute("SELECT 1")
            }
        }
        #expect(pool.counts.lent == 0)
        #expect(pool.counts.idle == 0)
        #expect(try pool.withConnection { try $0.query("SELECT 1").value(as: Int.self) } == 1)
    }

    private func waitForSleeper() throws {
        var connection = try database.connect()
        let sleeping: SQL = """
            SELECT count(*) FROM pg_stat_activity
             WHERE datname = current_database() AND wait_event = 'PgSleep'
            """
        while try connection.query(sleeping).value(as: Int.self) == 0 {}
    }
}
