import Postgres
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `People of a business` {
    private let installation: Installation
    private let place = Sessions.Place(address: "192.0.2.7", agent: "Firefox")

    init() throws {
        installation = try Installation()
        try installation.execute(
            """
            INSERT INTO dealerships (tenant_id, name) VALUES (1, 'North'), (1, 'South')
            """
        )
    }

    private var tenant: TenantID { installation.tenant }

    /// Invites somebody, who accepts.
    @discardableResult
    private func join(
        _ email: String,
        _ role: Role,
        dealerships: [Int64]? = nil
    ) throws -> User {
        try installation.functions.inTransaction(forTenant: tenant) { connection in
            let isMade = try Invitations.make(
                .init(email: email, name: "", role: role, dealerships: dealerships),
                tokenHash: email,
                by: installation.caller(),
                on: &connection
            )
            #expect(isMade)
            let found = try #require(try Invitations.find(tokenHash: email, on: &connection))
            let acceptance = try Invitations.accept(
                found,
                name: "Ada",
                passwordHash: "h",
                on: &connection
            )
            #expect(acceptance == .joined)
            return try #require(try Users.find(email: email, on: &connection)).user
        }
    }

    private func change(_ user: User, _ edit: (inout People.Change) -> Void) throws
        -> People.Outcome
    {
        var change = People.Change()
        edit(&change)
        return try installation.functions.inTransaction(forTenant: tenant) { connection in
            try People.change(user.id, change, of: tenant, on: &connection)
        }
    }

    private func number(of dealership: String) throws -> Int64 {
        try installation.value("SELECT id FROM dealerships WHERE name = \(dealership)")
    }

    @Test func `join by an invitation, once, with what it says`() throws {
        let north = try number(of: "North")
        let ada = try join("Ada@example.com", .agent, dealerships: [north])
        #expect(ada.email == "ada@example.com" && ada.role == .agent)
        #expect(ada.tenant.dealerships == [north])
        let isOpen = try installation.functions.forAll { connection in
            try Invitations.find(tokenHash: "Ada@example.com", on: &connection) != nil
        }
        #expect(!isOpen)
        let isMade = try installation.functions.inTransaction(forTenant: tenant) { connection in
            try Invitations.make(
                .init(email: "ADA@example.com", name: "", role: .agent, dealerships: nil),
                tokenHash: "t",
                by: installation.caller(),
                on: &connection
            )
        }
        #expect(!isMade, "the address is taken")
    }

    @Test func `are limited to dealerships by name, and never if they own the place`() throws {
        let eve = try join("eve@example.com", .owner)
        let ada = try join("ada@example.com", .viewer)
        #expect(try change(ada) { $0.dealerships = ["North", "South"] } == .done)
        let lines = try installation.functions.forTenant(tenant) { try People.all(on: &$0) }
        #expect(lines.first { $0.id == ada.id }?.dealerships == ["North", "South"])
        #expect(try change(ada) { $0.dealerships = [] } == .done)
        #expect(
            try change(ada) { $0.dealerships = ["North", "Nowhere"] }
                == .unknownDealerships(["Nowhere"])
        )
        #expect(throws: PostgresError.rolledBack) {
            _ = try change(eve) { $0.dealerships = ["North"] }
        }
    }

    @Test func `always have an owner among them`() throws {
        let ada = try join("ada@example.com", .owner)
        let eve = try join("eve@example.com", .owner)
        #expect(try change(eve) { $0.role = .viewer } == .done)
        #expect(throws: PostgresError.rolledBack) { try change(ada) { $0.role = .viewer } }
        #expect(throws: PostgresError.rolledBack) { try change(ada) { $0.isDisabled = true } }
        #expect(throws: PostgresError.rolledBack) {
            try installation.functions.inTransaction(forTenant: tenant) { connection in
                try People.remove(ada.id, on: &connection)
            }
        }
        #expect(try change(eve) { $0.role = .owner } == .done)
        #expect(try change(ada) { $0.isDisabled = true } == .done)
    }

    @Test func `are logged out by what changes for them`() throws {
        try join("eve@example.com", .owner)
        let ada = try join("ada@example.com", .agent)
        try installation.functions.forTenant(tenant) { connection in
            try Sessions.add(tokenHash: "t", user: ada, from: place, on: &connection)
        }
        #expect(try change(ada) { $0.isDisabled = true } == .done)
        let isIn = try installation.functions.forAll { connection in
            try Sessions.find(tokenHash: "t", on: &connection) != nil
        }
        #expect(!isIn)
        #expect(
            try installation.functions.forAll { try Users.find(email: ada.email, on: &$0) } == nil
        )
    }

    @Test func `choose a new password by a link that works once and ends what was open`() throws {
        let ada = try join("ada@example.com", .agent)
        try installation.functions.forTenant(tenant) { connection in
            try Sessions.add(tokenHash: "t", user: ada, from: place, on: &connection)
            #expect(try PasswordResets.make(tokenHash: "r", for: ada, on: &connection))
            #expect(try !PasswordResets.make(tokenHash: "s", for: ada, on: &connection))
        }
        func use() throws -> Bool {
            try installation.functions.inTransaction(forTenant: tenant) { connection in
                try PasswordResets.use(tokenHash: "r", passwordHash: "new", on: &connection)
            }
        }
        #expect(try use())
        #expect(try !use())
        let found = try installation.functions.forAll { try Users.find(email: ada.email, on: &$0) }
        #expect(found?.passwordHash == "new")
        #expect(try installation.value("SELECT count(*) FROM sessions") == 0)
    }

    @Test func `use each code once, whoever is quicker`() throws {
        let ada = try join("ada@example.com", .agent)
        try installation.functions.inTransaction(forTenant: tenant) { connection in
            try SecondFactors.set(
                sealedSecret: [1],
                usedStep: 100,
                recoveryHashes: ["a", "b"],
                of: ada,
                on: &connection
            )
            #expect(try !SecondFactors.use(step: 100, of: ada, on: &connection))
            #expect(try SecondFactors.use(step: 101, of: ada, on: &connection))
            #expect(try !SecondFactors.use(step: 101, of: ada, on: &connection))
            #expect(try SecondFactors.use(recoveryHash: "a", of: ada, on: &connection))
            #expect(try !SecondFactors.use(recoveryHash: "a", of: ada, on: &connection))
            #expect(try !SecondFactors.use(recoveryHash: "c", of: ada, on: &connection))
            #expect(try SecondFactors.recoveryCodeCount(of: ada, on: &connection) == 1)
        }
    }
}

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `Failures to log in` {
    private let installation: Installation
    init() throws { installation = try Installation() }

    private func fail(_ times: Int, _ subjects: [LoginFailures.Subject]) throws {
        for _ in 0..<times {
            try installation.functions.forAll { try LoginFailures.note(subjects, on: &$0) }
        }
    }

    private func wait(_ subjects: LoginFailures.Subject...) throws -> Int? {
        try installation.functions.forAll { try LoginFailures.wait(subjects, on: &$0) }
    }

    @Test func `make strangers to an account wait, and not who was in it before`() throws {
        let account = LoginFailures.Subject.account(hash: "a")
        let address = LoginFailures.Subject.address("192.0.2.7")
        try fail(9, [account, address])
        #expect(try wait(account, address) == nil)
        try fail(1, [account, address])
        let seconds = try #require(try wait(account, address))
        #expect((890...900).contains(seconds))
        #expect(try wait(.account(hash: "b"), address) == nil)
        #expect(try wait(.device(hash: "d"), address) == nil)
    }

    @Test func `count for a quarter of an hour, or until somebody is let in`() throws {
        let account = LoginFailures.Subject.account(hash: "a")
        try fail(10, [account])
        try installation.execute("UPDATE login_failures SET at = at - interval '15 minutes'")
        #expect(try wait(account) == nil)
        try fail(10, [account])
        #expect(try wait(account) != nil)
        try installation.functions.forAll { try LoginFailures.forget(account, on: &$0) }
        #expect(try wait(account) == nil)
    }

    @Test func `make an address wait that tries many accounts`() throws {
        let address = LoginFailures.Subject.address("192.0.2.7")
        for number in 0..<100 { try fail(1, [.account(hash: "\(number)"), address]) }
        #expect(try wait(.account(hash: "new"), address) != nil)
        #expect(try wait(.account(hash: "new"), .address("192.0.2.8")) == nil)
    }
}
