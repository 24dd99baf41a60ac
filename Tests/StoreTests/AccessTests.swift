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
        let caller = try #require(try find("h1")).caller
        #expect(caller.tenant == other && caller.name == "key CRM" && !caller.isUser)
        #expect(caller.scopes == [.messagesRead, Scope(rawValue: "future:scope")])
        #expect(caller.key?.perMinute == nil && caller.key?.perMinuteOfTenant == nil)
        #expect(try find("h2") == nil)
        try installation.execute("UPDATE tenants SET rate_per_minute = 70")
        try installation.execute("UPDATE api_keys SET rate_per_minute = 7, networks = '{::/0}'")
        let narrow = try #require(try find("h1"))
        #expect(narrow.networks == ["::/0"])
        #expect(narrow.caller.key?.perMinute == 7 && narrow.caller.key?.perMinuteOfTenant == 70)
        try installation.execute("UPDATE api_keys SET revoked_at = now()")
        #expect(try find("h1") == nil)
    }

    private func make(
        _ hash: String,
        signing secret: [UInt8]? = nil,
        expiresAt: String? = nil,
        by caller: Caller
    ) throws -> Keys.Line? {
        try installation.functions.forTenant(caller.tenant) { connection in
            try Keys.make(
                Keys.Kept(
                    id: Keys.nextID(on: &connection),
                    prefix: "sms_abcd",
                    hash: hash,
                    signingSecret: secret
                ),
                Keys.Terms(
                    name: "CRM",
                    networks: ["192.0.2.0/24"],
                    ratePerMinute: 60,
                    expiresAt: expiresAt
                ),
                scopes: [.transactionsWrite],
                by: caller,
                on: &connection
            )
        }
    }

    private func find(_ hash: String) throws -> Keys.Admitted? {
        try installation.functions.forAll { try Keys.find(hash: hash, on: &$0) }
    }

    private func find(signing id: Int64) throws -> Keys.Admitted? {
        try installation.functions.forAll { try Keys.find(signing: id, on: &$0) }
    }

    @Test func `by key is let in until it is over or ended`() throws {
        let caller = installation.caller()
        let made = try #require(try make("h1", by: caller))
        #expect(made.isValid && made.createdBy == "Ada" && made.lastUsedAt == nil)
        let over = try #require(try make("h2", expiresAt: "2020-01-01T00:00:00Z", by: caller))
        #expect(!over.isValid)
        #expect(try find("h1")?.caller.scopes == [.transactionsWrite])
        #expect(try find("h2") == nil)
        let lines = try installation.functions.forTenant(caller.tenant) { connection in
            try Keys.all(of: caller.tenant, on: &connection)
        }
        #expect(lines == [made, over])
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

    @Test func `by key is counted, for many requests at once`() throws {
        let first = try #require(try make("h1", by: installation.caller()))
        let second = try #require(try make("h2", by: installation.caller(installation.addTenant())))
        func note(_ counts: [Int64: Int64]) throws {
            try installation.functions.forAll { try Keys.note(uses: counts, on: &$0) }
        }
        try note([first.id: 3, second.id: 40, 999_999: 1])
        try note([first.id: 4])
        let counts: [Int64] = try installation.asOwner { connection in
            try connection.query(
                "SELECT use_count FROM api_keys WHERE last_used_at IS NOT NULL ORDER BY id"
            ).values()
        }
        #expect(counts == [7, 40])
    }

    @Test func `by key is given a successor with the same terms and as long a life`() throws {
        let caller = installation.caller()
        let old = try #require(try make("h1", expiresAt: "2095-01-01T00:00:00Z", by: caller))
        func rotate(_ hash: String, hours: Int, as caller: Caller) throws -> Keys.Line? {
            try installation.functions.forTenant(caller.tenant) { connection in
                try Keys.rotate(
                    old.id,
                    to: Keys.Kept(
                        id: Keys.nextID(on: &connection),
                        prefix: "sms_efgh",
                        hash: hash
                    ),
                    overlapHours: hours,
                    by: caller,
                    on: &connection
                )
            }
        }
        let other = installation.caller(try installation.addTenant())
        #expect(try rotate("h2", hours: 1, as: other) == nil)
        let new = try #require(try rotate("h2", hours: 1, as: caller))
        #expect(new.replaces == old.id && new.scopes == old.scopes && new.prefix == "sms_efgh")
        #expect(new.terms.networks == old.terms.networks && new.terms.ratePerMinute == 60)
        #expect(
            try installation.value(
                """
                SELECT new.expires_at - new.created_at = interval '1 second' * extract(epoch FROM
                           timestamptz '2095-01-01Z' - old.created_at)
                   AND old.expires_at BETWEEN now() + interval '59 minutes'
                                          AND now() + interval '1 hour'
                  FROM api_keys old JOIN api_keys new ON new.replaces = old.id
                """
            )
        )
        #expect(try find("h1") != nil && find("h2") != nil)
        #expect(try rotate("h3", hours: 0, as: caller) != nil)
        #expect(try find("h1") == nil && find("h2") != nil && find("h3") != nil)
        #expect(try rotate("h4", hours: 0, as: caller) == nil)
    }

    @Test func `by a key that signs is found by its number, and by nothing that is sent`() throws {
        let made = try #require(try make("h1", signing: [1, 2, 3], by: installation.caller()))
        #expect(made.signs)
        #expect(try find("h1") == nil)
        #expect(try find(signing: made.id)?.signingSecret == [1, 2, 3])
        let plain = try #require(try make("h2", by: installation.caller()))
        #expect(try find(signing: plain.id) == nil)
        try installation.execute("UPDATE api_keys SET expires_at = now()")
        #expect(try find(signing: made.id) == nil)
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
