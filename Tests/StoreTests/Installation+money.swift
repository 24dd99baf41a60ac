import Messaging
import Postgres
import Store
import Web

/// What the tests of money need of an installation.
extension Installation {
    func price(_ row: Prices.Row, of tenant: TenantID? = nil) throws {
        let tenant = tenant ?? self.tenant
        try functions.forTenant(tenant) { connection in
            try Prices.save([row], of: tenant, on: &connection)
        }
    }

    /// Every message costs a cent, in all countries.
    func priceAtOneCent() throws {
        try price(Prices.Row(currency: .usd, baseMicros: 10_000, validFrom: "2026-01-01T00:00:00Z"))
    }

    /// Takes up what is due as dispatch does, with money; returns what may be sent.
    @discardableResult
    func admit(_ estimates: Estimates? = nil, segments: Int = 1) throws -> [String] {
        let estimates = estimates ?? Estimates { _ in "US" }
        return try workers.inTransaction { connection in
            let due = try Dispatching.claim(limit: 1000, on: &connection)
            let prepared = due.map {
                Dispatching.Prepared(
                    messageID: $0.messageID,
                    attemptNumber: $0.attemptNumber,
                    body: "Hello",
                    segments: segments
                )
            }
            let admitted = try estimates.admit(prepared, provider: "twilio", on: &connection)
            try Dispatching.record(
                admitted.map { .init($0, provider: "twilio") },
                leaseSeconds: 9,
                on: &connection
            )
            return admitted.map(\.messageID)
        }
    }

    @discardableResult
    func settle() throws -> Int {
        try execute("UPDATE charges SET look_at = now() WHERE look_at IS NOT NULL")
        return try workers.inTransaction { connection in
            try Settling.settle(limit: 1000, on: &connection)
        }
    }

    func release() throws -> Int {
        try workers.inTransaction { connection in
            try Settling.release(limit: 1000, on: &connection)
        }
    }

    func setBudget(_ limit: Money) throws {
        try functions.inTransaction(forTenant: tenant) { connection in
            try Budget.save(limit: limit, of: tenant, on: &connection)
        }
    }

    func budget() throws -> Budget? {
        try functions.forTenant(tenant) { connection in
            try Budget.find(of: tenant, on: &connection)
        }
    }

    func openAccount(segment: Int64, creditLimit: Int64 = 0) throws {
        try execute(
            """
            INSERT INTO ledger_accounts (tenant_id, currency, segment_micros, credit_limit_micros)
            VALUES (\(tenant.rawValue), 'USD', \(segment), \(creditLimit))
            """
        )
    }

    @discardableResult
    func credit(_ micros: Int64) throws -> Ledger.Outcome {
        try functions.forTenant(tenant) { connection in
            try Ledger.credit(micros: micros, by: "Ada", note: "paid", on: &connection)
        }
    }

    func proof() throws -> Ledger.Proof? {
        try functions.forTenant(tenant) { connection in
            try Ledger.proof(of: tenant, on: &connection)
        }
    }

    /// Fills the tables of money and jobs for a tenant.
    func liveWithMoney(as tenant: TenantID) throws {
        try execute(
            """
            INSERT INTO ledger_accounts (tenant_id, currency, segment_micros)
            VALUES (\(tenant.rawValue), 'USD', 1)
            """
        )
        let caller = caller(tenant)
        let usd = Money(micros: 1_000_000, currency: .usd)
        try price(
            Prices.Row(currency: .usd, baseMicros: 1, validFrom: "2026-01-01T00:00:00Z"),
            of: tenant
        )
        try functions.inTransaction(forTenant: tenant) { connection in
            try Budget.save(limit: usd, of: tenant, on: &connection)
            _ = try Ledger.credit(micros: 1000, by: "Ada", note: nil, on: &connection)
            let line = Invoices.Line(
                line: 2,
                subject: .day("2026-11-20", country: "US"),
                amount: usd
            )
            _ = try Invoices.save(
                [line],
                provider: "twilio",
                file: (name: "a.csv", hash: "a"),
                by: caller,
                on: &connection
            )
            _ = try RetryJob.create(
                Self.newID(),
                RetryFilter(),
                total: 1,
                by: caller,
                on: &connection
            )
        }
        try execute(
            """
            INSERT INTO charges (message_id, attempt_number, tenant_id, month)
            VALUES (gen_random_uuid(), 1, \(tenant.rawValue), '2026-11-01')
            """
        )
    }
}
