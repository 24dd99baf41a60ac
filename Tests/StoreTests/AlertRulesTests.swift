import Postgres
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `Rules of alerts` {
    private let installation: Installation
    private var tenant: TenantID { installation.tenant }
    init() throws { installation = try Installation() }

    @discardableResult
    private func judge() throws -> [AlertMeasurement] {
        try installation.workers.inTransaction { try AlertRules.judge(on: &$0) }
    }

    private func alerts(of tenant: TenantID? = nil) throws -> [Alerts.Line] {
        try installation.functions.forTenant(tenant ?? self.tenant) { try Alerts.recent(on: &$0) }
    }

    private func standing() throws -> [Alerts.Line] {
        try alerts().filter { $0.clearedAt == nil }
    }

    /// Lets only one kind of rule count, with these figures.
    private func only(_ kind: Alerts.Kind, _ change: SQL = "enabled = true") throws {
        try installation.execute(
            "DELETE FROM alert_rules WHERE kind <> \(kind.rawValue) AND tenant_id = 1"
        )
        try installation.execute("UPDATE alert_rules SET \(change)")
    }

    /// So many messages that became final a while ago.
    private func finish(
        _ count: Int,
        as status: String,
        code: String? = nil,
        of tenant: Int32 = 1,
        minutesAgo: Int = 1
    ) throws {
        try installation.execute(
            """
            INSERT INTO messages (id, tenant_id, transaction_id, kind, status, recipient,
                                  received_at, due_at, due_hour, finished_at, error_code)
            SELECT gen_random_uuid(), \(tenant), gen_random_uuid(), 'transaction',
                   \(status)::message_status, '+15005550006', now(), now(), now()::timestamp,
                   now() - \(minutesAgo) * interval '1 minute', \(code)
              FROM generate_series(1, \(count))
            """
        )
    }

    @Test func `are there for a new business`() throws {
        let other = try installation.addTenant()
        for tenant in [tenant, other] {
            let rules = try installation.functions.forTenant(tenant) {
                try AlertRules.all(on: &$0)
            }
            #expect(Set(rules.map(\.kind)) == Set(Alerts.Kind.allCases))
            #expect(rules.allSatisfy { $0.isEnabled && $0.tenant == tenant })
        }
    }

    @Test func `about failures count what happened within their window`() throws {
        try only(.failureRate)
        try finish(100, as: "failed")
        try judge()
        // What was there before is nobody's news.
        #expect(try standing() == [])
        try finish(15, as: "delivered")
        try finish(4, as: "failed")
        try judge()
        #expect(try standing() == [])
        try finish(1, as: "undelivered")
        try judge()
        let alert = try #require(try standing().first)
        #expect(alert.kind == "failureRate")
        #expect(alert.detail == "5 of 20 messages failed within 60 minutes: 25 %.")
        #expect(alert.count == 5)
        try finish(1, as: "failed")
        try judge()
        #expect(try standing().map(\.count) == [6])
        #expect(try standing().map(\.id) == [alert.id])
    }

    @Test func `forget what left their window, and end after a while`() throws {
        try only(.failureRate)
        try judge()
        try finish(30, as: "failed")
        try judge()
        #expect(try standing().count == 1)
        try installation.execute(
            """
            INSERT INTO alert_samples (tenant_id, at, delivered, failed)
            VALUES (1, now() - interval '61 minutes', 0, 30)
            """
        )
        try judge()
        #expect(try standing().count == 1)
        try installation.execute("UPDATE alerts SET calm_since = now() - interval '299 seconds'")
        try judge()
        #expect(try standing().count == 1)
        try installation.execute("UPDATE alerts SET calm_since = now() - interval '300 seconds'")
        try judge()
        #expect(try standing() == [])
    }

    @Test func `about a code tell each code apart`() throws {
        try only(.errorCode)
        try finish(4, as: "failed", code: "30007")
        try finish(9, as: "failed", code: "30003")
        try finish(9, as: "failed", code: "30007", minutesAgo: 61)
        try judge()
        #expect(try standing() == [])
        try finish(1, as: "failed", code: "30007")
        try finish(1, as: "undelivered", code: "30034")
        try judge()
        #expect(Set(try standing().map(\.subject)) == ["30007", "30034"])
        #expect(
            try standing().map(\.detail).contains(
                "1 message failed with code 30034 within 60 minutes."
            )
        )
    }

    @Test func `about silence count the hours of the business only`() throws {
        try only(.silence, "opens = '00:00', closes = '24:00', days = '{1,2,3,4,5,6,7}'")
        try judge()
        // Who never had a transaction waits for none.
        #expect(try standing() == [])
        try finish(1, as: "delivered")
        try installation.execute("UPDATE messages SET received_at = now() - interval '3 hours'")
        // The day has to be three hours old where the business is.
        try installation.execute(
            """
            UPDATE tenants SET time_zone = (
                SELECT name FROM pg_timezone_names
                 WHERE extract(hour FROM now() AT TIME ZONE name) BETWEEN 12 AND 16
                   AND name LIKE 'Etc/%' LIMIT 1) WHERE id = 1
            """
        )
        try judge()
        #expect(try standing().map(\.kind) == ["silence"])
        // Outside of the hours nothing can be said.
        try installation.execute("UPDATE alert_rules SET opens = '23:58', closes = '23:59'")
        try judge()
        #expect(try standing().count == 1)
        try finish(1, as: "delivered")
        try judge()
        #expect(try standing() == [])
    }

    @Test func `about silence leave out days off`() throws {
        try only(.silence, "opens = '00:00', closes = '24:00'")
        try installation.execute(
            """
            UPDATE alert_rules SET days = ARRAY(
                SELECT d FROM generate_series(1, 7) d
                 WHERE d <> extract(isodow FROM now() AT TIME ZONE 'UTC'))
            """
        )
        try finish(1, as: "delivered")
        try installation.execute("UPDATE messages SET received_at = now() - interval '9 days'")
        try judge()
        #expect(try standing() == [])
    }

    @Test func `about the queue tell how many wait`() throws {
        try only(.queueAge)
        try installation.ingestDue(["T-1", "T-2", "T-3"])
        try judge()
        #expect(try standing() == [])
        try installation.execute(
            "UPDATE messages SET next_attempt_at = now() - interval '16 minutes'"
        )
        try judge()
        #expect(try standing().map(\.count) == [3])
        #expect(
            try standing().first?.detail
                == "3 messages have waited longer than 15 minutes to be sent."
        )
    }

    @Test func `about the budget tell what is used`() throws {
        try only(.budgetShare)
        try installation.execute("INSERT INTO budgets VALUES (1, 'USD', 100000000)")
        try installation.execute(
            """
            INSERT INTO budget_months VALUES (1, date_trunc('month', now())::date, 'USD', 79999999)
            """
        )
        try judge()
        #expect(try standing() == [])
        try installation.execute("UPDATE budget_months SET used_micros = 81500000")
        try judge()
        #expect(
            try standing().first?.detail
                == "81 % of this month's budget is used: 81.50 of 100.00 USD."
        )
        try installation.execute("UPDATE budgets SET limit_micros = 200000000")
        try judge()
        #expect(try standing() == [])
    }

    @Test func `about providers follow the breaker`() throws {
        try installation.execute(
            "INSERT INTO provider_routes (provider, breaker) VALUES ('twilio', 'open')"
        )
        try judge()
        try judge()
        #expect(try standing().map(\.kind) == ["providerFailing"])
        try installation.execute("UPDATE provider_routes SET breaker = 'half_open', share = 10")
        try judge()
        #expect(try standing().count == 1)
        try installation.execute("UPDATE provider_routes SET breaker = 'closed', share = 100")
        try judge()
        #expect(try standing() == [])
    }

    @Test func `judge every business by its own figures`() throws {
        let other = try installation.addTenant()
        try judge()
        try finish(30, as: "failed", of: other.rawValue)
        try judge()
        #expect(try alerts() == [])
        #expect(try alerts(of: other).map(\.kind) == ["failureRate"])
        let rules = try installation.functions.forTenant(tenant) { try AlertRules.all(on: &$0) }
        #expect(rules.allSatisfy { $0.tenant == tenant })
    }

    @Test func `that change end what they raised, without a word`() throws {
        try only(.errorCode)
        try finish(5, as: "failed", code: "30007")
        try judge()
        let alert = try #require(try standing().first)
        try installation.functions.inTransaction(forTenant: tenant) { connection in
            let id = try #require(alert.ruleID)
            var rule = try #require(try AlertRules.find(id, on: &connection))
            rule.threshold = 10
            try AlertRules.change(rule, by: "Ada", on: &connection)
        }
        #expect(try standing() == [])
        #expect(try alerts().map(\.acknowledgedBy) == ["Ada"])
        try judge()
        #expect(try standing() == [])
    }

    @Test func `are added and removed`() throws {
        try installation.functions.inTransaction(forTenant: tenant) { connection in
            let rule = AlertRule(
                tenant: tenant,
                kind: .silence,
                threshold: 90,
                days: [6, 7],
                opens: "08:30",
                closes: "20:00"
            )
            let id = try AlertRules.add(rule, on: &connection)
            var expected = rule
            expected.id = id
            #expect(try AlertRules.find(id, on: &connection) == expected)
            try AlertRules.remove(id, by: "Ada", on: &connection)
            #expect(try AlertRules.find(id, on: &connection) == nil)
        }
    }

    @Test func `about ratings say from how many stars on`() throws {
        for stars in 1...5 {
            try installation.functions.inTransaction(forTenant: tenant) { connection in
                try Alerts.raiseLowRating(
                    stars: stars,
                    subject: "RO-\(stars)",
                    detail: "\(stars) of 5 stars",
                    path: "/conversations",
                    tenant: tenant,
                    on: &connection
                )
            }
        }
        #expect(Set(try standing().map(\.subject)) == ["RO-1", "RO-2", "RO-3"])
    }

    @Test func `end an event when it is seen`() throws {
        try installation.functions.forTenant(tenant) { connection in
            try Alerts.raise(
                .lowRating,
                subject: "RO-1",
                detail: "1 of 5 stars",
                tenant: tenant,
                on: &connection
            )
            let alert = try #require(try Alerts.standing(on: &connection).first)
            #expect(try Alerts.acknowledge(alert.id, by: "Ada", on: &connection))
            #expect(try Alerts.standing(on: &connection) == [])
            #expect(try !Alerts.acknowledge(alert.id, by: "Ada", on: &connection))
        }
    }
}
