import Postgres
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `Signing in elsewhere` {
    private let installation: Installation
    private let other: TenantID

    init() throws {
        installation = try Installation()
        other = try installation.addTenant()
    }

    private var tenant: TenantID { installation.tenant }

    private func put(
        _ name: String,
        _ domains: [String],
        of tenant: TenantID,
        secret: [UInt8]? = nil
    ) throws {
        try installation.functions.forTenant(tenant) { connection in
            try SignInProviders.put(
                .init(name: name, issuer: "https://\(name)", clientID: "c", domains: domains),
                secret: secret,
                of: tenant,
                on: &connection
            )
        }
    }

    private func provider(
        of email: String,
        at door: TenantID? = nil
    ) throws -> SignInProviders.Provider? {
        try installation.functions.forAll {
            try SignInProviders.find(email: email, of: door, on: &$0)
        }
    }

    private func isThere(at door: TenantID?) throws -> Bool {
        try installation.functions.forAll { try SignInProviders.any(of: door, on: &$0) }
    }

    private func add(_ email: String, to tenant: TenantID) throws {
        try installation.execute(
            """
            INSERT INTO users (tenant_id, email, name, role)
            VALUES (\(tenant.rawValue), \(email), 'Ada', 'agent')
            """
        )
    }

    private func person(
        _ subject: String,
        _ email: String?,
        at provider: SignInProviders.Provider,
        noting: Bool = false
    ) throws -> String? {
        try installation.functions.inTransaction(forTenant: provider.tenant) { connection in
            let user = try SignInIdentities.find(
                subject: subject,
                email: email,
                at: provider,
                on: &connection
            )
            if noting, let user {
                try SignInIdentities.note(subject: subject, of: user, at: provider, on: &connection)
            }
            return user?.email
        }
    }

    @Test func `is where one's mail domain and business say`() throws {
        try put("ours", ["example.com", "example.org"], of: tenant)
        try put("theirs", ["example.com"], of: other)
        try add("eve@example.com", to: other)
        #expect(try provider(of: "Nobody@EXAMPLE.com")?.issuer == "https://ours")
        #expect(try provider(of: "eve@example.com")?.issuer == "https://theirs")
        #expect(try provider(of: "ada@example.org")?.tenant == tenant)
        #expect(try provider(of: "ada@sub.example.com") == nil)
        #expect(try provider(of: "example.com") == nil)
    }

    @Test func `is offered at the door of a business by that business alone`() throws {
        try put("theirs", ["example.com"], of: other)
        try add("eve@example.com", to: other)
        #expect(try isThere(at: nil) && isThere(at: other) && !isThere(at: tenant))
        #expect(try provider(of: "eve@example.com", at: other)?.tenant == other)
        #expect(try provider(of: "eve@example.com", at: tenant) == nil)
        try put("ours", ["example.com"], of: tenant)
        #expect(try provider(of: "eve@example.com", at: tenant)?.tenant == tenant)
    }

    @Test func `keeps a secret that no new one is given for`() throws {
        try put("ours", ["example.com"], of: tenant, secret: [7])
        try put("ours", ["example.net"], of: tenant)
        let found = try #require(try provider(of: "a@example.net"))
        #expect(found.secret == [7])
        #expect(found.swearsTo("a@example.net") && !found.swearsTo("a@example.com"))
        #expect(!found.swearsTo("a@evil-example.net"))
    }

    @Test func `knows somebody by the issuer's name, at first by the address`() throws {
        try put("ours", ["example.com"], of: tenant)
        try add("ada@example.com", to: tenant)
        try add("eve@example.com", to: other)
        let ours = try #require(try provider(of: "ada@example.com"))
        #expect(try person("1", nil, at: ours) == nil)
        #expect(try person("2", "eve@example.com", at: ours) == nil)
        #expect(try person("1", "ada@example.com", at: ours, noting: true) == "ada@example.com")
        #expect(try person("1", nil, at: ours) == "ada@example.com")
        #expect(try person("2", "ada@example.com", at: ours) == nil)
        try installation.execute("UPDATE users SET disabled_at = now()")
        #expect(try person("1", "ada@example.com", at: ours) == nil)
    }
}
