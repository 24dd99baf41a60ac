import Postgres
import TestSupport
import Testing

private let current: SQL = "SELECT current_setting('app.tenant_id', true)"

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `A tenant` {
    private let database: ScratchDatabase
    init() throws { database = try ScratchDatabase() }

    /// How often this connection has run the statement that chooses.
    private func choices(_ connection: inout Connection) throws -> Int {
        try connection.query(
            """
            SELECT coalesce(sum(generic_plans + custom_plans), 0)::int FROM pg_prepared_statements
             WHERE statement LIKE '%set_config%' AND statement NOT LIKE '%pg_prepared%'
            """
        ).value()
    }

    @Test func `is chosen without a round trip the second time`() throws {
        let pool = database.pool(maximumConnections: 1)
        for _ in 1...3 {
            let tenant = try pool.withAccess(RowAccess(tenant: 7)) {
                try $0.query(current).value(as: String.self)
            }
            #expect(tenant == "7")
        }
        #expect(try pool.withConnection { try choices(&$0) } == 1)
        #expect(
            try pool.withAccess(RowAccess(tenant: 8)) {
                try $0.query(current).value(as: String.self)
            } == "8"
        )
        #expect(
            try pool.withAccess(RowAccess(tenant: 7)) {
                try $0.query(current).value(as: String.self)
            } == "7"
        )
        #expect(try pool.withConnection { try choices(&$0) } == 3)
    }

    /// `set_config` is undone with the transaction; who then trusted the memory of it would read
    /// with the rights of the tenant before.
    @Test func `chosen in a transaction that is undone is chosen again`() throws {
        var connection = try database.connect()
        try connection.use(RowAccess(tenant: 1))
        #expect(throws: PostgresError.noRow) {
            try connection.transaction { connection in
                try connection.use(RowAccess(tenant: 2))
                throw PostgresError.noRow
            }
        }
        try connection.use(RowAccess(tenant: 2))
        #expect(try connection.query(current).value(as: String.self) == "2")
    }

    @Test func `is forgotten however the transaction was undone`() throws {
        var connection = try database.connect()
        try connection.execute("CREATE TABLE things (id int UNIQUE DEFERRABLE INITIALLY DEFERRED)")
        let endings: [SQL] = ["ROLLBACK", "COMMIT", "SELECT 1/0"]
        for ending in endings {
            try connection.use(RowAccess(tenant: 1))
            try connection.execute("BEGIN")
            try connection.use(RowAccess(tenant: 2))
            // Makes COMMIT itself fail.
            try connection.execute("INSERT INTO things VALUES (1), (1)")
            _ = try? connection.execute(ending)
            _ = try? connection.execute("ROLLBACK")
            try connection.use(RowAccess(tenant: 2))
            #expect(try connection.query(current).value(as: String.self) == "2")
        }
    }

    @Test func `chosen in a savepoint that is undone is chosen again`() throws {
        var connection = try database.connect()
        try connection.use(RowAccess(tenant: 1))
        try connection.transaction { connection in
            try connection.execute("SAVEPOINT here")
            try connection.use(RowAccess(tenant: 2))
            try connection.execute("ROLLBACK TO SAVEPOINT here")
            try connection.use(RowAccess(tenant: 2))
            #expect(try connection.query(current).value(as: String.self) == "2")
        }
    }

    @Test func `survives a commit`() throws {
        var connection = try database.connect()
        try connection.transaction { try $0.use(RowAccess(tenant: 5)) }
        try connection.use(RowAccess(tenant: 5))
        #expect(try choices(&connection) == 1)
        #expect(try connection.query(current).value(as: String.self) == "5")
    }

    @Test func `without a session lasts one transaction`() throws {
        let pool = database.pool(maximumConnections: 1) { $0.options.namedStatements = false }
        for tenant in [Int32(3), 3, 4] {
            let chosen = try pool.withAccess(RowAccess(tenant: tenant)) { connection in
                try connection.transaction { try $0.query(current).value(as: String.self) }
            }
            #expect(chosen == "\(tenant)")
        }
        #expect(try pool.withConnection { try $0.query(current).value(as: String.self) } == "")
        #expect(throws: PostgresError.misuse(.tenantOutsideTransaction)) {
            try pool.withConnection { try $0.use(RowAccess(tenant: 3)) }
        }
    }
}
