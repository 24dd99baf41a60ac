import Postgres
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `The record of changes` {
    private let installation: Installation

    init() throws { installation = try Installation() }

    private var ada: TenantID { installation.tenant.acting("ada@example.com 192.0.2.7") }

    private func entries(
        of tenant: TenantID? = nil,
        _ narrow: (inout AuditLog.Filter) -> Void = { _ in }
    ) throws -> [AuditLog.Entry] {
        let tenant = tenant ?? installation.tenant
        var filter = AuditLog.Filter()
        narrow(&filter)
        return try installation.functions.forTenant(tenant) { connection in
            try AuditLog.list(of: tenant, filter, limit: 500, on: &connection)
        }
    }

    private func check(_ tenant: TenantID? = nil) throws -> AuditLog.Finding {
        try installation.asOwner { connection in
            try AuditLog.check(tenant ?? installation.tenant, on: &connection)
        }
    }

    private func change(_ sql: SQL, as tenant: TenantID? = nil) throws {
        try installation.functions.inTransaction(forTenant: tenant ?? ada) { connection in
            _ = try connection.execute(sql)
        }
    }

    private func note(_ count: Int, as tenant: TenantID? = nil) throws {
        for number in 0..<count {
            try installation.functions.inTransaction(forTenant: tenant ?? ada) { connection in
                try AuditLog.note(.testSent, "\(number)", ["count": .int(number)], on: &connection)
            }
        }
    }

    // MARK: - What stands in it

    @Test func `says who changed what, from where, and what it was before`() throws {
        try change("UPDATE tenant_settings SET delay_hours = 9, updated_at = now()")
        let entry = try #require(try entries().first)
        #expect(entry.actor == "ada@example.com")
        #expect(entry.address == "192.0.2.7")
        #expect(entry.action == "settings.changed")
        #expect(entry.before == #"{"delay_hours": 24}"#)
        #expect(entry.after == #"{"delay_hours": 9}"#)
    }

    @Test func `has no entry for what changes nothing, or was undone`() throws {
        let count = try entries().count
        try change("UPDATE tenant_settings SET delay_hours = delay_hours, updated_at = now()")
        try? installation.functions.inTransaction(forTenant: ada) { connection in
            try connection.execute("UPDATE tenant_settings SET delay_hours = 9")
            throw Problem.notFound("On second thoughts.")
        }
        #expect(try entries().count == count)
    }

    @Test func `knows a key with spaces in its name, an address of IPv6, and nobody`() throws {
        for (actor, name, place) in [
            ("key CRM of Ann 2001:db8::7", "key CRM of Ann", "2001:db8::7"),
            ("ann@example.com", "ann@example.com", ""),
        ] {
            try note(1, as: installation.tenant.acting(actor))
            let entry = try #require(try entries().first)
            #expect(entry.actor == name)
            #expect(entry.address == place)
        }
    }

    @Test func `shows a text beside the one that it follows`() throws {
        for text in ["First {review_url}", "Second {review_url}"] {
            try change("SELECT save_template(1, 'Winter', NULL, \(text), 'Ada')")
        }
        let found = try entries { $0.kind = "text" }.prefix(2)
        #expect(found.map(\.action) == ["text.changed", "text.added"])
        #expect(found.first?.object == "Winter")
        #expect(found.first?.before == #"{"text": "First {review_url}"}"#)
        #expect(found.first?.after == #"{"text": "Second {review_url}"}"#)
    }

    @Test func `takes a tariff of many rows for one entry`() throws {
        try change(
            """
            INSERT INTO prices (tenant_id, provider, country, currency, base_micros, fee_micros,
                                direction, per_segment, valid_from)
            SELECT 1, 'twilio', chr(65 + n / 26) || chr(65 + n % 26), 'USD', 7900, 0, 'outbound',
                   true, now()
              FROM generate_series(0, 299) n
            """
        )
        let found = try entries { $0.kind = "prices" }
        #expect(found.count == 1)
        #expect(found.first?.after?.contains(#""count": 300"#) == true)
    }

    @Test func `masks the numbers of customers, and leaves their own words to them`() throws {
        try change(
            """
            INSERT INTO suppressions (tenant_id, number, reason, source, note, added_by)
            VALUES (1, '+14155550123', 'operator', 'page', 'Joe from the garage', 'ada'),
                   (1, '+14155550124', 'opted_out', 'keyword', 'STOP', 'customer'),
                   (1, '+14155550125', 'opted_out', 'page', '', 'customer')
            """
        )
        let found = try entries { $0.kind = "opt-out" }
        #expect(found.map(\.object) == ["+141…23"])
        #expect(!found.contains { ($0.after ?? "").contains("4155550123") })
        #expect(!found.contains { ($0.after ?? "").contains("garage") })
    }

    @Test func `is narrowed by who, what, when and words`() throws {
        try note(2)
        try note(1, as: installation.tenant.acting("bob@example.com 192.0.2.8"))
        try change("UPDATE tenant_settings SET delay_hours = 9")
        #expect(try entries { $0.actor = "bob@example.com" }.count == 1)
        #expect(try entries { $0.kind = "settings" }.first?.action == "settings.changed")
        #expect(try entries { $0.text = "DELAY_hours" }.count == 1)
        #expect(try entries { $0.text = "192.0.2.8" }.count == 1)
        #expect(try entries { $0.to = "2020-01-01T00:00:00Z" } == [])
        let newest = try #require(try entries().first)
        #expect(try entries { $0.before = newest.number }.first?.number == newest.number - 1)
    }

    // MARK: - Secrets

    /// What must not stand in it, planted into every column that may hold a secret.
    @Test func `never holds a secret`() throws {
        let secret = "planted-secret-7f3a"
        let columns = try installation.asOwner { connection in
            try connection.query(
                """
                SELECT c.table_name, c.column_name, c.data_type
                  FROM information_schema.columns c
                  JOIN (SELECT DISTINCT tgrelid::regclass::text AS name FROM pg_trigger
                         WHERE tgname LIKE 'audit\\_%') t ON t.name = c.table_name
                 WHERE c.data_type = 'bytea'
                    OR c.column_name ~ '(hash|secret|sealed|token|password|digest|code)'
                """
            ).map { (row) throws(PostgresError) in
                (
                    try row.decode(0, as: String.self), try row.decode(1, as: String.self),
                    try row.decode(2, as: String.self)
                )
            }
        }
        #expect(columns.count >= 8)
        for (table, column, type) in columns {
            let value: SQL =
                switch type {
                case "bytea": "convert_to(\(secret), 'UTF8')"
                case "jsonb": "jsonb_build_object('k', \(secret)::text)"
                default: "\(secret)::text"
                }
            let shown: String? = try installation.value(
                """
                SELECT audit_view(\(table)::regclass,
                                  jsonb_build_object(\(column)::text, to_jsonb(\(value))))::text
                """
            )
            let hex = secret.utf8.map { String($0, radix: 16) }.joined()
            let isPublic = ["error_code", "area_code"].contains(column)
            #expect(isPublic || shown?.contains(secret) == false, "\(table).\(column)")
            #expect(shown?.contains(hex) == false, "\(table).\(column)")
        }
        try installation.execute(
            """
            INSERT INTO users (tenant_id, email, name, role, password_hash, totp_secret)
            VALUES (1, 'eve@example.com', 'Eve', 'owner', \(secret), convert_to(\(secret), 'UTF8'))
            """
        )
        try installation.execute(
            "UPDATE users SET password_hash = \(secret + "-2") WHERE email = 'eve@example.com'"
        )
        let found = try entries { $0.text = "eve@example.com" }
        #expect(found.map(\.action) == ["person.changed", "person.added"])
        #expect(found.first?.after == #"{"password_hash": "(hidden)"}"#)
        #expect(try entries { $0.text = secret } == [])
    }

    // MARK: - What it covers

    /// A new table of a tenant's is settings, which are noted, or what is named here.
    @Test func `covers every table of settings, and none that messages pass through`() throws {
        let others: Set = [
            "alert_attempts", "alert_deliveries", "alert_samples", "answer_changes", "answer_sums",
            "archive_keys", "archives", "arrival_pace", "attempts", "audit_heads", "audit_log",
            "budget_months", "charges", "cost_sums", "data_keys", "dealership_counts",
            "delivery_reports", "delivery_sums", "engagement_changes", "engagement_counts",
            "engagements", "erasures", "error_sums", "hour_sums", "hourly_counts",
            "idempotent_answers", "inbound_messages", "invoice_lines", "latency_sums",
            "ledger_accounts", "ledger_entries", "letters", "message_events", "message_links",
            "message_search", "messages", "password_resets", "rating_changes", "rating_sums",
            "removals", "report_deliveries", "restored_content", "retry_jobs", "search_postings",
            "search_queue", "sessions", "sign_in_identities", "status_changes", "total_counts",
            "transactions", "webhook_requests", "webhook_requests_unkept",
        ]
        let covered: [String] = try installation.asOwner { connection in
            try connection.query(
                """
                SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger
                 WHERE tgname LIKE 'audit\\_%' ORDER BY 1
                """
            ).values()
        }
        let all: [String] = try installation.asOwner { connection in
            try connection.query(
                """
                SELECT relname FROM pg_class c
                 WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
                   AND NOT relispartition
                   AND (relname = 'tenants'
                        OR EXISTS (SELECT FROM pg_attribute
                                    WHERE attrelid = c.oid AND attname = 'tenant_id'))
                """
            ).values()
        }
        #expect(Set(covered).isDisjoint(with: others))
        #expect(Set(all).subtracting(others) == Set(covered))
    }

    // MARK: - The chain

    @Test func `is unbroken as long as nobody touches it`() throws {
        try note(5)
        let finding = try check()
        #expect(finding.fault == nil)
        #expect(finding.entryCount >= 5)
        #expect(finding.lastHash == (try entries().first?.hash))
    }

    @Test func `does not fork when many change things at once`() throws {
        let other = try installation.addTenant()
        let before = try entries().count
        Threads.run(8) { lane in
            for _ in 0..<10 {
                _ = try? note(1, as: lane.isMultiple(of: 4) ? other.acting("x") : ada)
                _ = try? change("UPDATE tenant_settings SET delay_hours = (delay_hours + 1) % 20")
            }
        }
        #expect(try check().fault == nil)
        #expect(try check(other).fault == nil)
        #expect(try entries().count == before + 6 * 10 + 8 * 10)
        #expect(try entries(of: other) { $0.kind = "message" }.count == 20)
    }

    private enum Tampering: String, CaseIterable {
        case changed, missing, unchained, truncated, hidden

        /// What somebody who owns the server does to the third entry of six.
        func sql(_ number: Int, _ last: Int) -> [SQL] {
            switch self {
            case .changed: ["UPDATE audit_log SET actor = 'bob' WHERE seq = \(number)"]
            case .missing: ["DELETE FROM audit_log WHERE seq = \(number - 1)"]
            // With a hash made anew, as whoever knows how would.
            case .unchained:
                [
                    "UPDATE audit_log SET object = 'else' WHERE seq = \(number - 1)",
                    "UPDATE audit_log l SET hash = audit_hash(l) WHERE seq = \(number - 1)",
                ]
            case .truncated: ["DELETE FROM audit_log WHERE seq > \(number)"]
            // A whole one, its number given to the next.
            case .hidden:
                [
                    "DELETE FROM audit_log WHERE seq = \(number)",
                    "UPDATE audit_log SET seq = seq - 1 WHERE seq > \(number)",
                    "UPDATE audit_heads SET seq = \(last - 1)",
                ]
            }
        }

        var fault: AuditLog.Fault.Kind {
            switch self {
            case .changed, .hidden: .changed
            case .missing: .missing
            case .unchained: .unchained
            case .truncated: .truncated
            }
        }
    }

    @Test(arguments: ["changed", "missing", "unchained", "truncated", "hidden"])
    func `finds out even the server's owner`(_ name: String) throws {
        try note(6)
        let tampering = try #require(Tampering(rawValue: name))
        let last = try #require(try entries().first).number
        let number = last - 3
        var owner = try installation.scratch.connect()
        try owner.execute("ALTER TABLE audit_log DISABLE TRIGGER append_only")
        for statement in tampering.sql(number, last) { try owner.execute(statement) }
        let finding = try check()
        #expect(finding.fault == .init(number: number, kind: tampering.fault))
    }

    @Test func `keeps the first entry, too`() throws {
        try note(2)
        var owner = try installation.scratch.connect()
        try owner.execute("DELETE FROM audit_log WHERE seq = 1")
        #expect(try check().fault == .init(number: 2, kind: .missing))
        try owner.execute("DELETE FROM audit_log")
        #expect(try check().fault == .init(number: 0, kind: .truncated))
    }

    @Test func `is only added to by functions and workers`() throws {
        try note(1)
        for role in [ScratchDatabase.Role.function, .limited, .worker] {
            var connection = try installation.scratch.connect(as: role)
            try connection.use(RowAccess(tenant: 1))
            for statement: SQL in [
                "UPDATE audit_log SET actor = 'x'", "DELETE FROM audit_log", "TRUNCATE audit_log",
                "INSERT INTO audit_log SELECT * FROM audit_log", "UPDATE audit_heads SET hash = ''",
                "SELECT append_audit(1, 'a', 'b', NULL, NULL)",
                "ALTER TABLE audit_log DISABLE TRIGGER ALL",
            ] {
                #expect(throws: PostgresError.self, "\(role) \(statement)") {
                    _ = try connection.execute(statement)
                }
            }
        }
    }

    @Test func `is of one tenant alone`() throws {
        let other = try installation.addTenant()
        try note(3, as: other.acting("eve@example.com 192.0.2.9"))
        #expect(try entries { $0.actor = "eve@example.com" } == [])
        #expect(try entries(of: other).allSatisfy { $0.actor != "ada@example.com" })
        let choices = try installation.functions.forTenant(installation.tenant) { connection in
            try AuditLog.choices(of: installation.tenant, on: &connection)
        }
        #expect(!choices.actors.contains("eve@example.com"))
    }
}

extension TenantID {
    fileprivate func acting(_ actor: String) -> TenantID {
        var tenant = self
        tenant.actor = actor
        return tenant
    }
}
