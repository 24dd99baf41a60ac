import Glibc
import Messaging
import Postgres
import Store
import Synchronization
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `STOP at the very moment of sending` {
    private let installation: Installation
    init() throws { installation = try Installation() }

    /// Two workers send what is due while every customer opts out: whatever was not handed over when
    /// a customer's STOP was committed is never handed over.
    @Test func `is kept from its commit on`() throws {
        let numbers = (100..<160).map { "+12125550\($0)" }
        for number in numbers {
            try installation.ingestTransactions(["\(number)-1", "\(number)-2"], to: number)
        }
        let failures = Mutex<[String]>([])
        let isOver = Atomic<Bool>(false)
        let installation = self.installation
        @Sendable func note(_ body: () throws -> Void) {
            do { try body() } catch { failures.withLock { $0.append("\(error)") } }
        }
        let workers = (0..<2).map { _ in
            Threads.start {
                while !isOver.load(ordering: .relaxed) { note { try Self.send(installation) } }
            }
        }
        Threads.run(3) { index in
            for number in numbers where (number.utf8.last ?? 0) % 3 == UInt8(index) {
                note {
                    try installation.hear("STOP", from: number)
                    try installation.execute(
                        """
                        UPDATE suppressions SET note = clock_timestamp()::text
                         WHERE number = \(number)
                        """
                    )
                    // A message that comes later still: it must not leave either.
                    try installation.ingestTransactions(["\(number)-3"], to: number)
                }
            }
        }
        isOver.store(true, ordering: .relaxed)
        for worker in workers { Threads.join(worker) }
        #expect(failures.withLock { $0 } == [])
        for _ in numbers { try Self.send(installation) }
        let late: Int = try installation.value(
            """
            SELECT count(*) FROM message_events e
              JOIN messages m ON m.id = e.message_id
              JOIN suppressions s ON s.number = m.recipient
             WHERE e.kind = 'attempted' AND e.at > s.note::timestamptz
            """
        )
        #expect(late == 0)
        let open: Int = try installation.value(
            "SELECT count(*) FROM messages WHERE next_attempt_at IS NOT NULL"
        )
        #expect(open == 0)
    }

    /// Whoever says STOP between the record of an attempt and its call is not called; whoever says
    /// it while the calls begin waits for them.
    @Test func `is kept between the record and the call`() throws {
        let (early, late) = ("+12125550100", "+12125550101")
        try installation.ingestTransactions(["T-1"], to: early)
        try installation.ingestTransactions(["T-2"], to: late)
        try Self.send(installation)
        let ids: [String] = try installation.value(
            "SELECT array_agg(id ORDER BY recipient) FROM messages WHERE status = 'queued'"
        )
        _ = try installation.hear("STOP", from: early)
        let order = Mutex<[String]>([])
        let installation = self.installation
        let customer = try installation.workers.inTransaction { connection in
            let unwelcome = try LastLook.unwelcome(among: ids, on: &connection)
            #expect(unwelcome == [ids[0]])
            let customer = Threads.start {
                _ = try? installation.hear("STOP", from: late)
                order.withLock { $0.append("STOP") }
            }
            usleep(300_000)
            order.withLock { $0.append("call") }
            return customer
        }
        Threads.join(customer)
        #expect(order.withLock { $0 } == ["call", "STOP"])
    }

    private static func send(_ installation: Installation) throws {
        try installation.workers.inTransaction { connection in
            let due = try Dispatching.claim(limit: 7, on: &connection)
            let passed = try Gating.apply(due, quietHours: false, on: &connection)
            let prepared = passed.live.map {
                Dispatching.Prepared(
                    messageID: $0.messageID,
                    attemptNumber: $0.attemptNumber,
                    body: "Hello",
                    segments: 1
                )
            }
            try Dispatching.record(
                prepared.map { .init($0, provider: "twilio") },
                leaseSeconds: 90,
                on: &connection
            )
        }
    }
}
