import Crypto
import Postgres
import Secrets
import Store
import TestSupport
import Web

/// A schema of its own with two businesses, and a vault before it.
struct Strongroom {
    let scratch: ScratchDatabase
    let functions: Database
    let workers: Database
    let owner: Database
    let key: SealingKey
    let vault: Vault
    let other: TenantID

    init() throws {
        scratch = try ScratchDatabase.withSchema()
        functions = Database(scratch.pool(as: .function))
        workers = Database(scratch.pool(as: .worker))
        owner = Database(scratch.pool(as: .owner))
        key = try Self.freshKey()
        vault = Vault(key)
        var connection = try scratch.connect(as: .owner)
        let id = try connection.query(
            "INSERT INTO tenants (name) VALUES ('Another') RETURNING id"
        ).value(as: Int32.self)
        other = TenantID(rawValue: id)
    }

    static func freshKey() throws -> SealingKey {
        try SealingKey(randomBytes(SealingKey.length))
    }

    func execute(_ sql: SQL) throws {
        try owner.forAll { connection in _ = try connection.execute(sql) }
    }

    func value<Value: ColumnValue>(_ sql: SQL, as type: Value.Type = Value.self) throws -> Value {
        try owner.forAll { connection in try connection.query(sql).value(as: type) }
    }

    /// Seals a text as a function does.
    func seal(
        _ text: String,
        as kind: SealedValue = .alertTarget,
        of row: String = "row",
        for tenant: TenantID = .first,
        by vault: Vault? = nil
    ) throws -> [UInt8] {
        try functions.inTransaction(forTenant: tenant) { connection in
            try (vault ?? self.vault).seal(
                Array(text.utf8),
                as: kind,
                of: row,
                for: tenant,
                on: &connection
            )
        }
    }

    /// What opens, as a worker sees it.
    func open(
        _ sealed: [UInt8],
        as kind: SealedValue = .alertTarget,
        of row: String = "row",
        for tenant: TenantID = .first,
        by vault: Vault? = nil
    ) throws -> String? {
        try workers.forAll { connection in
            try (vault ?? self.vault).open(sealed, as: kind, of: row, for: tenant, on: &connection)
        }.map { String(decoding: $0, as: UTF8.self) }
    }

    func mark(_ text: String, of tenant: TenantID = .first, by vault: Vault? = nil) throws
        -> [UInt8]
    {
        try workers.inTransaction { connection in
            try (vault ?? self.vault).mark(text, of: tenant, on: &connection)
        }
    }
}
