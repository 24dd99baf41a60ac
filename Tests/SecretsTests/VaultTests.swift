import Crypto
import Postgres
import Store
import Synchronization
import TestSupport
import Testing
import Web

@testable import Secrets

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `The vault` {
    private let room: Strongroom

    init() throws { room = try Strongroom() }

    @Test func `gives back what was put in, to every process that has the key`() throws {
        let sealed = try room.seal("secret")
        #expect(try room.open(sealed) == "secret")
        #expect(try room.open(sealed, by: Vault(room.key)) == "secret")
        #expect(try room.seal("secret") != sealed)
        #expect(!sealed.contains(Array("secret".utf8)))
    }

    @Test func `opens nothing in another row, column or business`() throws {
        let sealed = try room.seal("secret")
        _ = try room.seal("other", for: room.other)
        #expect(try room.open(sealed, of: "another row") == nil)
        #expect(try room.open(sealed, as: .providerSecrets) == nil)
        #expect(try room.open(sealed, for: room.other) == nil)
    }

    @Test func `opens nothing when a single bit differs`() throws {
        let sealed = try room.seal("secret")
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(try room.open(changed) == nil, "byte \(index)")
        }
        for count in 0..<sealed.count {
            #expect(try room.open(Array(sealed.prefix(count))) == nil)
        }
    }

    @Test func `opens nothing with another installation's key, and says so when it should seal`()
        throws
    {
        let sealed = try room.seal("secret")
        let foreign = Vault(try Strongroom.freshKey())
        #expect(try room.open(sealed, by: foreign) == nil)
        let problem = #expect(throws: Problem.self) {
            try room.seal("more", for: room.other, by: foreign)
        }
        #expect(problem?.code == "wrong-secrets-key")
        #expect(throws: Problem.self) { try room.seal("more", by: foreign) }
        #expect(try room.value("SELECT count(*) FROM data_keys") == 1)
    }

    @Test func `has one key for a business, however many ask for the first`() throws {
        let sealed = Mutex<[[UInt8]]>([])
        Threads.run(8) { _ in
            guard let one = try? room.seal("x", by: Vault(room.key)) else { return }
            sealed.withLock { $0.append(one) }
        }
        let all = sealed.withLock { $0 }
        #expect(all.count == 8)
        for one in all { #expect(try room.open(one) == "x") }
        #expect(try room.value("SELECT count(*) FROM data_keys") == 1)
    }

    /// A key that is remembered and was never kept would seal what nobody can open.
    @Test func `does not remember a key whose making was undone`() throws {
        struct Undone: Error {}
        try? room.functions.inTransaction(forTenant: .first) { connection in
            let sealed = try room.vault.seal(
                [1],
                as: .alertTarget,
                of: "row",
                for: .first,
                on: &connection
            )
            _ = try room.vault.open(
                sealed,
                as: .alertTarget,
                of: "row",
                for: .first,
                on: &connection
            )
            throw Undone()
        }
        #expect(try room.value("SELECT count(*) FROM data_keys") == 0)
        let sealed = try room.seal("secret")
        #expect(try room.open(sealed, by: Vault(room.key)) == "secret")
    }

    @Test func `opens before anybody is logged in, whomever the connection served last`() throws {
        let sealed = try room.seal("secret", for: room.other)
        let pool = Database(room.scratch.pool(as: .function, maximumConnections: 1))
        try pool.forTenant(.first) { _ = try $0.execute("SELECT 1") }
        let opened = try pool.forAll { connection in
            try room.vault.open(
                sealed,
                as: .alertTarget,
                of: "row",
                for: room.other,
                on: &connection
            )
        }
        #expect(opened == Array("secret".utf8))
    }

    @Test func `shows nobody the list of keys`() throws {
        _ = try room.seal("secret")
        #expect(throws: PostgresError.self) {
            try room.functions.forTenant(.first) { connection in
                _ = try connection.query("SELECT * FROM data_keys")
            }
        }
    }

    @Test func `opens what was sealed before businesses had keys`() throws {
        let tenant = TenantID.first
        for kind in SealedValue.allCases {
            guard let context = kind.oldContext(of: "7", for: tenant) else { continue }
            let sealed = try room.key.seal(Array("old".utf8), context: context)
            #expect(try room.open(sealed, as: kind, of: "7") == "old", "\(kind)")
            let second = Vault(try Strongroom.freshKey(), previous: room.key)
            #expect(try room.open(sealed, as: kind, of: "7", by: second) == "old", "\(kind)")
        }
    }

    @Test func `marks a text always the same, and another business's otherwise`() throws {
        let mark = try room.mark("+14155550123")
        #expect(mark.count == 32)
        #expect(try room.mark("+14155550123", by: Vault(room.key)) == mark)
        #expect(try room.mark("+14155550124") != mark)
        #expect(try room.mark("+14155550123", of: room.other) != mark)
    }

    @Test func `hides its keys`() throws {
        let keys = try room.functions.inTransaction(forTenant: .first) { connection in
            try room.vault.keys(of: .first, on: &connection)
        }
        #expect("\(room.vault) \(keys)" == "Vault(…) BusinessKeys(…)")
        #expect(String(reflecting: keys) == "BusinessKeys(…)")
        #expect(Mirror(reflecting: keys).children.isEmpty)
    }
}

extension [UInt8] {
    fileprivate func contains(_ part: [UInt8]) -> Bool {
        indices.contains { self[$0...].starts(with: part) }
    }
}
