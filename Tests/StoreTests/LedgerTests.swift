import Messaging
import Postgres
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `An account` {
    private let installation: Installation
    init() throws { installation = try Installation() }

    private func entries() throws -> [Ledger.Entry] {
        let tenant = installation.tenant
        return try installation.functions.forTenant(tenant) { connection in
            try Ledger.entries(before: .max, limit: 100, of: tenant, on: &connection)
        }
    }

    @Test func `is nothing for who has none`() throws {
        #expect(try installation.credit(5) == .off)
        #expect(try installation.proof() == nil)
        try installation.ingestDue(["T-1"])
        #expect(try installation.admit().count == 1)
        #expect(try entries() == [])
    }

    @Test func `is charged by the segment, and holds what it cannot pay`() throws {
        try installation.openAccount(segment: 10_000)
        #expect(try installation.credit(50_000) == .posted)
        let ids = try installation.ingestDue(["T-1", "T-2"])
        let sent = try installation.admit(segments: 3)
        #expect(sent.count == 1)
        let held = try #require(ids.first { !sent.contains($0) })
        #expect(try installation.timeline(held) == ["received", "held"])
        #expect(try entries().map(\.kind) == [.charge, .credit])
        #expect(try entries().map(\.amount.micros) == [-30_000, 50_000])
        #expect(try installation.proof()?.balance.micros == 20_000)
        #expect(try installation.release() == 0)
        try installation.credit(10_000)
        #expect(try installation.release() == 1)
        #expect(try installation.admit(segments: 3) == [held])
        let proof = try #require(try installation.proof())
        #expect(proof.holds && proof.balance.micros == 0 && proof.entryCount == 4)
    }

    @Test func `gets back what was not sent, once`() throws {
        try installation.openAccount(segment: 10_000, creditLimit: 10_000)
        let id = try installation.ingestDue(["T-1"])[0]
        #expect(try installation.admit() == [id])
        #expect(try installation.proof()?.balance.micros == -10_000)
        try installation.hear(.refused(Fault(.templateEmpty)), about: id)
        try installation.settle()
        // As if the work were done again after a crash.
        try installation.execute("UPDATE charges SET look_at = now()")
        try installation.settle()
        #expect(try entries().map(\.kind) == [.refund, .charge])
        #expect(try installation.proof()?.balance.micros == 0)
        #expect(try installation.proof()?.holds == true)
    }

    @Test func `is not repaid for what was sent and did not arrive`() throws {
        try installation.openAccount(segment: 10_000, creditLimit: 10_000)
        let id = try installation.ingestDue(["T-1"])[0]
        try installation.admit()
        try installation.execute(
            """
            WITH told AS (UPDATE attempts SET state = 'accepted', status = 'undelivered')
            UPDATE messages SET status = 'undelivered', price_micros = 1, price_currency = 'USD'
             WHERE id = \(id)::uuid
            """
        )
        try installation.settle()
        #expect(try entries().map(\.kind) == [.charge])
    }

    @Test func `has entries that nobody can change`() throws {
        try installation.openAccount(segment: 1)
        try installation.credit(5)
        for statement: SQL in [
            "UPDATE ledger_entries SET amount_micros = 7", "DELETE FROM ledger_entries",
            "TRUNCATE ledger_entries",
        ] {
            #expect(throws: PostgresError.self) { try installation.execute(statement) }
        }
        #expect(throws: PostgresError.self) {
            try installation.functions.forTenant(installation.tenant) { connection in
                _ = try connection.execute("UPDATE ledger_accounts SET balance_micros = 9")
            }
        }
        #expect(try installation.proof()?.holds == true)
    }

    @Test func `is opened once, and changed only to what it can be`() throws {
        func open(_ price: Int64, _ limit: Int64, _ currency: Currency = .usd) throws -> Bool {
            try installation.asOwner { connection in
                try Ledger.open(
                    segmentPrice: Money(micros: price, currency: currency),
                    creditLimitMicros: limit,
                    of: installation.tenant,
                    on: &connection
                )
            }
        }
        #expect(try open(10_000, 50_000))
        try installation.ingestDue(["T-1"])
        #expect(try installation.admit(segments: 4).count == 1)
        #expect(try installation.proof()?.balance.micros == -40_000)
        #expect(try !open(10_000, 39_999))
        #expect(try !open(10_000, 50_000, .eur))
        #expect(try open(20_000, 40_000))
        #expect(try installation.proof()?.holds == true)
        #expect(throws: PostgresError.self) {
            try installation.functions.forTenant(installation.tenant) { connection in
                _ = try Ledger.open(
                    segmentPrice: Money(micros: 0, currency: .usd),
                    creditLimitMicros: 1_000_000_000,
                    of: installation.tenant,
                    on: &connection
                )
            }
        }
    }

    /// Sixteen connections, so that sixteen charges are under way at the same moment.
    private func sixteen() -> Database {
        Database(installation.scratch.pool(as: .worker, maximumConnections: 16))
    }

    @Test func `is never overdrawn by sixteen writers at once`() throws {
        try installation.openAccount(segment: 10_000, creditLimit: 3_000)
        try installation.credit(500_000)
        let workers = sixteen()
        let tenant = installation.tenant.rawValue
        let posted = Tally()
        let backends = Tally()
        Threads.run(16) { writer in
            for turn in 0..<20 {
                let outcome = try? workers.forAll { connection in
                    backends.add(try connection.query("SELECT pg_backend_pid()").value())
                    return try connection.query(
                        """
                        SELECT ledger_post(\(tenant), 'charge', -7000, gen_random_uuid(), 1, 1,
                                           'test', NULL)
                        """
                    ).value(as: Ledger.Outcome.self)
                }
                if outcome == .posted { posted.add(writer * 100 + turn) }
            }
        }
        // 503,000 are enough for 71 charges of 7,000, and 320 were tried.
        #expect(posted.count == 71)
        #expect(backends.count == 16)
        let proof = try #require(try installation.proof())
        #expect(proof.holds)
        #expect(proof.balance.micros == 500_000 - 71 * 7_000)
        #expect(proof.entryCount == 72)
    }

    /// The way that messages go: taken up, charged and recorded in one transaction, while failed
    /// ones are repaid and credits come in, by sixteen at once.
    @Test func `is never overdrawn by sixteen that send, repay and credit at once`() throws {
        try installation.priceAtOneCent()
        try installation.setBudget(Money(micros: 100_000_000, currency: .usd))
        try installation.openAccount(segment: 10_000, creditLimit: 20_000)
        try installation.credit(300_000)
        try installation.ingestDue((1...160).map { "T-\($0)" })
        let workers = sixteen()
        let (installation, estimates) = (installation, Estimates { _ in "US" })
        let failures = Tally()
        Threads.run(16) { writer in
            for turn in 0..<12 {
                do {
                    if writer % 8 == 7 { try installation.credit(1_000) }
                    if writer % 4 == 3 {
                        try Self.hurry(installation)
                        try workers.inTransaction { connection in
                            _ = try Settling.settle(limit: 50, on: &connection)
                        }
                    } else {
                        try workers.inTransaction { connection in
                            try Self.send(estimates, on: &connection)
                        }
                    }
                } catch {
                    failures.add(writer * 100 + turn)
                }
            }
        }
        #expect(failures.count == 0)
        let proof = try #require(try installation.proof())
        #expect(proof.holds)
        #expect(proof.balance.micros >= -20_000)
        try installation.settle()
        let isRight: Bool = try installation.value(
            """
            SELECT a.balance_micros = 300000 + 24 * 1000
                   - 10000 * (SELECT count(*) FROM attempts t WHERE t.state <> 'refused')
              FROM ledger_accounts a
            """
        )
        #expect(isRight)
    }

    /// Makes reservations that nobody has in hand due to be looked at.
    private static func hurry(_ installation: Installation) throws {
        try installation.execute(
            """
            UPDATE charges c SET look_at = now()
              FROM (SELECT message_id, attempt_number FROM charges WHERE look_at IS NOT NULL
                       FOR UPDATE SKIP LOCKED) idle
             WHERE c.message_id = idle.message_id AND c.attempt_number = idle.attempt_number
            """
        )
    }

    /// Takes up a few messages; every third is refused by the provider.
    private static func send(
        _ estimates: Estimates,
        on connection: inout Connection
    ) throws {
        let due = try Dispatching.claim(limit: 5, on: &connection)
        let routed = due.map {
            Dispatching.Routed(
                .init(
                    messageID: $0.messageID,
                    attemptNumber: $0.attemptNumber,
                    body: "Hello",
                    segments: 1
                ),
                provider: "twilio"
            )
        }
        let admitted = try estimates.admit(routed, on: &connection)
        try Dispatching.record(admitted, leaseSeconds: 90, on: &connection)
        let refused = admitted.enumerated().filter { $0.offset % 3 == 0 }.map { $0.element }
        try Progressing.apply(
            refused.map {
                .init(
                    messageID: $0.message.messageID,
                    attemptNumber: $0.message.attemptNumber,
                    news: .refused(Fault(.templateEmpty))
                )
            },
            reportOverdueSeconds: 600,
            on: &connection
        )
    }
}
