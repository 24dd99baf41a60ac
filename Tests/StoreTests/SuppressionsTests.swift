import Messaging
import Postgres
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `The suppression list` {
    private let installation: Installation
    init() throws { installation = try Installation() }

    private func list(_ edit: (inout SuppressionFilter) -> Void = { _ in }) throws
        -> [SuppressionRecord]
    {
        var filter = SuppressionFilter()
        edit(&filter)
        let tenant = installation.tenant
        return try installation.functions.forTenant(tenant) { connection in
            try Suppressions.list(of: tenant, filter, limit: 50, on: &connection)
        }
    }

    @discardableResult
    private func release(_ number: String) throws -> Int {
        let tenant = installation.tenant
        return try installation.functions.inTransaction(forTenant: tenant) { connection in
            try Suppressions.release(
                number,
                of: tenant,
                as: .business,
                by: "Bob",
                note: "asked",
                on: &connection
            )
        }
    }

    @Test func `withdraws what waits, held or not, and nothing else`() throws {
        let ids = try installation.ingestTransactions(["T-1", "T-2"])
        let other = try installation.ingestTransactions(["T-3"], to: "+12125550999")[0]
        try installation.execute(
            """
            UPDATE messages SET hold = 'burst', next_attempt_at = NULL WHERE id = \(ids[1])::uuid
            """
        )
        let added = try installation.suppress()
        #expect(added.countNew == 1)
        #expect(added.countCancelled == 2)
        for id in ids {
            #expect(try installation.status(id) == .cancelled)
            #expect(try installation.errorCode(id) == "opted-out")
            #expect(try installation.timeline(id) == ["received", "cancelled"])
        }
        #expect(try installation.status(other) == .scheduled)
        #expect(try installation.suppress().countNew == 0)
    }

    @Test func `keeps what was released`() throws {
        _ = try installation.suppress()
        #expect(try release("+12125550123") == 1)
        #expect(try release("+12125550123") == 0)
        #expect(try list().isEmpty)
        let history = try list { $0.withHistory = true }
        #expect(history.map(\.releasedBy) == ["Bob"])
        #expect(history.map(\.releaseNote) == ["asked"])
        _ = try installation.suppress()
        #expect(try list { $0.withHistory = true }.count == 2)
        let deletes: Bool = try installation.value(
            """
            SELECT has_table_privilege('sms_function', 'suppressions', 'DELETE')
                OR has_table_privilege('sms_worker', 'suppressions', 'DELETE')
            """
        )
        #expect(!deletes)
    }

    @Test(arguments: [
        (Suppressions.Source.keyword, SuppressionReason.optedOut, false),
        (.code, .optedOut, false), (.code, .deadNumber, true), (.page, .optedOut, true),
        (.api, .optedOut, true), (.import, .complained, true), (.keyword, .wrongNumber, true),
    ])
    func `leaves a customer's own word to the customer`(
        source: Suppressions.Source,
        reason: SuppressionReason,
        isReleasable: Bool
    ) throws {
        _ = try installation.suppress("+12125550123", reason, from: source)
        #expect(try list().map(\.isOwnWord) == [!isReleasable])
        #expect(try release("+12125550123") == (isReleasable ? 1 : 0))
        #expect(try list().isEmpty == isReleasable)
        #expect(try list { $0.withHistory = true }.map(\.isOwnWord) == [!isReleasable])
    }

    @Test func `is released but for what the customer said`() throws {
        _ = try installation.suppress(from: .keyword)
        _ = try installation.suppress("+12125550123", .operatorsWish, from: .page)
        #expect(try release("+12125550123") == 1)
        #expect(try list().map(\.source) == ["keyword"])
    }

    @Test func `is searched by any part of the number`() throws {
        _ = try installation.suppress("+12125550123")
        _ = try installation.suppress("+442071838750")
        #expect(try list { $0.digits = "1255" }.map(\.number) == ["+12125550123"])
        #expect(try list { $0.digits = "44207" }.map(\.number) == ["+442071838750"])
        #expect(try list { $0.digits = "2" }.count == 2)
        #expect(try list { $0.digits = "99" }.isEmpty)
    }

    @Test func `is read page by page, by number and by reason`() throws {
        for index in 100..<110 {
            _ = try installation.suppress(
                "+12125550\(index)",
                index < 105 ? .complained : .optedOut
            )
        }
        let all = try list()
        #expect(all.map(\.id) == all.map(\.id).sorted(by: >))
        #expect(try list { $0.before = all[3].id } == Array(all[4...]))
        #expect(try list { $0.reason = .complained }.count == 5)
        #expect(try list { $0.number = "+12125550107" }.count == 1)
    }

    @Test func `learns from what is heard of an attempt`() throws {
        let id = try installation.sending()
        try installation.hear(
            .refused(Fault(code: "21610", errorClass: .permanent)),
            about: id
        )
        #expect(try list().map(\.reason) == ["opted_out"])
        #expect(try list().map(\.source) == ["code"])
        #expect(try installation.status(id) == .failed)
    }

    @Test(arguments: [
        ("21610", SuppressionReason.optedOut), ("30005", .deadNumber), ("21614", nil),
        ("30003", nil), ("30007", nil), ("opted-out", nil), ("telnyx:40300", .optedOut),
        ("bandwidth:4721", .deadNumber), ("sinch:403", nil), ("ours:7", .optedOut),
    ]) func `learns from a provider's code`(code: String, reason: SuppressionReason?) throws {
        let fault = Fault(code: code, errorClass: .optOut)
        let failed = try installation.sending()
        let waiting = try installation.ingestTransactions(["T-2"], to: "+15005550006")[0]
        try installation.workers.inTransaction { connection in
            for _ in 1...2 {
                try Suppressions.add(fromFaults: [(failed, fault)], on: &connection)
            }
        }
        #expect(try list().map(\.reason) == (reason.map { [$0.rawValue] } ?? []))
        #expect(try installation.status(waiting) == (reason == nil ? .scheduled : .cancelled))
    }
}

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `What people answer` {
    private let installation: Installation
    init() throws { installation = try Installation() }

    private func isListed(_ number: String = "+12125550123") throws -> Bool {
        try installation.value(
            """
            SELECT EXISTS (SELECT FROM suppressions
                            WHERE number = \(number) AND released_at IS NULL)
            """
        )
    }

    @Test func `STOP withdraws everything at once and for good`() throws {
        let ids = try installation.ingestTransactions(["T-1", "T-2"])
        let outcome = try installation.hear("Stop please")
        #expect(outcome?.countCancelled == 2)
        #expect(outcome?.countListed == 1)
        for id in ids { #expect(try installation.status(id) == .cancelled) }
        let later = try installation.ingestTransactions(["T-3"])[0]
        #expect(try installation.gate().live.isEmpty)
        #expect(try installation.status(later) == .suppressed)
        let count = try installation.value(
            "SELECT cancelled_count FROM inbound_messages",
            as: Int.self
        )
        #expect(count == 2)
    }

    @Test func `is taken in once`() throws {
        #expect(try installation.hear("STOP", id: "SM1") != nil)
        #expect(try installation.hear("STOP", id: "SM1") == nil)
        #expect(
            try installation.value("SELECT count(*) FROM inbound_messages", as: Int.self) == 1
        )
    }

    @Test func `START takes back what a keyword did, and no more`() throws {
        try installation.hear("STOP")
        #expect(try installation.hear("start")?.countListed == 1)
        #expect(try !isListed())
        try installation.hear("STOP")
        _ = try installation.suppress("+12125550123", .complained)
        #expect(try installation.hear("UNSTOP")?.countListed == 1)
        #expect(try isListed())
    }

    @Test func `goes to the tenant that wrote last`() throws {
        let other = try installation.addTenant()
        try installation.ingestTransactions(["T-1"])
        try installation.ingestTransactions(["T-2"], of: other)
        #expect(try installation.hear("hello")?.tenant == other)
        #expect(try installation.hear("hello", from: "+12125550777")?.tenant == installation.tenant)
    }

    @Test func `marks a wrong number`() throws {
        let id = try installation.ingestTransactions(["T-1"])[0]
        try installation.hear("Sorry, wrong number")
        #expect(try installation.status(id) == .cancelled)
        #expect(try installation.errorCode(id) == "number-suppressed")
        // It stands on the timeline of the message that it answers.
        #expect(try installation.timeline(id) == ["received", "answered", "cancelled"])
    }

    @Test func `has one answer of ours, only where the provider gives none`() throws {
        #expect(try installation.hear("STOP")?.confirms == false)
        try installation.execute("UPDATE tenant_settings SET provider_confirms_opt_out = false")
        #expect(try installation.hear("STOP")?.confirms == false)
        #expect(try installation.hear("STOP", from: "+12125550124")?.confirms == true)
        let told = try installation.hear("STOP", from: "+12125550125", optOutType: "STOP")
        #expect(told?.confirms == false)
        // The one message that may go to a number that has just opted out.
        let live = try installation.gate(quietHours: true).live
        #expect(live.map(\.recipient) == ["+12125550124"])
        #expect(live[0].ownText?.contains("unsubscribed") == true)
    }

    @Test func `is not answered again and again`() throws {
        try installation.execute("UPDATE tenant_settings SET provider_confirms_opt_out = false")
        for _ in 1...3 { try installation.hear("HELP") }
        #expect(try installation.gate().live.count == 1)
    }
}
