import Messaging
import Postgres
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `The businesses of an installation` {
    private let installation: Installation
    private let root: Businesses
    private let terms = Businesses.Terms(
        name: "Acme",
        timeZone: "Europe/Berlin",
        region: "DE",
        word: "acme",
        hostName: "sms.acme.example"
    )

    init() throws {
        installation = try Installation()
        root = try Self.logIn("root@example.com", on: installation)
        try installation.asOwner { connection in
            try PlatformOwners.giveToFirst("root@example.com", on: &connection)
        }
    }

    /// Makes an owner of a business who is logged in.
    private static func logIn(
        _ email: String,
        of tenant: TenantID? = nil,
        on installation: Installation
    ) throws -> Businesses {
        let tenant = tenant ?? installation.tenant
        try installation.asOwner { connection in
            try Users.put(
                email: email,
                name: "Root",
                passwordHash: "h",
                tenant: tenant,
                on: &connection
            )
        }
        let found = try installation.functions.forTenant(tenant) { connection in
            let user = try #require(try Users.find(email: email, on: &connection)).user
            let place = Sessions.Place(address: "192.0.2.7", agent: "Firefox")
            try Sessions.add(tokenHash: email, user: user, from: place, on: &connection)
            return try #require(try Sessions.find(tokenHash: email, on: &connection))
        }
        return Businesses(asked: try #require(found.caller.member))
    }

    private func asFunction<Value>(
        _ body: (inout Connection) throws -> Value
    ) throws -> Value {
        let tenant = TenantID(rawValue: 1)
        var acting = tenant
        acting.actor = "root@example.com 192.0.2.7"
        return try installation.functions.inTransaction(forTenant: acting, body)
    }

    private func asWorker<Value>(
        _ body: (inout Connection) throws -> Value
    ) throws -> Value {
        try installation.workers.inTransaction(body)
    }

    /// Says whether there was anything to remove.
    private func removalStep() throws -> Bool {
        try asWorker { try BusinessRemoval.step(blocks: 3, on: &$0) }
    }

    private func add(
        _ terms: Businesses.Terms? = nil,
        owner: String = "ann@example.com"
    ) throws -> Result<Int32, Businesses.Objection> {
        try asFunction { connection in
            try root.add(
                terms ?? self.terms,
                currency: "EUR",
                owner: owner,
                tokenHash: "hash of \(owner)",
                by: "root@example.com",
                on: &connection
            )
        }
    }

    private func added() throws -> Int32 { try add().get() }

    private func actions(of tenant: Int32) throws -> [String] {
        try installation.asOwner { connection in
            try connection.query(
                """
                SELECT action FROM audit_log WHERE tenant_id = \(tenant) AND action ~ '^business'
                 ORDER BY seq
                """
            ).values()
        }
    }

    // MARK: - Making and changing

    @Test func `begin with settings, and an invitation for who is to own them`() throws {
        let id = try added()
        let business = try #require(try asFunction { try root.business(id, on: &$0) })
        #expect(business.terms == terms && business.currency == "EUR")
        #expect(business.peopleCount == 0 && business.messageCount == 0 && business.costs == [])
        let found = try installation.functions.forAll {
            try Invitations.find(tokenHash: "hash of ann@example.com", on: &$0)
        }
        #expect(found?.tenant.rawValue == id && found?.business == "Acme")
        #expect(try installation.ingestDue(["T"], of: TenantID(rawValue: id)).count == 1)
        #expect(try actions(of: 1) == ["business.added"])
        #expect(try actions(of: id) == ["business.added"])
    }

    @Test func `need a zone that there is`() throws {
        var wrong = terms
        wrong.timeZone = "Mars/Olympus"
        #expect(throws: Businesses.Objection.unknownTimeZone) { try add(wrong).get() }
    }

    @Test func `have doors and owners that no other has`() throws {
        _ = try added()
        var other = terms
        other.hostName = nil
        #expect(throws: Businesses.Objection.wordTaken) { try refused(other) }
        (other.word, other.hostName) = (nil, terms.hostName)
        #expect(throws: Businesses.Objection.hostNameTaken) { try refused(other) }
        other.hostName = nil
        #expect(throws: Businesses.Objection.ownerTaken) {
            try refused(other, owner: "root@example.com")
        }
    }

    /// What stands in the way; nothing of the business is left.
    private func refused(_ terms: Businesses.Terms, owner: String = "b@example.com") throws {
        var outcome = Result<Int32, Businesses.Objection>.success(0)
        try? asFunction { connection in
            outcome = try root.add(
                terms,
                currency: "EUR",
                owner: owner,
                tokenHash: "other",
                by: "root@example.com",
                on: &connection
            )
            throw CancellationError()
        }
        _ = try outcome.get()
    }

    @Test func `change by name, zone and doors`() throws {
        let id = try added()
        var changed = terms
        (changed.name, changed.word, changed.hostName) = ("Acme Motors", nil, nil)
        changed.timeZone = "Europe/Paris"
        let outcome = try asFunction { try root.change(id, to: changed, on: &$0) }
        try outcome.get()
        #expect(try asFunction { try root.business(id, on: &$0) }?.terms == changed)
        #expect(try actions(of: 1) == ["business.added", "business.changed"])
    }

    // MARK: - Who may

    @Test func `are looked after by who owns the platform, and by nobody else`() throws {
        let id = try added()
        let owner = try Self.logIn("b@example.com", on: installation)
        let other = try Self.logIn(
            "c@example.com",
            of: TenantID(rawValue: id),
            on: installation
        )
        for stranger in [owner, other, Businesses(asked: Self.nobody)] {
            #expect(throws: PostgresError.self) {
                try asFunction { try stranger.businesses(on: &$0) }
            }
            #expect(throws: PostgresError.self) {
                try asFunction { try stranger.suspend(id, for: "x", on: &$0) }
            }
            #expect(throws: PostgresError.self) {
                try asFunction { try stranger.remove(id, named: "Acme", by: "x", on: &$0) }
            }
            #expect(throws: PostgresError.self) {
                try installation.functions.forTenant(installation.tenant) { connection in
                    try connection.transaction(.snapshot) { connection in
                        try stranger.export(id, on: &connection) { _ in }
                    }
                }
            }
        }
    }

    private static let nobody = Member(id: 0, role: .owner, sessionID: 0, isConfirmed: true)

    @Test func `are given to owners of the first business alone, and taken away again`() throws {
        let id = try added()
        _ = try Self.logIn("c@example.com", of: TenantID(rawValue: id), on: installation)
        let outcomes = try installation.asOwner { connection in
            [
                try PlatformOwners.give(to: "c@example.com", on: &connection),
                try PlatformOwners.give(to: "root@example.com", on: &connection),
                try PlatformOwners.take(from: "root@example.com", on: &connection),
            ]
        }
        #expect(outcomes == [.unknown, .nothingToDo, .done])
        #expect(throws: PostgresError.self) { try asFunction { try root.businesses(on: &$0) } }
    }

    @Test func `show who owns the platform by what they may do`() throws {
        _ = try Self.logIn("b@example.com", on: installation)
        let (owner, other) = try installation.functions.forAll { connection in
            (
                try Users.find(email: "root@example.com", on: &connection)?.user,
                try Users.find(email: "b@example.com", on: &connection)?.user
            )
        }
        #expect(owner?.scopes.contains(.businessesWrite) == true)
        #expect(other?.scopes == Role.owner.scopes)
    }

    // MARK: - Suspending

    @Test func `tell their people and keys why they are suspended`() throws {
        let id = try added()
        let tenant = TenantID(rawValue: id)
        _ = try Self.logIn("c@example.com", of: tenant, on: installation)
        try installation.asOwner { connection in
            try Keys.add(
                name: "CRM",
                prefix: "sms_abcd",
                hash: "key",
                scopes: Scope.all + [.businessesWrite],
                tenant: tenant,
                on: &connection
            )
        }
        #expect(try asFunction { try root.suspend(id, for: "Not paid", on: &$0) } == .done)
        let (caller, program) = try installation.functions.forAll { connection in
            (
                try Sessions.find(tokenHash: "c@example.com", on: &connection)?.caller,
                try Keys.find(hash: "key", on: &connection)?.caller
            )
        }
        #expect(caller?.suspension == "Not paid" && program?.suspension == "Not paid")
        #expect(program?.scopes == Set(Scope.all))
        #expect(try asFunction { try root.suspend(id, for: nil, on: &$0) } == .done)
        let free = try installation.functions.forAll {
            try Keys.find(hash: "key", on: &$0)?.caller
        }
        #expect(free != nil && free?.suspension == nil)
        #expect(
            try actions(of: 1) == ["business.added", "business.suspended", "business.resumed"]
        )
        #expect(try actions(of: id).filter { $0 == "business.changed" }.count == 2)
    }

    @Test func `are not suspended where there is none, or it is the first`() throws {
        #expect(try asFunction { try root.suspend(99, for: "x", on: &$0) } == .unknown)
        #expect(try asFunction { try root.suspend(1, for: "x", on: &$0) } == .first)
    }

    // MARK: - Doors

    @Test func `are found by their own host or their word`() throws {
        let id = try added()
        func door(_ host: String, _ word: String?) throws -> Int32? {
            try installation.functions.forAll {
                try FrontDoors.find(host: host, word: word, on: &$0)?.tenant.rawValue
            }
        }
        #expect(try door("SMS.acme.example", nil) == id)
        #expect(try door("other.example", "Acme") == id)
        #expect(try door("other.example", nil) == nil)
        #expect(try door("", "") == nil)
    }

    // MARK: - Exporting and removing

    @Test func `are exported row by row, without what lets somebody in`() throws {
        let id = try added()
        let tenant = TenantID(rawValue: id)
        _ = try Self.logIn("c@example.com", of: tenant, on: installation)
        try installation.ingestDue(["planted-1", "planted-2"], of: tenant)
        try installation.ingestDue(["foreign"])
        var lines: [String] = []
        try installation.functions.forTenant(installation.tenant) { connection in
            try connection.transaction(.snapshot) { connection in
                try root.export(id, on: &connection) { lines += $0 }
            }
        }
        let text = lines.joined(separator: "\n")
        #expect(text.contains("planted-1") && text.contains("planted-2"))
        #expect(
            text.contains("c@example.com") && lines.contains { $0.contains(#""table":"users""#) }
        )
        #expect(!text.contains("foreign") && !text.contains("Default"))
        // The record of changes says that there was a password, and hides it.
        let rows = lines.filter { !$0.contains(#""table":"audit_log""#) }.joined()
        #expect(!rows.contains("password_hash") && !rows.contains("token_hash"))
        #expect(lines.allSatisfy { !$0.contains(#""table":"sessions""#) })
    }

    @Test func `go with every row, and leave a receipt`() throws {
        let id = try added()
        let tenant = TenantID(rawValue: id)
        _ = try Self.logIn("c@example.com", of: tenant, on: installation)
        try installation.ingestDue((1...30).map { "T-\($0)" }, of: tenant)
        try installation.takeUp(limit: 10)
        try installation.ingestDue(["mine"])
        func remove(_ name: String) throws -> Businesses.Outcome {
            try asFunction { try root.remove(id, named: name, by: "root@example.com", on: &$0) }
        }
        #expect(try remove("Acme") == .active)
        _ = try asFunction { try root.suspend(id, for: "Gone", on: &$0) }
        #expect(try remove("Acne") == .otherName)
        #expect(try remove("Acme") == .done)
        #expect(try remove("Acme") == .removing)
        #expect(try asFunction { try root.suspend(id, for: nil, on: &$0) } == .removing)
        while try removalStep() {}
        let left: [String] = try installation.asOwner { connection in
            let tables: [String] = try connection.query("SELECT unnest(tables_of_businesses())")
                .values()
            return try tables.filter { table in
                try !connection.query(
                    "SELECT FROM \(identifier: table) WHERE tenant_id = \(id)"
                ).isEmpty
            }
        }
        #expect(left == [])
        let receipt = try #require(try asFunction { try root.removals(on: &$0) }.first)
        #expect(receipt.name == "Acme" && receipt.askedBy == "root@example.com")
        #expect(receipt.endedAt == nil && receipt.counts.contains("\"messages\": 30"))
        #expect(try asWorker { try BusinessRemoval.withoutRows(on: &$0) } == tenant)
        try asWorker { try BusinessRemoval.end(of: tenant, on: &$0) }
        #expect(try asWorker { try BusinessRemoval.withoutRows(on: &$0) } == nil)
        #expect(try asFunction { try root.removals(on: &$0) }.first?.endedAt != nil)
        #expect(try asFunction { try root.businesses(on: &$0) }.map(\.id) == [1])
        #expect(try installation.value("SELECT count(*) FROM messages") == 1)
        let finding = try installation.asOwner { connection in
            try AuditLog.check(installation.tenant, on: &connection)
        }
        #expect(finding.fault == nil)
    }

    @Test func `go with what is written while they go`() throws {
        let id = try added()
        _ = try asFunction { try root.suspend(id, for: "Gone", on: &$0) }
        _ = try asFunction { try root.remove(id, named: "Acme", by: "root@example.com", on: &$0) }
        func hasSeenAll() throws -> Bool {
            try installation.value(
                "SELECT passes > 0 AND found = 0 AND to_walk = '{}' FROM business_removals"
            )
        }
        while try !hasSeenAll() { #expect(try removalStep()) }
        // Its log of requests, for one, is written behind the requests.
        try installation.execute(
            """
            INSERT INTO webhook_requests_unkept (tenant_id, hour, count)
            VALUES (\(id), date_trunc('hour', now()), 1)
            """
        )
        while try removalStep() {}
        #expect(try installation.value("SELECT count(*) FROM tenants") == 1)
        #expect(try installation.value("SELECT count(*) FROM webhook_requests_unkept") == 0)
    }

    // MARK: - Usage

    @Test func `are told what they used, month by month`() throws {
        let id = try added()
        let tenant = TenantID(rawValue: id)
        try installation.ingestDue(["T-1", "T-2"], of: tenant)
        try installation.takeUp()
        try installation.workers.inTransaction { connection in
            _ = try Counts.fold(limit: 100, on: &connection)
        }
        let months = try asFunction { try root.usage(of: id, months: 3, on: &$0) }
        #expect(months.count == 1)
        #expect(months.first?.messageCount == 2 && months.first?.segmentCount == 2)
        let business = try #require(try asFunction { try root.business(id, on: &$0) })
        #expect(business.messageCount == 2)
    }
}
