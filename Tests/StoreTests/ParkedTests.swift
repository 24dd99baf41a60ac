import Messaging
import Postgres
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `What waits for a person` {
    private let installation: Installation
    init() throws { installation = try Installation() }

    private func ingest(_ id: String, completedAt: String? = nil) throws -> String {
        try installation.execute("UPDATE tenant_settings SET delay_hours = 0, stale_hours = 48")
        var transaction = try installation.arriving(id)
        transaction.completedAt = completedAt
        return try installation.ingest([transaction])[0].messageID
    }

    private func hold(_ id: String) throws -> String? {
        try installation.value("SELECT hold FROM messages WHERE id = \(id)::uuid")
    }

    private func inTransaction<Value>(_ body: (inout Connection) throws -> Value) throws -> Value {
        try installation.functions.inTransaction(forTenant: installation.tenant, body)
    }

    @Test func `is what was completed long ago`() throws {
        let stale = try ingest("T-1", completedAt: "2020-01-01T00:00:00Z")
        let fresh = try ingest("T-2")
        #expect(try hold(stale) == "stale")
        #expect(try installation.timeline(stale) == ["received", "held"])
        #expect(try installation.gate().live.map(\.messageID) == [fresh])
        #expect(
            try inTransaction { try Parked.counts(of: installation.tenant, on: &$0) }.count == 1
        )
        let listed = try inTransaction {
            try Parked.list(of: installation.tenant, for: .stale, limit: 9, on: &$0)
        }
        #expect(listed.map(\.messageID) == [stale])
        #expect(listed.map(\.transactionID) == ["T-1"])
    }

    @Test func `leaves when it is approved, and never when it is dropped`() throws {
        let ids = try (1...3).map { try ingest("T-\($0)", completedAt: "2020-01-01T00:00:00Z") }
        let caller = installation.caller()
        #expect(
            try inTransaction { try Parked.approve(.messages([ids[0]]), by: caller, on: &$0) } == 1
        )
        #expect(try inTransaction { try Parked.drop(.all(.stale), by: caller, on: &$0) } == 2)
        #expect(try inTransaction { try Parked.approve(.all(.stale), by: caller, on: &$0) } == 0)
        #expect(try installation.gate().live.map(\.messageID) == [ids[0]])
        #expect(try installation.status(ids[1]) == .cancelled)
        #expect(try installation.timeline(ids[0]) == ["received", "held", "approved"])
        #expect(try installation.timeline(ids[1]) == ["received", "held", "cancelled"])
    }

    @Test func `is what was rehearsed, and leaves once when a person says so`() throws {
        try installation.execute("UPDATE tenant_settings SET shadow = true")
        let ids = try installation.ingestTransactions(["T-1", "T-2", "T-3"])
        #expect(Set(try installation.rehearse()) == Set(ids))
        let listed = try inTransaction {
            try Parked.list(of: installation.tenant, for: .shadow, limit: 9, on: &$0)
        }
        #expect(listed.count == 3)
        #expect(listed.allSatisfy { $0.heldAt != nil })
        // Whether shadow mode is still on or not, the one that was approved goes, and no other.
        let caller = installation.caller()
        for count in [1, 0] {
            let approved = try inTransaction {
                try Parked.approve(.messages([ids[0]]), by: caller, on: &$0)
            }
            #expect(approved == count)
        }
        let passed = try installation.gate()
        #expect(passed.live.map(\.messageID) == [ids[0]])
        #expect(passed.shadow.isEmpty)
        #expect(
            try inTransaction { try Parked.drop(.messages([ids[1]]), by: caller, on: &$0) } == 1
        )
        #expect(try installation.status(ids[1]) == .cancelled)
        try installation.execute("UPDATE tenant_settings SET shadow = false")
        #expect(try installation.gate().live.map(\.messageID) == [ids[0]])
        #expect(try hold(ids[2]) == "shadow")
        #expect(try installation.timeline(ids[0]) == ["received", "rehearsed", "approved"])
    }

    @Test func `is withdrawn by STOP after it was rehearsed, and never sent later`() throws {
        try installation.execute("UPDATE tenant_settings SET shadow = true")
        let ids = try installation.ingestTransactions(["T-1", "T-2"])
        _ = try installation.rehearse()
        let caller = installation.caller()
        _ = try inTransaction { try Parked.approve(.messages([ids[0]]), by: caller, on: &$0) }
        _ = try installation.suppress()
        #expect(try inTransaction { try Parked.approve(.all(.shadow), by: caller, on: &$0) } == 0)
        #expect(try installation.gate().live.isEmpty)
        for id in ids { #expect(try installation.status(id) == .cancelled) }
    }

    @Test func `is asked for by the other rules again once it may leave shadow mode`() throws {
        try installation.execute("UPDATE tenant_settings SET shadow = true")
        let ids = try installation.ingestTransactions(["T-1", "T-2"])
        _ = try installation.rehearse()
        try installation.execute("UPDATE tenant_settings SET cap_messages = 1")
        let caller = installation.caller()
        #expect(try inTransaction { try Parked.approve(.all(.shadow), by: caller, on: &$0) } == 2)
        #expect(try installation.gate().live.count == 1)
        let statuses = try ids.map { try installation.status($0) }
        #expect(Set(statuses) == [.scheduled, .suppressed])
        try installation.hear("Can I stop by at 5?")
        #expect(try installation.gate().live.isEmpty)
        #expect(
            try inTransaction { try Parked.counts(of: installation.tenant, on: &$0) }
                .map(\.reason) == ["review"]
        )
    }

    @Test func `does not hide behind what shadow mode holds`() throws {
        let stale = try ingest("T-1", completedAt: "2020-01-01T00:00:00Z")
        try installation.execute("UPDATE tenant_settings SET shadow = true")
        try installation.ingestTransactions(["T-2", "T-3"])
        _ = try installation.rehearse()
        let listed = try inTransaction {
            try Parked.list(of: installation.tenant, for: nil, limit: 2, on: &$0)
        }
        #expect(listed.map(\.reason) == ["stale", "shadow"])
        #expect(listed.first?.messageID == stale)
    }

    @Test func `is a flood far above the usual, where there is a usual`() throws {
        try installation.scatter(300)
        let early = try ingest("T-1")
        #expect(try hold(early) == nil)
        try installation.scatter(1, receivedAt: "now() - interval '8 days'")
        try installation.execute("UPDATE arrival_pace SET checked_at = now() - interval '1 minute'")
        #expect(try hold(try ingest("T-2")) == "burst")
        let test = try installation.ingestDue(["test"])[0]
        #expect(try hold(test) == nil)
        try installation.execute("UPDATE tenant_settings SET burst_guard = false")
        #expect(try hold(try ingest("T-3")) == nil)
    }

    @Test func `is no flood where so many come every hour`() throws {
        try installation.scatter(6000, receivedAt: "now() - (2 + n % 160) * interval '1 hour'")
        try installation.scatter(1, receivedAt: "now() - interval '8 days'")
        try installation.scatter(300)
        #expect(try hold(try ingest("T-1")) == nil)
    }
}

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `A customer who comes back` {
    private let installation: Installation
    init() throws { installation = try Installation() }

    private func hear(
        _ event: Comeback.Event,
        of subject: Comeback.Subject = .transaction("T-1")
    ) throws -> [Comeback.Affected] {
        let caller = installation.caller()
        return try installation.functions.inTransaction(forTenant: installation.tenant) {
            try Comeback.apply(event, to: subject, note: "noise", by: caller, on: &$0)
        }
    }

    @Test(arguments: [Comeback.Event.complaint, .reopened])
    func `is left in peace until the matter is closed`(event: Comeback.Event) throws {
        let id = try installation.ingestTransactions(["T-1"])[0]
        #expect(try hear(event).map(\.hold) == ["comeback"])
        #expect(try hear(event).isEmpty)
        #expect(try installation.lastDetail(id, "reason") == "comeback")
        #expect(try installation.gate().live.isEmpty)
        try installation.execute("UPDATE tenant_settings SET delay_hours = 24")
        #expect(try hear(.closed).map(\.messageID) == [id])
        let isDelayed: Bool = try installation.value(
            """
            SELECT next_attempt_at = now() + interval '24 hours'
                OR next_attempt_at BETWEEN now() + interval '23 hours' AND now() + interval '25 hours'
              FROM messages WHERE id = \(id)::uuid
            """
        )
        #expect(isDelayed)
        #expect(try installation.timeline(id) == ["received", "held", "rearmed"])
    }

    @Test func `is not asked after a refund, whichever way it is named`() throws {
        let id = try installation.ingestTransactions(["T-1"])[0]
        #expect(
            try hear(.refund, of: .customer(try E164("+12125550123"))).map(\.status) == [.cancelled]
        )
        #expect(try installation.status(id) == .cancelled)
        #expect(try hear(.closed).isEmpty)
        #expect(try hear(.refund, of: .transaction("nobody")).isEmpty)
    }
}
