import Messaging
import Postgres
import Routing
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `An account at a provider` {
    private let installation: Installation
    init() throws { installation = try Installation() }

    private func account(_ name: String = "second", tenant: TenantID? = nil) -> StoredAccount {
        StoredAccount(
            id: Installation.newID(),
            tenant: tenant ?? installation.tenant,
            name: name,
            kind: "twilio",
            settings: #"{"from": "+14155550100"}"#,
            secrets: [1, 2, 255],
            secretHints: #"{"auth_token": "cdef"}"#,
            countries: ["CA", "US"],
            dealerships: [7],
            priority: 3,
            segmentsPerSecond: 2.5,
            price: Money(micros: 7900, currency: .usd),
            senders: [
                SenderLine(address: "+14155550100", kind: .longCode, areaCode: "415"),
                SenderLine(address: "ACME", kind: .alphanumeric),
            ]
        )
    }

    private func save(_ account: StoredAccount) throws -> Bool {
        let tenant = account.tenant ?? installation.tenant
        return try ProviderAccounts.saving(for: tenant, in: installation.functions) { connection in
            try ProviderAccounts.put(account, on: &connection)
        }
    }

    @Test func `is kept whole, and its secrets are for workers only`() throws {
        let account = account()
        #expect(try save(account))
        let seen = try installation.functions.forTenant(installation.tenant) { connection in
            try ProviderAccounts.all(on: &connection)
        }
        var shown = account
        shown.secrets = nil
        #expect(seen == [shown])
        let known = try installation.workers.forAll { connection in
            try ProviderAccounts.allWithSecrets(on: &connection)
        }
        #expect(known == [account])
        #expect(throws: PostgresError.self) {
            try installation.functions.forTenant(installation.tenant) { connection in
                _ = try connection.query("SELECT secrets FROM provider_accounts")
            }
        }
    }

    @Test func `is changed but for the secrets that are not given`() throws {
        var account = account()
        #expect(try save(account))
        account.senders = []
        account.countries = nil
        account.secrets = nil
        #expect(try save(account))
        let known = try installation.workers.forAll { connection in
            try ProviderAccounts.allWithSecrets(on: &connection)
        }
        account.secrets = [1, 2, 255]
        #expect(known == [account])
    }

    @Test func `is its tenant's own, and its name is nobody else's`() throws {
        #expect(try save(account()))
        let other = try installation.addTenant()
        #expect(try save(account(tenant: other)) == false)
        try installation.functions.forTenant(other) { connection in
            let isRemoved = try ProviderAccounts.delete("second", on: &connection)
            #expect(!isRemoved)
            #expect(try ProviderAccounts.all(on: &connection) == [])
        }
        try installation.functions.forTenant(installation.tenant) { connection in
            let isRemoved = try ProviderAccounts.delete("second", on: &connection)
            #expect(isRemoved)
        }
    }

    @Test func `of the installation is seen by all and changed by none`() throws {
        try installation.execute(
            """
            INSERT INTO provider_accounts (id, name, kind, secrets)
            VALUES (gen_random_uuid(), 'shared', 'twilio', '\\x01'::bytea)
            """
        )
        try installation.functions.forTenant(try installation.addTenant()) { connection in
            let seen = try ProviderAccounts.all(on: &connection)
            #expect(seen.map(\.name) == ["shared"])
            #expect(seen.map(\.tenant) == [nil])
            #expect(try ProviderAccounts.delete("shared", on: &connection) == false)
            let sql: SQL = "UPDATE provider_accounts SET enabled = false"
            #expect(try connection.execute(sql) == 0)
        }
    }
}
