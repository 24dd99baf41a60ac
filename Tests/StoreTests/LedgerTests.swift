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

    @Test func `is never overdrawn by sixteen writers at once`() throws {
        try installation.openAccount(segment: 10_000, creditLimit: 3_000)
        try installation.credit(500_000)
        let installation = installation
        let tenant = installation.tenant.rawValue
        let posted = Tally()
        Threads.run(16) { writer in
            for turn in 0..<20 {
                let outcome = try? installation.workers.forAll { connection in
                    try connection.query(
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
        let proof = try #require(try installation.proof())
        #expect(proof.holds)
        #expect(proof.balance.micros == 500_000 - 71 * 7_000)
        #expect(proof.entryCount == 72)
    }
}
