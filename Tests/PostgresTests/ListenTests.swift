import Postgres
import TestSupport
import Testing

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `Listening` {
    private let database: ScratchDatabase
    init() throws { database = try ScratchDatabase() }

    @Test func `hears what others notify, in order`() throws {
        var listener = try database.connect()
        var speaker = try database.connect()
        try listener.listen(channel: "Mixed Case")
        #expect(try listener.waitForNotification(timeoutMilliseconds: 0) == nil)
        try speaker.execute(
            "SELECT pg_notify('Mixed Case', \("första")), pg_notify('Mixed Case', '')"
        )
        #expect(try listener.waitForNotification(timeoutMilliseconds: 2_000) == "första")
        #expect(try listener.waitForNotification(timeoutMilliseconds: 2_000) == "")
        #expect(try listener.waitForNotification(timeoutMilliseconds: 20) == nil)
    }

    @Test func `wakes as soon as something is said`() throws {
        var listener = try database.connect()
        try listener.listen(channel: "messages")
        let database = self.database
        let thread = Threads.start {
            guard var speaker = try? database.connect() else { return }
            _ = try? speaker.execute("SELECT pg_sleep(0.1), pg_notify('messages', 'now')")
        }
        let start = ContinuousClock.now
        #expect(try listener.waitForNotification(timeoutMilliseconds: 10_000) == "now")
        let duration = start.duration(to: .now)
        Threads.join(thread)
        #expect(duration < .seconds(5))
    }

    @Test func `keeps what came during a statement`() throws {
        var listener = try database.connect()
        try listener.listen(channel: "messages")
        try listener.execute("SELECT pg_notify('messages', 'own')")
        try listener.execute("SELECT 1")
        #expect(try listener.waitForNotification(timeoutMilliseconds: 100) == "own")
    }

    @Test func `tells that the server is gone`() throws {
        var listener = try database.connect()
        var speaker = try database.connect()
        try listener.listen(channel: "messages")
        let pid = try listener.query("SELECT pg_backend_pid()").value(as: Int.self)
        try speaker.execute("SELECT pg_terminate_backend(\(pid), 5000)")
        #expect(throws: PostgresError.self) {
            while try listener.waitForNotification(timeoutMilliseconds: 1_000) != nil {}
        }
    }

    @Test func `connections are not lent to others`() throws {
        let pool = database.pool(maximumConnections: 1)
        try pool.withConnection { try $0.listen(channel: "messages") }
        #expect(pool.counts.idle == 0)
    }
}
