import Messaging
import Postgres
import Store
import TestSupport
import Testing
import Web

/// Every way of withdrawing messages against every way in which they wait.
@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `What waits for a number` {
    private let installation: Installation
    private let number = "+12125550123"
    init() throws { installation = try Installation() }

    /// Who withdraws, and how.
    enum Withdrawal: String, Sendable, CaseIterable {
        case keyword, wrongNumber, list, providersCode, refund, crm
    }

    private func withdraw(_ way: Withdrawal, failed: String) throws {
        let (tenant, caller) = (installation.tenant, installation.caller())
        let person = try E164(number)
        switch way {
        case .keyword: try installation.hear("STOP", from: number)
        case .wrongNumber: try installation.hear("Wrong number", from: number)
        case .list: _ = try installation.suppress(number, .operatorsWish)
        case .providersCode:
            try installation.workers.inTransaction { connection in
                try Suppressions.add(fromFaults: [(failed, "21610")], on: &connection)
            }
        case .refund:
            let affected = try installation.functions.inTransaction(forTenant: tenant) {
                try Comeback.apply(
                    .refund,
                    to: .customer(person),
                    note: nil,
                    by: caller,
                    on: &$0
                )
            }
            #expect(!affected.isEmpty)
        case .crm:
            let ids: [String] = try installation.asOwner { connection in
                try connection.query(
                    "SELECT external_id FROM transactions WHERE customer_phone = \(number)"
                ).values()
            }
            for id in ids {
                _ = try installation.functions.forTenant(tenant) {
                    try Messages.cancel(transactionID: id, by: caller, on: &$0)
                }
            }
        }
    }

    /// One message in each state from which it might still leave, by the name of the state.
    private func waiting() throws -> [String: String] {
        let held = HoldReason.allCases.map(\.rawValue)
        let names = ["due", "later", "route", "retry"] + held
        let ids = try installation.ingestTransactions(names, to: number)
        let messages = Dictionary(uniqueKeysWithValues: zip(names, ids))
        func set(_ name: String, _ change: SQL) throws {
            guard let id = messages[name] else { return }
            try installation.execute("UPDATE messages SET \(change) WHERE id = \(id)::uuid")
        }
        for reason in held { try set(reason, "hold = \(reason), next_attempt_at = NULL") }
        try set("later", "next_attempt_at = now() + interval '1 day'")
        try set("retry", "attempt_count = 1, next_attempt_at = now() + interval '5 minutes'")
        if let id = messages["route"] {
            try installation.workers.forAll { connection in
                try RouteDecisions.postpone([(id, 30, "All are resting.")], on: &connection)
            }
        }
        return messages
    }

    @Test(arguments: Withdrawal.allCases)
    func `is withdrawn with nothing left over`(way: Withdrawal) throws {
        let failed = try installation.ingestTransactions(["failed"], to: number)[0]
        try installation.takeUp()
        try installation.hear(.refused(Fault(code: "30006", errorClass: .permanent)), about: failed)
        let messages = try waiting()
        let another = try installation.ingestTransactions(["another"], to: "+12125550999")[0]
        try withdraw(way, failed: failed)
        for (name, id) in messages {
            #expect(try installation.status(id) == .cancelled, "\(name)")
            #expect(try installation.timeline(id).last == "cancelled", "\(name)")
        }
        let left: Int = try installation.value(
            """
            SELECT count(*) FROM messages
             WHERE recipient = \(number)
               AND (next_attempt_at IS NOT NULL OR hold IS NOT NULL OR waits_for IS NOT NULL
                    OR finished_at IS NULL)
            """
        )
        #expect(left == 0)
        #expect(try installation.status(another) == .scheduled)
        // Nor does anything come back by itself, or when a person lets it go.
        let (tenant, caller) = (installation.tenant, installation.caller())
        let approved = try installation.functions.inTransaction(forTenant: tenant) {
            try Parked.approve(.messages(Array(messages.values)), by: caller, on: &$0)
        }
        #expect(approved == 0)
        #expect(try installation.gate().live.map(\.messageID) == [another])
    }

    /// What the provider has in hand cannot be called back; but it does not leave a second time.
    @Test(arguments: [
        News.throttled(retryAfterSeconds: nil), .notSent(reason: "no route"),
        .refused(Fault(code: "30008", errorClass: .transient)),
    ]) func `is not tried again after STOP`(news: News) throws {
        try installation.execute("UPDATE tenant_settings SET retry_attempts = 3")
        let id = try installation.ingestTransactions(["T-1"], to: number)[0]
        try installation.takeUp()
        try installation.hear("STOP", from: number)
        #expect(try installation.status(id) == .queued)
        try installation.hear(news, about: id)
        try installation.execute(
            "UPDATE messages SET next_attempt_at = now() WHERE next_attempt_at IS NOT NULL"
        )
        #expect(try installation.gate().live.isEmpty)
        #expect(try installation.status(id) == .suppressed)
        let tenant = installation.tenant
        let caller = installation.caller()
        let retried = try installation.functions.forTenant(tenant) {
            try Messages.retryFailed(by: caller, on: &$0)
        }
        #expect(retried == 0)
    }
}
