import Messaging
import Postgres
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `What is due and may not leave` {
    private let installation: Installation
    init() throws { installation = try Installation() }

    private func set(_ change: SQL) throws {
        try installation.execute("UPDATE tenant_settings SET \(change)")
    }

    @Test func `does not hold up the rest`() throws {
        let ids = try installation.ingestTransactions(["T-1", "T-2"])
        let passed = try installation.gate()
        #expect(Set(passed.live.map(\.messageID)) == Set(ids))
        #expect(passed.shadow.isEmpty)
        #expect(try installation.timeline(ids[0]) == ["received"])
    }

    @Test(arguments: SuppressionReason.allCases)
    func `is for a number on the suppression list`(reason: SuppressionReason) throws {
        _ = try installation.suppress("+12125550123", reason)
        let id = try installation.ingestTransactions(["T-1"])[0]
        let test = try installation.ingestDue(["test"])[0]
        #expect(try installation.gate().live.map(\.messageID) == [test])
        #expect(try installation.status(id) == .suppressed)
        let code: OwnErrorCode = reason == .optedOut ? .optedOut : .numberSuppressed
        #expect(try installation.errorCode(id) == code.rawValue)
        #expect(try installation.lastDetail(id, "reason") == reason.rawValue)
    }

    @Test func `is not for another tenant's list`() throws {
        let other = try installation.addTenant()
        _ = try installation.suppress()
        let id = try installation.ingestTransactions(["T-1"], of: other)[0]
        #expect(try installation.gate().live.map(\.messageID) == [id])
    }

    @Test func `is a test to somebody who opted out, too`() throws {
        _ = try installation.suppress("+15005550006")
        let id = try installation.ingestDue(["test"])[0]
        #expect(try installation.gate().live.isEmpty)
        #expect(try installation.status(id) == .suppressed)
    }

    @Test func `expires when it is older than its validity, and not when a person asks again`()
        throws
    {
        let ids = try installation.ingestTransactions(["T-1", "T-2"])
        try installation.execute("UPDATE messages SET due_at = now() - interval '73 hours'")
        try installation.execute(
            "UPDATE messages SET valid_from = now() WHERE id = \(ids[1])::uuid"
        )
        #expect(try installation.gate().live.map(\.messageID) == [ids[1]])
        #expect(try installation.status(ids[0]) == .expired)
        #expect(try installation.errorCode(ids[0]) == "validity-expired")
        #expect(try installation.timeline(ids[0]) == ["received", "expired"])
    }

    @Test func `is more than a person's share, counted over what was sent, goes, and is due`()
        throws
    {
        try set("cap_messages = 2, cap_days = 7")
        let earlier = try installation.ingestTransactions(["T-0"])[0]
        try installation.execute(
            """
            UPDATE messages SET status = 'sent', next_attempt_at = NULL,
                   sent_at = now() - interval '6 days'
             WHERE id = \(earlier)::uuid
            """
        )
        let ids = try installation.ingestTransactions(["T-1", "T-2"])
        let other = try installation.ingestTransactions(["T-3"], to: "+12125550999")[0]
        let passed = try installation.gate().live.map(\.messageID)
        #expect(passed.count == 2)
        #expect(passed.contains(other))
        let refused = try #require(ids.first { !passed.contains($0) })
        #expect(try installation.status(refused) == .suppressed)
        #expect(try installation.errorCode(refused) == "frequency-cap")
    }

    @Test func `is more than a person's share even when two workers take it up at once`() throws {
        try set("cap_messages = 1, batch_size = 1")
        try installation.ingestTransactions(["T-1", "T-2"])
        let (first, second) = try installation.workers.inTransaction { connection in
            let due = try Dispatching.claim(limit: 1, on: &connection)
            let first = try Gating.apply(due, quietHours: false, on: &connection)
            return (first, try installation.gate())
        }
        #expect(first.live.count == 1)
        #expect(second.live.isEmpty)
    }

    @Test func `waits for the recipient's day, and says until when and why`() throws {
        // Of New York, London, Singapore and Honolulu one is always out of hours; of two it is not,
        // as more than half of a day is allowed.
        let numbers = ["+12125550123", "+447911123456", "+6591234567", "+18085550123"]
        let messages = try numbers.flatMap { number in
            try installation.ingestTransactions(["T-\(number)"], to: number)
        }
        let test = try installation.ingestDue(["test"])[0]
        let passed = Set(try installation.gate(quietHours: true).live.map(\.messageID))
        #expect(passed.contains(test))
        let waiting = messages.filter { !passed.contains($0) }
        #expect(!waiting.isEmpty)
        for id in waiting {
            #expect(try installation.status(id) == .scheduled)
            #expect(try installation.timeline(id) == ["received", "delayed"])
            #expect(try installation.lastDetail(id, "rule")?.contains("08:00-21:00") == true)
            #expect(try installation.lastDetail(id, "until") != nil)
            #expect(try installation.lastDetail(id, "zones")?.contains("/") == true)
            let isAllowedThen: Bool = try installation.value(
                """
                SELECT n.at = m.next_attempt_at AND m.next_attempt_at > now()
                  FROM messages m,
                       next_allowed(m.recipient, m.tenant_id, NULL, m.next_attempt_at) n
                 WHERE m.id = \(id)::uuid
                """
            )
            #expect(isAllowedThen)
        }
        // The tenant's word goes before the installation's.
        try set("quiet_hours = false")
        try installation.execute("UPDATE messages SET next_attempt_at = now()")
        #expect(try installation.gate(quietHours: true).live.count == messages.count + 1)
    }

    @Test func `is only rehearsed in shadow mode, and counts as the person's share`() throws {
        try set("shadow = true, cap_messages = 1")
        try installation.ingestTransactions(["T-1", "T-2"])
        let rehearsed = try installation.rehearse()
        #expect(rehearsed.count == 1)
        let id = rehearsed[0]
        #expect(try installation.status(id) == .scheduled)
        #expect(try installation.errorCode(id) == nil)
        #expect(try installation.lastDetail(id, "body") == "Hello")
        #expect(try installation.lastDetail(id, "provider") == "twilio")
        #expect(try installation.lastDetail(id, "currency") == "USD")
        #expect(try installation.value("SELECT count(*) FROM attempts", as: Int.self) == 0)
        try installation.ingestTransactions(["T-3"])
        #expect(try installation.gate().shadow.isEmpty)
    }

    @Test func `is held while what the customer wrote waits for a person`() throws {
        let id = try installation.ingestTransactions(["T-1"])[0]
        #expect(try installation.hear("Stop by at 5")?.intent == .review("STOP"))
        #expect(try installation.gate().live.isEmpty)
        #expect(try installation.lastDetail(id, "reason") == "review")
        let caller = installation.caller()
        let count = try installation.functions.inTransaction(forTenant: installation.tenant) {
            try Parked.approve(.all(.review), by: caller, on: &$0)
        }
        #expect(count == 1)
        #expect(try installation.gate().live.map(\.messageID) == [id])
    }
}
