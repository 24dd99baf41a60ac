import Crypto
import Postgres
import Secrets
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `Replacing the installation's key` {
    private let room: Strongroom
    private let new: SealingKey

    init() throws {
        room = try Strongroom()
        new = try Strongroom.freshKey()
    }

    private var rotation: Rotation {
        Rotation(to: new, from: room.key, in: room.owner, batchCount: 2)
    }

    /// Targets of alerts as they stand in the database, sealed by the vault.
    private func addTargets(_ count: Int, for tenant: TenantID = .first) throws {
        for number in 0..<count {
            let id = id(number, tenant)
            let sealed = try room.seal("secret \(number)", of: id, for: tenant)
            try room.execute(
                """
                INSERT INTO alert_targets (id, tenant_id, kind, name, address, sealed, created_by)
                VALUES (\(id)::uuid, \(tenant.rawValue), 'webhook', 'T', 'https://a', \(sealed), '')
                """
            )
        }
    }

    private func id(_ number: Int, _ tenant: TenantID) -> String {
        let digits = String(tenant.rawValue * 1000 + Int32(number))
        return "00000000-0000-0000-0000-" + String(repeating: "0", count: 12 - digits.count)
            + digits
    }

    private func opened(_ number: Int, _ tenant: TenantID = .first, by vault: Vault) throws
        -> String?
    {
        let id = id(number, tenant)
        let sealed: [UInt8] = try room.value(
            "SELECT sealed FROM alert_targets WHERE id = \(id)::uuid"
        )
        return try room.open(sealed, of: id, for: tenant, by: vault)
    }

    @Test func `seals the keys of all businesses with the new one, and the old one opens nothing`()
        throws
    {
        try addTargets(1)
        try addTargets(1, for: room.other)
        let mark = try room.mark("+14155550123")
        #expect(try rotation.wrapAnew() == 2)
        for tenant in [TenantID.first, room.other] {
            #expect(try opened(0, tenant, by: Vault(new)) == "secret 0")
            #expect(try opened(0, tenant, by: Vault(room.key)) == nil)
        }
        #expect(try room.mark("+14155550123", by: Vault(new)) == mark)
    }

    @Test func `can be begun again wherever it was cut off`() throws {
        try addTargets(3)
        for _ in 0..<2 { #expect(try rotation.wrapAnew() == 1) }
        #expect(try opened(2, by: Vault(new)) == "secret 2")
        // The old key is gone from the settings already.
        let last = Rotation(to: new, in: room.owner)
        #expect(try last.wrapAnew() == 1)
        #expect(try last.sealAnew() == Rotation.Outcome())
    }

    /// While some processes know only the old key, all seal with that; then all with the new one.
    @Test func `makes no key meanwhile that somebody could not open`() throws {
        _ = try room.seal("before")
        let both = Vault(new, previous: room.key)
        let early = try room.seal("early", for: room.other, by: both)
        #expect(try room.open(early, for: room.other) == "early")
        try room.execute("DELETE FROM data_keys WHERE tenant_id = \(room.other.rawValue)")
        _ = try rotation.wrapAnew()
        let late = try room.seal("late", for: room.other, by: Vault(new, previous: room.key))
        #expect(try room.open(late, for: room.other, by: Vault(new)) == "late")
        #expect(throws: Problem.self) { try room.seal("too late", by: Vault(room.key)) }
    }

    @Test func `changes nothing when there are keys that it cannot open`() throws {
        try addTargets(1)
        try addTargets(1, for: room.other)
        try room.execute(
            "UPDATE data_keys SET wrapped = '\\x00' WHERE tenant_id = \(room.other.rawValue)"
        )
        #expect(throws: Rotation.Failure.self) { try rotation.wrapAnew() }
        #expect(try opened(0, by: Vault(room.key)) == "secret 0")
    }

    @Test func `seals anew what was sealed before businesses had keys`() throws {
        let id = id(0, .first)
        let sealed = try room.key.seal(Array("old".utf8), context: Array(id.utf8))
        try room.execute(
            """
            INSERT INTO alert_targets (id, tenant_id, kind, name, address, sealed, created_by)
            VALUES (\(id)::uuid, 1, 'webhook', 'T', 'https://a', \(sealed), '')
            """
        )
        _ = try rotation.wrapAnew()
        #expect(try rotation.sealAnew().sealedCount == 1)
        #expect(try opened(0, by: Vault(new)) == "old")
        #expect(try rotation.sealAnew() == Rotation.Outcome())
    }

    @Test func `leaves what no key opens, and counts it`() throws {
        try addTargets(3)
        try room.execute(
            "UPDATE alert_targets SET sealed = '\\x00' WHERE id = \(id(1, .first))::uuid"
        )
        let outcome = try rotation.sealAnew()
        #expect(outcome == Rotation.Outcome(sealedCount: 0, closedCount: 1))
        #expect(try opened(2, by: Vault(room.key)) == "secret 2")
    }
}

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `Replacing the keys of businesses` {
    private let room: Strongroom
    private let ids = (1...5).map { "00000000-0000-0000-0000-00000000000\($0)" }

    init() throws {
        room = try Strongroom()
        for id in ids { try add(id) }
    }

    private var rotation: Rotation { Rotation(to: room.key, in: room.owner, batchCount: 2) }

    private func add(_ id: String) throws {
        let sealed = try room.seal(id, of: id)
        try room.execute(
            """
            INSERT INTO alert_targets (id, tenant_id, kind, name, address, sealed, created_by)
            VALUES (\(id)::uuid, 1, 'webhook', 'T', 'https://a', \(sealed), '')
            """
        )
    }

    private func sealed(_ id: String) throws -> [UInt8] {
        try room.value("SELECT sealed FROM alert_targets WHERE id = \(id)::uuid")
    }

    private func allOpen(by vault: Vault) throws -> Bool {
        try ids.allSatisfy { try room.open(sealed($0), of: $0, by: vault) == $0 }
    }

    @Test func `seals everything anew, and nothing opens with the keys before`() throws {
        let before = try sealed(ids[0])
        try rotation.renew()
        #expect(try allOpen(by: room.vault), "a process that remembers the old key")
        #expect(try allOpen(by: Vault(room.key)))
        #expect(try rotation.sealAnew() == Rotation.Outcome(sealedCount: 5))
        let fresh = Vault(room.key)
        #expect(try allOpen(by: fresh))
        #expect(try room.open(before, of: ids[0], by: fresh) == nil)
        #expect(try room.value("SELECT count(*) FROM data_keys WHERE former IS NOT NULL") == 0)
    }

    @Test func `goes on after it was cut off, without a third key`() throws {
        try rotation.renew()
        // One transaction of several came through.
        let first = try sealed(ids[0])
        try rotation.renew()
        #expect(try room.value("SELECT number FROM data_keys WHERE tenant_id = 1") == 2)
        #expect(try room.open(first, of: ids[0], by: Vault(room.key)) == ids[0])
        _ = try rotation.sealAnew()
        #expect(try allOpen(by: Vault(room.key)))
    }

    @Test func `leaves marks as they are`() throws {
        let mark = try room.mark("+14155550123")
        try rotation.renew()
        _ = try rotation.sealAnew()
        #expect(try room.mark("+14155550123", by: Vault(room.key)) == mark)
    }

    @Test func `is no change of anything in the record of changes`() throws {
        let count: Int = try room.value("SELECT count(*) FROM audit_log")
        try rotation.renew()
        _ = try rotation.sealAnew()
        #expect(try room.value("SELECT count(*) FROM audit_log") == count)
        // Only who owns the schema can say so.
        try room.functions.inTransaction(forTenant: .first) { connection in
            try connection.execute("SELECT set_config('app.sealing_anew', 'on', true)")
            try connection.execute("UPDATE alert_targets SET name = 'Other'")
        }
        #expect(try room.value("SELECT count(*) > \(count) FROM audit_log"))
    }

    /// What was sealed with the former key, but not written yet, when the rest was sealed anew.
    @Test func `waits for whoever is sealing`() throws {
        let late = "00000000-0000-0000-0000-000000000009"
        try rotation.renew()
        _ = try room.functions.inTransaction(forTenant: .first) { connection in
            let sealed = try Vault(room.key).seal(
                Array(late.utf8),
                as: .alertTarget,
                of: late,
                for: .first,
                on: &connection
            )
            try connection.execute(
                """
                INSERT INTO alert_targets (id, tenant_id, kind, name, address, sealed, created_by)
                VALUES (\(late)::uuid, 1, 'webhook', 'T', 'https://a', \(sealed), '')
                """
            )
        }
        _ = try rotation.sealAnew()
        try rotation.renew()
        _ = try rotation.sealAnew()
        #expect(try room.open(sealed(late), of: late, by: Vault(room.key)) == late)
    }
}
