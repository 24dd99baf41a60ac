import Messaging
import Postgres
import Routing
import Store
import TestSupport
import Testing

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `The way of callbacks` {
    private let installation: Installation
    init() throws { installation = try Installation() }

    /// Attempts accepted by a provider, the newest first; the first `reported` of them have a report.
    private func accept(
        _ count: Int,
        reported: Int = 0,
        by provider: String = "a",
        minutesAgo: Int = 10
    ) throws {
        try installation.execute(
            """
            WITH made AS (
                INSERT INTO attempts (message_id, number, tenant_id, provider, state, status,
                                      recipient, body, provider_message_id, started_at, check_at)
                SELECT gen_random_uuid(), 1, 1, \(provider), 'accepted', 'queued', '+15005550006',
                       'Hello', n || gen_random_uuid()::text,
                       now() - \(minutesAgo) * interval '1 minute' - n * interval '1 millisecond',
                       now() + interval '6 hours'
                  FROM generate_series(1, \(count)) n
                RETURNING message_id, provider, provider_message_id, started_at
            )
            INSERT INTO delivery_reports (tenant_id, message_id, provider, provider_message_id, raw)
            SELECT 1, message_id, provider, provider_message_id, '{}'
              FROM made ORDER BY started_at DESC LIMIT \(reported)
            """
        )
    }

    private func observe() throws -> [CallbackPaths.Observation] {
        try installation.workers.forAll { try CallbackPaths.observe(on: &$0) }
    }

    /// One round of the watchdog that finds `hop` wherever a way is broken.
    private func watch(hop: CallbackHop = .provider) throws {
        for found in try observe() {
            let isBroken = found.evidence.state(after: found.state) == .broken
            try installation.workers.inTransaction { connection in
                try CallbackPaths.record(
                    .init(
                        provider: found.provider,
                        evidence: found.evidence,
                        hop: isBroken ? hop : nil
                    ),
                    on: &connection
                )
            }
        }
    }

    private func line(_ provider: String = "a") throws -> CallbackPaths.Line? {
        try installation.workers.forAll { connection in
            try CallbackPaths.all(on: &connection).first { $0.provider == provider }
        }
    }

    private func alerts() throws -> [Alerts.Line] {
        try installation.functions.forTenant(installation.tenant) { try Alerts.recent(on: &$0) }
    }

    @Test func `is judged by attempts that are neither young nor old`() throws {
        try accept(40, minutesAgo: 4)
        try accept(40, minutesAgo: 31)
        #expect(try observe() == [])
        try accept(12, reported: 4)
        try accept(3, reported: 3, by: "b")
        let evidence = try observe().map(\.evidence)
        #expect(evidence.map(\.accepted) == [12, 3])
        #expect(evidence.map(\.reported) == [4, 3])
        #expect(evidence.map(\.newestReported) == [4, 3])
    }

    @Test func `is broken once, with an alert`() throws {
        try accept(10)
        for _ in 1...3 { try watch(hop: .dns) }
        let line = try #require(try line())
        #expect(line.state == .broken)
        #expect(line.hop == "dns")
        #expect((line.accepted, line.reported) == (10, 0))
        let alerts = try alerts()
        #expect(alerts.map(\.kind) == ["callbackPathBroken"])
        #expect(alerts.map(\.subject) == ["a"])
        #expect(alerts.first?.detail.hasPrefix("Of 10 messages that a accepted, 0 were") == true)
    }

    @Test func `shows the station that fails now`() throws {
        try accept(10)
        try watch(hop: .dns)
        let before = try line()
        try watch(hop: .function)
        let now = try line()
        #expect(now?.hop == "function")
        #expect(now?.since == before?.since)
        let alerts = try alerts()
        #expect(alerts.count == 1)
        #expect(alerts.first?.detail.hasSuffix(CallbackHop.function.sentence) == true)
    }

    @Test func `works again when callbacks come, and stays so`() throws {
        try accept(200, minutesAgo: 20)
        try watch()
        #expect(try line()?.state == .broken)
        try accept(10, reported: 5, minutesAgo: 6)
        try watch()
        #expect(try line()?.state == .working)
        #expect(try line()?.hop == nil)
        #expect(try alerts().map { $0.clearedAt != nil } == [true])
        // The two hundred from before have no report still.
        for _ in 1...2 { try watch() }
        #expect(try line()?.state == .working)
        #expect(try alerts().count == 1)
    }

    @Test func `stays broken in silence`() throws {
        try accept(10)
        try watch()
        try installation.execute("DELETE FROM attempts")
        try watch()
        #expect(try line()?.state == .broken)
        #expect(try line()?.accepted == 0)
    }

    @Test func `once broken has the provider asked soon`() throws {
        try accept(10)
        try accept(1, by: "b")
        try installation.execute(
            """
            UPDATE attempts SET status = 'delivered' WHERE ctid IN (
                SELECT ctid FROM attempts WHERE provider = 'a' LIMIT 1)
            """
        )
        try watch()
        let soon: SQL = "SELECT count(*) FROM attempts WHERE check_at < now() + interval '1 hour'"
        #expect(try installation.value(soon) == 9)
        try installation.execute("UPDATE attempts SET check_at = now() + interval '6 hours'")
        try watch()
        #expect(try installation.value(soon) == 0)
    }

    @Test func `counts reports that belong to nobody`() throws {
        try accept(1)
        try installation.execute(
            """
            INSERT INTO delivery_reports (provider, provider_message_id, raw)
            SELECT provider, 'X', '{}' FROM unnest(ARRAY['a', 'a', 'b']) provider
            """
        )
        #expect(try observe().map(\.unmatched) == [2])
    }

    @Test func `tells the owner of the account and nobody else`() throws {
        let other = try installation.addTenant()
        let account = StoredAccount(
            id: Installation.newID(),
            tenant: other,
            name: "a",
            kind: "twilio"
        )
        try installation.functions.inTransaction(forTenant: other) { connection in
            try ProviderAccounts.put(account, on: &connection)
        }
        try accept(10)
        try watch()
        #expect(try alerts() == [])
        let own = try installation.functions.forTenant(other) { try Alerts.recent(on: &$0) }
        #expect(own.map(\.subject) == ["a"])
    }

    @Test func `is forgotten with its account`() throws {
        try accept(10)
        try accept(10, by: "twilio")
        try watch()
        try installation.workers.forAll { try CallbackPaths.sweep(home: "twilio", on: &$0) }
        #expect(try line() == nil)
        #expect(try line("twilio")?.state == .broken)
        #expect(try alerts().map { $0.clearedAt == nil } == [true, false])
        #expect(try alerts().map(\.subject) == ["twilio", "a"])
    }
}
