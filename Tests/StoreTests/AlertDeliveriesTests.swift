import Postgres
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `What is told of alerts` {
    private let installation: Installation
    private var tenant: TenantID { installation.tenant }
    init() throws { installation = try Installation() }

    @discardableResult
    private func target(
        _ kind: AlertTarget.Kind = .webhook,
        kinds: [String]? = nil,
        takesNumbers: Bool = false,
        of tenant: TenantID? = nil
    ) throws -> AlertTarget {
        let target = AlertTarget(
            id: Installation.newID(),
            kind: kind,
            name: "The \(kind.rawValue)",
            address: "https://example.com/hook",
            kinds: kinds,
            takesNumbers: takesNumbers
        )
        let tenant = tenant ?? self.tenant
        let isAdded = try installation.functions.forTenant(tenant) { connection in
            try AlertTargets.add(
                target,
                sealed: kind == .email ? nil : [1, 2, 3],
                of: tenant,
                by: "Ada",
                on: &connection
            )
        }
        #expect(isAdded)
        return target
    }

    private func raise(_ kind: Alerts.Kind = .providerPaused, of tenant: TenantID? = nil) throws {
        try installation.workers.forAll { connection in
            try Alerts.raise(
                kind,
                subject: "a",
                detail: "It is so.",
                tenant: tenant,
                on: &connection
            )
        }
    }

    private func clear(_ kind: Alerts.Kind = .providerPaused) throws {
        try installation.workers.forAll { try Alerts.clear(kind, subject: "a", on: &$0) }
    }

    private func claim(
        _ kinds: [AlertTarget.Kind] = AlertTarget.Kind.allCases
    ) throws -> [AlertDeliveries.Due] {
        try installation.workers.inTransaction { connection in
            try AlertDeliveries.claim(kinds, limit: 32, leaseSeconds: 120, on: &connection)
        }
    }

    @discardableResult
    private func record(_ outcome: AlertDeliveries.Outcome) throws -> AlertDeliveries.Disabled? {
        try installation.workers.inTransaction { connection in
            try AlertDeliveries.record(outcome, on: &connection)
        }
    }

    private func list() throws -> [AlertDeliveries.Line] {
        try installation.functions.forTenant(tenant) { connection in
            try AlertDeliveries.list(target: nil, limit: 50, on: &connection)
        }
    }

    private func events() throws -> [String] { try list().map(\.event.rawValue) }

    @Test func `is each change of state, and nothing else`() throws {
        try target()
        try raise()
        try raise()
        #expect(try events() == ["alert.raised"])
        try clear()
        try clear()
        #expect(try events() == ["alert.ended", "alert.raised"])
        try raise()
        #expect(try events().count == 3)
    }

    @Test func `is nothing more once somebody has acknowledged it`() throws {
        try target()
        try raise()
        try installation.functions.forTenant(tenant) { connection in
            let alert = try #require(try Alerts.standing(on: &connection).first)
            #expect(try Alerts.acknowledge(alert.id, by: "Ada", on: &connection))
            #expect(try Alerts.standing(on: &connection).first?.acknowledgedBy == "Ada")
        }
        try raise()
        try clear()
        #expect(try events() == ["alert.raised"])
    }

    @Test func `goes to those who want it`() throws {
        let all = try target(.email)
        let chosen = try target(.slack, kinds: ["providerPaused", "silence"])
        let none = try target(kinds: ["lowRating"])
        try raise()
        #expect(Set(try list().map(\.targetID)) == [all.id, chosen.id])
        try installation.functions.forTenant(tenant) { connection in
            var off = all
            off.isEnabled = false
            try AlertTargets.change(off, sealed: nil, on: &connection)
        }
        // What still waited for it is given up.
        #expect(try list().first { $0.targetID == all.id }?.state == .failed)
        try raise(.lowRating, of: tenant)
        #expect(try list().first?.targetID == none.id)
    }

    /// Lets the rule of a kind be told to these alone, or to all.
    private func choose(
        _ targets: [AlertTarget]?,
        for kind: Alerts.Kind = .providerPaused
    ) throws {
        try installation.functions.inTransaction(forTenant: tenant) { connection in
            var rule = try #require(
                try AlertRules.all(on: &connection).first { $0.kind == kind }
            )
            rule.targets = targets?.map(\.id)
            try AlertRules.change(rule, by: "Ada", on: &connection)
        }
    }

    private func rule() throws -> AlertRule {
        try #require(
            try installation.functions.forTenant(tenant) { try AlertRules.all(on: &$0) }
                .first { $0.kind == .providerPaused }
        )
    }

    @Test func `goes to those alone whom its rule names, whatever kinds they want`() throws {
        let other = try target()
        let chosen = try target(.slack, kinds: ["lowRating"])
        try choose([chosen])
        #expect(try rule().targets == [chosen.id])
        #expect(try !rule().hasLostTargets)
        try raise()
        #expect(try list().map(\.targetID) == [chosen.id])
        try clear()
        #expect(try list().map(\.targetID) == [chosen.id, chosen.id])
        try choose(nil)
        #expect(try rule().targets == nil)
        try raise()
        #expect(try list().first?.targetID == other.id)
    }

    @Test func `goes to all when nobody whom its rule names is left or turned on`() throws {
        let other = try target()
        let chosen = try target(.slack)
        try choose([chosen])
        try installation.functions.forTenant(tenant) { connection in
            var off = chosen
            off.isEnabled = false
            try AlertTargets.change(off, sealed: nil, on: &connection)
        }
        #expect(try rule().hasLostTargets)
        try raise()
        #expect(try list().map(\.targetID) == [other.id])
        let isRemoved = try installation.functions.forTenant(tenant) {
            try AlertTargets.remove(chosen.id, on: &$0)
        }
        #expect(isRemoved)
        #expect(try rule().hasLostTargets)
        #expect(try rule().targets == [])
        try clear()
        #expect(try list().map(\.targetID) == [other.id, other.id])
    }

    @Test func `is never told to another business, though its rule names a target there`() throws {
        let own = try target()
        let foreign = try target(.slack, of: try installation.addTenant())
        try choose([foreign])
        #expect(try rule().targets == [])
        try raise(of: tenant)
        #expect(try list().map(\.targetID) == [own.id])
        #expect(try installation.value("SELECT count(*) FROM alert_deliveries") == 1)
    }

    @Test func `goes to the business that it concerns, or to all`() throws {
        let other = try installation.addTenant()
        try target()
        try target(of: other)
        try raise(.silence, of: other)
        #expect(try list() == [])
        try raise()
        #expect(try list().count == 1)
        #expect(try installation.value("SELECT count(*) FROM alert_deliveries") == 3)
    }

    @Test func `is not told when the business turned its rule off`() throws {
        try target()
        try installation.execute(
            "UPDATE alert_rules SET enabled = false WHERE kind = 'providerPaused'"
        )
        try raise()
        #expect(try list() == [])
    }

    @Test func `is sent by one worker at a time, and again when that dies`() throws {
        try target()
        try raise()
        let first = try #require(try claim().first)
        #expect(first.attempt == 1)
        #expect(first.sealed == [1, 2, 3])
        #expect(first.content.contains("It is so."))
        #expect(try claim() == [])
        try installation.execute("UPDATE alert_deliveries SET next_attempt_at = now()")
        let second = try #require(try claim().first)
        #expect(second.id == first.id)
        #expect(second.attempt == 2)
        try record(.init(of: second, milliseconds: 7, status: 200, answer: "ok"))
        // The one that was thought dead comes back; the delivery stays delivered.
        try record(.init(of: first, milliseconds: 9, status: 500, problem: "no", retrySeconds: 5))
        let line = try #require(try list().first)
        #expect(line.state == .delivered)
        #expect(line.attempts.map(\.number) == [1, 2])
        #expect(try claim() == [])
    }

    @Test func `is tried again when its time has come, and then given up`() throws {
        try target()
        try raise()
        let first = try #require(try claim().first)
        try record(.init(of: first, milliseconds: 7, status: 503, problem: "no", retrySeconds: 300))
        #expect(try list().first?.state == .waiting)
        #expect(try claim() == [])
        try installation.execute("UPDATE alert_deliveries SET next_attempt_at = now()")
        let last = try #require(try claim().first)
        try record(.init(of: last, milliseconds: 7, status: 404, problem: "no"))
        #expect(try list().first?.state == .failed)
        #expect(try list().first?.nextAttemptAt == nil)
    }

    @Test func `can be sent once more, from the beginning of the schedule`() throws {
        try target()
        try raise()
        let due = try #require(try claim().first)
        let isReplayed = {
            try installation.functions.forTenant(tenant) { connection in
                try AlertDeliveries.replay(due.id, on: &connection)
            }
        }
        #expect(try !isReplayed())
        try record(.init(of: due, milliseconds: 7, status: 404, problem: "no"))
        #expect(try isReplayed())
        let again = try #require(try claim().first)
        #expect(again.id == due.id)
        #expect(again.attempt == 2)
        #expect(again.step == 1)
    }

    @Test func `does not let one target hold up the others`() throws {
        try target(.slack)
        let other = try target(.webhook)
        for number in 1...9 {
            try installation.execute(
                """
                INSERT INTO alerts (kind, subject, detail) VALUES ('providerPaused', \(number), '')
                """
            )
        }
        #expect(try claim([.slack]).count == 4)
        #expect(try claim([.webhook]).allSatisfy { $0.targetID == other.id })
        #expect(try claim([.email]) == [])
    }

    @Test func `turns a target off that failed for five days, and tells the others`() throws {
        let target = try target()
        try self.target(.email)
        let fail = {
            try raise()
            let due = try #require(try claim([.webhook]).first)
            try clear()
            try installation.execute("DELETE FROM alert_deliveries WHERE event = 'alert.ended'")
            return try record(
                .init(of: due, milliseconds: 7, status: 500, problem: "no", retrySeconds: 3600)
            )
        }
        #expect(try fail() == nil)
        // Long ago, and nothing since: two bad moments are no five days.
        try installation.execute(
            """
            UPDATE alert_targets SET failing_since = now() - interval '6 days',
                                     failed_at = now() - interval '6 days'
            """
        )
        #expect(try fail() == nil)
        try installation.execute(
            """
            UPDATE alert_targets SET failing_since = now() - interval '121 hours',
                                     failed_at = now() - interval '10 hours'
            """
        )
        #expect(try fail()?.targetID == target.id)
        let (alerts, targets) = try installation.functions.forTenant(tenant) { connection in
            (try Alerts.standing(on: &connection), try AlertTargets.all(on: &connection))
        }
        #expect(alerts.map(\.kind) == ["targetDisabled"])
        #expect(targets.first { $0.id == target.id }?.isEnabled == false)
        #expect(targets.first { $0.id == target.id }?.disabledAt != nil)
        #expect(try list().filter { $0.targetID == target.id }.allSatisfy { $0.state == .failed })
        #expect(try list().first?.targetKind == .email)
        try installation.functions.forTenant(tenant) { connection in
            try AlertTargets.change(target, sealed: nil, on: &connection)
            #expect(try Alerts.standing(on: &connection) == [])
        }
    }

    @Test func `tells a CRM what we learned of a number`() throws {
        try target(takesNumbers: true)
        let id = try installation.ingestDue(["RO-7"]).first
        try installation.execute(
            "UPDATE messages SET kind = 'transaction' WHERE id = \(id ?? "")::uuid"
        )
        for source in ["keyword", "import", "api"] {
            try installation.execute(
                """
                INSERT INTO suppressions (tenant_id, number, reason, source, added_by)
                VALUES (1, '+15005550006', 'opted_out', \(source)::suppression_source, 'x')
                """
            )
        }
        let line = try #require(try list().first)
        #expect(try list().count == 1)
        #expect(line.event == .numberSuppressed)
        #expect(line.content.contains(#""transactionId": "RO-7""#))
        #expect(line.content.contains(#""reason": "opted_out""#))
    }

    @Test func `is another business's neither to see nor to change`() throws {
        let own = try target()
        try raise(.silence, of: tenant)
        let delivery = try #require(try list().first)
        let other = try installation.addTenant()
        try installation.functions.forTenant(other) { (connection) throws in
            #expect(try AlertTargets.all(on: &connection) == [])
            #expect(try !AlertTargets.remove(own.id, on: &connection))
            #expect(try AlertDeliveries.find(delivery.id, on: &connection) == nil)
            #expect(try !AlertDeliveries.replay(delivery.id, on: &connection))
            #expect(try Alerts.recent(on: &connection) == [])
        }
    }

    @Test func `hides what is sealed from functions`() throws {
        try target()
        #expect(throws: PostgresError.self) {
            try installation.functions.forTenant(tenant) { connection in
                _ = try connection.execute("SELECT sealed FROM alert_targets")
            }
        }
    }
}
