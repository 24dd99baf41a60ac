import Messaging
import Postgres
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `An estimate` {
    private let installation: Installation
    init() throws { installation = try Installation() }

    private func estimate(_ id: String) throws -> Int64? {
        try installation.value("SELECT estimate_micros FROM messages WHERE id = \(id)::uuid")
    }

    @Test func `is written when a message is queued, by the tenant's price of the moment`() throws {
        var row = Prices.Row(currency: .usd, baseMicros: 8_300, validFrom: "2026-01-01T00:00:00Z")
        row.country = "US"
        row.feeMicros = 3_500
        try installation.price(row)
        row.validFrom = "2999-01-01T00:00:00Z"
        row.baseMicros = 1
        try installation.price(row)
        row.validFrom = "2026-02-01T00:00:00Z"
        row.validTo = "2026-03-01T00:00:00Z"
        try installation.price(row)
        let id = try installation.ingestDue(["T-1"])[0]
        #expect(try installation.admit(segments: 3) == [id])
        #expect(try estimate(id) == 35_400)
        #expect(
            try installation.value(
                """
                SELECT estimate_currency = 'USD' AND recipient_country = 'US' AND status = 'queued'
                       AND estimate_price_id IS NOT NULL AND hold IS NULL FROM messages
                """
            )
        )
    }

    @Test func `is by the kind of the sender that was chosen`() throws {
        for (kind, micros) in [(SenderKind?.none, 9), (.tollFree, 5), (.shortCode, 7)] {
            var row = Prices.Row(
                currency: .usd,
                baseMicros: Int64(micros),
                validFrom: "2026-01-01T00:00:00Z"
            )
            row.senderKind = kind
            try installation.price(row)
        }
        let ids = try installation.ingestDue(["T-1", "T-2", "T-3"])
        let senders = ["+18885550100", "12345", nil]
        let ways = zip(ids, senders).map { id, sender in
            Dispatching.Routed(
                .init(messageID: id, attemptNumber: 1, body: "Hello", segments: 1),
                provider: "twilio",
                sender: sender
            )
        }
        let admitted = try installation.workers.inTransaction { connection in
            try Estimates { _ in "US" }.admit(ways, on: &connection)
        }
        #expect(admitted == ways)
        #expect(try ids.map(estimate) == [5, 7, 9])
    }

    @Test func `is unknown without a price, and the message goes out`() throws {
        let id = try installation.ingestDue(["T-1"])[0]
        #expect(try installation.admit() == [id])
        #expect(try estimate(id) == nil)
    }

    @Test func `comes from the installation's prices, but never from another tenant's`() throws {
        let other = try installation.addTenant()
        try installation.priceAtOneCent()
        let id = try installation.ingestDue(["T-1"], of: other)[0]
        try installation.admit()
        #expect(try estimate(id) == nil)
        try installation.execute(
            """
            INSERT INTO prices (direction, currency, base_micros, fee_micros, per_segment,
                                valid_from)
            VALUES ('outbound', 'USD', 7, 0, true, '2026-01-01')
            """
        )
        let next = try installation.ingestDue(["T-2"], of: other)[0]
        try installation.admit()
        #expect(try estimate(next) == 7)
        let seen = try installation.functions.forTenant(other) { connection in
            try Prices.page(after: 0, limit: 9, of: other, on: &connection)
        }
        #expect(seen.map(\.isOwn) == [false])
    }
}

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `A budget` {
    private let installation: Installation
    init() throws {
        installation = try Installation()
        try installation.priceAtOneCent()
    }

    private func usd(_ micros: Int64) -> Money { Money(micros: micros, currency: .usd) }

    @Test func `stops what goes beyond it, and lets go when it is raised`() throws {
        try installation.setBudget(usd(25_000))
        let ids = try installation.ingestDue(["T-1", "T-2", "T-3"])
        let sent = try installation.admit()
        #expect(sent.count == 2)
        let held = try #require(ids.first { !sent.contains($0) })
        #expect(try installation.status(held) == .scheduled)
        #expect(try installation.timeline(held) == ["received", "held"])
        #expect(try installation.budget()?.used == usd(20_000))
        #expect(try installation.budget()?.remaining == usd(5_000))
        #expect(try installation.budget()?.heldCount == 1)
        #expect(try installation.release() == 0)
        try installation.setBudget(usd(30_000))
        #expect(try installation.release() == 1)
        #expect(try installation.admit() == [held])
        #expect(try installation.budget()?.used == usd(30_000))
        #expect(try installation.timeline(held) == ["received", "held", "released", "attempted"])
    }

    @Test func `begins anew with the month, and is nothing once it is removed`() throws {
        try installation.setBudget(usd(10_000))
        try installation.ingestDue(["T-1", "T-2", "T-3"])
        #expect(try installation.admit().count == 1)
        try installation.execute("UPDATE budget_months SET month = month - interval '1 month'")
        #expect(try installation.release() == 1)
        #expect(try installation.admit().count == 1)
        try installation.functions.forTenant(installation.tenant) { connection in
            try Budget.remove(of: installation.tenant, on: &connection)
        }
        #expect(try installation.release() == 1)
    }

    @Test func `counts the price in place of the estimate, the refused as nothing`() throws {
        try installation.setBudget(usd(100_000))
        let ids = try installation.ingestDue(["T-1", "T-2"])
        try installation.admit()
        try installation.hear(.refused(Fault(.templateEmpty)), about: ids[0])
        try installation.settle()
        #expect(try installation.budget()?.used == usd(10_000))
        try installation.execute(
            """
            UPDATE messages SET status = 'delivered', price_micros = 7500, price_currency = 'USD'
             WHERE id = \(ids[1])::uuid
            """
        )
        try installation.settle()
        #expect(try installation.budget()?.used == usd(7_500))
        #expect(try installation.settle() == 0)
    }

    @Test func `does not compare currencies`() throws {
        try installation.setBudget(Money(micros: 1, currency: .eur))
        try installation.ingestDue(["T-1"])
        #expect(try installation.admit().count == 1)
        #expect(try installation.budget()?.used.micros == 0)
    }

    @Test func `counts what was spent before it was set`() throws {
        try installation.ingestDue(["T-1"])
        try installation.admit()
        try installation.execute("UPDATE messages SET sent_at = now()")
        try installation.setBudget(usd(50_000))
        #expect(try installation.budget()?.used == usd(10_000))
    }

    @Test func `is never exceeded by workers at once`() throws {
        try installation.setBudget(usd(200_000))
        try installation.ingestDue((1...40).map { "T-\($0)" })
        try installation.execute("UPDATE tenant_settings SET batch_size = 5")
        let sent = Tally()
        let installation = installation
        Threads.run(4) { worker in
            for _ in 0..<8 {
                let ids = (try? installation.admit()) ?? []
                for id in ids { sent.add(id.hashValue) }
            }
        }
        #expect(sent.count == 20)
        #expect(try installation.budget()?.used == usd(200_000))
    }
}
