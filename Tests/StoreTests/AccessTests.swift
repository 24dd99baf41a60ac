import Postgres
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `Whoever calls` {
    private let installation: Installation
    init() throws { installation = try Installation() }

    private let place = Sessions.Place(address: "192.0.2.7", agent: "Firefox")

    private func addKey(_ hash: String, of tenant: TenantID, _ scopes: [Scope] = Scope.all) throws {
        try installation.asOwner { connection in
            try Keys.add(
                name: "CRM",
                prefix: "sms_abcd",
                hash: hash,
                scopes: scopes,
                tenant: tenant,
                on: &connection
            )
        }
    }

    private func addUser(_ email: String, of tenant: TenantID, hash: String = "h") throws {
        try installation.asOwner { connection in
            try Users.put(
                email: email,
                name: "Ada",
                passwordHash: hash,
                tenant: tenant,
                on: &connection
            )
        }
    }

    private func user(_ email: String) throws -> Users.Credentials? {
        try installation.functions.forAll { try Users.find(email: email, on: &$0) }
    }

    @Test func `by key is known by its hash, with what the key may do`() throws {
        let other = try installation.addTenant()
        try addKey("h1", of: other, [.messagesRead, Scope(rawValue: "future:scope")])
        let caller = try installation.functions.forAll { try Keys.find(hash: "h1", on: &$0) }
        #expect(
            caller
                == Caller(
                    tenant: other,
                    name: "key CRM",
                    scopes: [.messagesRead, Scope(rawValue: "future:scope")]
                )
        )
        #expect(try installation.functions.forAll { try Keys.find(hash: "h2", on: &$0) } == nil)
        try installation.execute("UPDATE api_keys SET revoked_at = now()")
        #expect(try installation.functions.forAll { try Keys.find(hash: "h1", on: &$0) } == nil)
    }

    private func make(
        _ hash: String,
        expiresAt: String? = nil,
        by caller: Caller
    ) throws -> Keys.Line? {
        try installation.functions.forTenant(caller.tenant) { connection in
            try Keys.make(
                name: "CRM",
                prefix: "sms_abcd",
                hash: hash,
                scopes: [.transactionsWrite],
                expiresAt: expiresAt,
                by: caller,
                on: &connection
            )
        }
    }

    private func find(_ hash: String) throws -> Caller? {
        try installation.functions.forAll { try Keys.find(hash: hash, on: &$0) }
    }

    @Test func `by key is let in until it is over or ended`() throws {
        let caller = installation.caller()
        let made = try #require(try make("h1", by: caller))
        #expect(made.isValid && made.createdBy == "Ada" && made.lastUsedAt == nil)
        let over = try #require(try make("h2", expiresAt: "2020-01-01T00:00:00Z", by: caller))
        #expect(!over.isValid)
        #expect(try find("h1")?.scopes == [.transactionsWrite])
        #expect(try find("h2") == nil)
        let lines = try installation.functions.forTenant(caller.tenant) { connection in
            try Keys.all(of: caller.tenant, on: &connection)
        }
        #expect(lines.map(\.id) == [made.id, over.id])
        #expect(lines[0].lastUsedAt != nil)
        let other = try installation.addTenant()
        func end(as tenant: TenantID) throws -> Bool {
            try installation.functions.forTenant(tenant) { connection in
                try Keys.revoke(made.id, of: tenant, on: &connection)
            }
        }
        #expect(try !end(as: other))
        #expect(try end(as: caller.tenant))
        #expect(try !end(as: caller.tenant))
        #expect(try find("h1") == nil)
    }

    @Test func `by key is noted now and then, not every time`() throws {
        _ = try make("h1", by: installation.caller())
        func version() throws -> String {
            try installation.value("SELECT xmin::text FROM api_keys WHERE key_hash = 'h1'")
        }
        _ = try find("h1")
        let noted = try version()
        _ = try find("h1")
        #expect(try version() == noted)
        try installation.execute(
            "UPDATE api_keys SET last_used_at = now() - interval '11 minutes'"
        )
        _ = try find("h1")
        #expect(
            try installation.value(
                "SELECT last_used_at > now() - interval '1 minute' FROM api_keys",
                as: Bool.self
            )
        )
    }

    @Test func `with a key that is there already cannot be added`() throws {
        try addKey("h1", of: installation.tenant)
        let error = #expect(throws: PostgresError.self) {
            try addKey("h1", of: installation.tenant)
        }
        guard case .server(let words) = error else { return }
        #expect(words.state == .uniqueViolation)
    }

    @Test func `by name is found whatever the case, whatever the tenant`() throws {
        let other = try installation.addTenant()
        try addUser("Ada@Example.com", of: other, hash: "old")
        let found = try #require(try user("aDA@example.COM"))
        #expect(found.user.email == "ada@example.com")
        #expect(found.user.tenant == other)
        #expect(found.passwordHash == "old")
        try addUser("ada@example.com", of: other, hash: "new")
        #expect(try user("ada@example.com")?.passwordHash == "new")
        #expect(try user("ada@example.com")?.user.id == found.user.id)
        #expect(try user("eve@example.com") == nil)
        #expect(try user("%") == nil)
    }

    @Test func `by session is known until it ends`() throws {
        try addUser("ada@example.com", of: installation.tenant)
        let ada = try #require(try user("ada@example.com")?.user)
        try installation.functions.forTenant(ada.tenant) { connection in
            try Sessions.add(tokenHash: "t1", user: ada, from: place, on: &connection)
            try Sessions.add(tokenHash: "t2", user: ada, from: place, on: &connection)
        }
        func find(_ hash: String) throws -> User? {
            try installation.functions.forAll { try Sessions.find(tokenHash: hash, on: &$0)?.user }
        }
        #expect(try find("t1") == ada)
        #expect(try find("t3") == nil)
        try installation.functions.forTenant(ada.tenant) {
            try Sessions.remove(tokenHash: "t1", on: &$0)
        }
        #expect(try find("t1") == nil)
        #expect(try find("t2") == ada)
        try installation.execute("UPDATE sessions SET expires_at = now() - interval '1 second'")
        #expect(try find("t2") == nil)
        #expect(try installation.value("SELECT count(*) FROM sessions") == 1)
        try installation.workers.forAll { try Sessions.sweep(on: &$0) }
        #expect(try installation.value("SELECT count(*) FROM sessions") == 0)
    }

    @Test func `is logged in for half a day`() throws {
        try addUser("ada@example.com", of: installation.tenant)
        let ada = try #require(try user("ada@example.com")?.user)
        try installation.functions.forTenant(ada.tenant) {
            try Sessions.add(tokenHash: "t1", user: ada, from: place, on: &$0)
        }
        #expect(
            try installation.value(
                "SELECT expires_at - created_at = interval '12 hours' FROM sessions"
            )
        )
    }
}
