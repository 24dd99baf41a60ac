import Postgres
import Synchronization
import TestSupport
import Testing

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `The pool` {
    private let database: ScratchDatabase
    init() throws { database = try ScratchDatabase() }

    @Test(arguments: [8, 16])
    func `never opens more than its bound`(_ threads: Int) throws {
        let pool = database.pool(maximumConnections: 3)
        let served = Atomic(0)
        let most = Atomic(0)
        Threads.run(threads) { _ in
            for _ in 1...40 {
                let backends = try? pool.withConnection { connection in
                    try connection.query(
                        """
                        SELECT count(*), pg_sleep(0.0005) FROM pg_stat_activity
                         WHERE datname = current_database()
                        """
                    ).value(as: Int.self)
                }
                guard let backends else { continue }
                served.add(1, ordering: .relaxed)
                most.max(backends, ordering: .relaxed)
            }
        }
        #expect(served.load(ordering: .relaxed) == threads * 40)
        #expect(most.load(ordering: .relaxed) <= 3)
        #expect(pool.counts.lent == 0)
        #expect(pool.counts.waiting == 0)
    }

    @Test func `opens nothing until asked, and no more than needed`() throws {
        let pool = database.pool(maximumConnections: 5)
        #expect(pool.counts.idle == 0)
        for _ in 1...4 { _ = try pool.withConnection { try $0.execute("SELECT 1") } }
        #expect(pool.counts.idle == 1)
    }

    @Test func `lets nobody wait longer than it promises`() throws {
        let pool = database.pool(maximumConnections: 1) { $0.waitMilliseconds = 150 }
        try pool.withConnection { _ in
            let duration = ContinuousClock().measure {
                #expect(throws: PostgresError.poolTimeout) { try pool.withConnection { _ in } }
            }
            #expect(duration >= .milliseconds(150))
            #expect(duration < .seconds(10))
            #expect(throws: PostgresError.poolTimeout) {
                try pool.withConnection(deadline: .now) { _ in }
            }
        }
        try pool.withConnection { _ in }
    }

    @Test func `hands what comes back to who waits`() throws {
        let pool = database.pool(maximumConnections: 1)
        let served = Atomic(0)
        let thread = Mutex<[() -> Void]>([])
        try pool.withConnection { _ in
            let waiter = Threads.start {
                _ = try? pool.withConnection { _ in served.add(1, ordering: .relaxed) }
            }
            thread.withLock { $0.append { Threads.join(waiter) } }
            while pool.counts.waiting == 0 {}
        }
        thread.withLock { for join in $0 { join() } }
        #expect(served.load(ordering: .relaxed) == 1)
    }

    @Test func `closes what nobody has used for long`() throws {
        let pool = database.pool(maximumConnections: 2) { $0.idleSecondsMax = 0 }
        try pool.withConnection { _ in }
        #expect(pool.counts.idle == 1)
        pool.sweep()
        #expect(pool.counts.idle == 0)
        #expect(pool.counts.lent == 0)
    }

    @Test func `drops a connection that is left in a transaction`() throws {
        let pool = database.pool(maximumConnections: 1)
        try pool.withConnection { _ = try $0.execute("BEGIN") }
        #expect(pool.counts.idle == 0)
        let isInTransaction = try pool.withConnection { $0.isInTransaction }
        #expect(!isInTransaction)
    }

    @Test func `puts its deadline on every statement of the lending, and takes it off`() throws {
        let pool = database.pool(maximumConnections: 1)
        #expect(throws: PostgresError.deadlineExceeded) {
            try pool.withConnection(deadline: .now + .milliseconds(100)) { connection in
                try connection.execute("SELECT pg_sleep(30)")
            }
        }
        #expect(pool.counts.idle == 1)
        let deadline = try pool.withConnection { $0.deadline }
        #expect(deadline == nil)
    }

    @Test func `answers at once while the server is away, and recovers`() throws {
        let pool = Pool(
            Pool.Configuration(url: "postgresql:///db?host=/nonexistent", maximumConnections: 1)
        )
        let duration = ContinuousClock().measure {
            for _ in 1...20 {
                let error = #expect(throws: PostgresError.self) {
                    try pool.withConnection { _ in }
                }
                #expect(error?.isUnavailability == true)
            }
        }
        #expect(duration < .seconds(10))
        #expect(pool.counts.lent == 0)
    }

    @Test func `keeps typed errors typed`() throws {
        let pool = database.pool(maximumConnections: 1)
        func name() throws(PostgresError) -> String {
            try pool.withConnection { (connection: inout Connection) throws(PostgresError) in
                try connection.query("SELECT \("x")::text").value()
            }
        }
        #expect(try name() == "x")
    }
}
