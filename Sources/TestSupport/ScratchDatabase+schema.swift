import Glibc
package import Postgres

extension ScratchDatabase {
    /// A role that a program connects with.
    package enum Role: String, Sendable, CaseIterable {
        /// Owns the schema, and is bound by no tenant rule.
        case owner = "sms_owner"
        /// Sees the rows of one tenant at a time.
        case function = "sms_function"
        /// Sees the rows of some dealerships of one tenant.
        case limited = "sms_limited"
        /// Sees the rows of all tenants, where it was granted them.
        case worker = "sms_worker"
    }

    /// A scratch database with the product's own schema.
    package static func withSchema() throws -> ScratchDatabase {
        let schema = try schema.get()
        guard let spare = SpareDatabases.take() else {
            return try ScratchDatabase(copying: schema.name, isUsedAgain: true)
        }
        return try ScratchDatabase(spare: spare)
    }

    /// The schema, made once for all tests of a run: a copy costs a fraction of the migrations.
    private static let schema: Result<ScratchDatabase, any Error> = Result {
        let database = try migrated()
        // Registered after OpenSSL's own, which libpq has loaded by now, and so called before it.
        atexit {
            try? ScratchDatabase.schema.get().drop()
            for spare in SpareDatabases.takeAll() { try? ScratchDatabase.drop(spare) }
        }
        return database
    }

    /// Made from the migrations in the order of their plan, by the role that owns them in
    /// production.
    private static func migrated() throws -> ScratchDatabase {
        let database = try ScratchDatabase()
        var connection = try database.connect()
        try connection.makeRoles()
        try connection.execute(
            "GRANT CREATE ON SCHEMA public TO \(identifier: Role.owner.rawValue)"
        )
        try database.load(paths: Migrations.inOrder, as: .owner)
        try database.load(path: "\(projectFolder)/Tests/Fixtures/spare-database.sql")
        return database
    }

    /// The address at which the server takes whoever connects for a role, privileges and all.
    package func url(as role: Role) -> String {
        "\(url)\(url.contains("?") ? "&" : "?")options=-c%20role%3D\(role.rawValue)"
    }

    /// A connection with the rights of a role.
    package func connect(as role: Role) throws(PostgresError) -> Connection {
        try Connection(url: url(as: role), connectTimeoutSeconds: 10)
    }

    /// A patient pool of connections with the rights of a role.
    package func pool(as role: Role, maximumConnections: Int = 8) -> Pool {
        pool(maximumConnections: maximumConnections) { $0.url = url(as: role) }
    }
}

extension Connection {
    /// Roles belong to the whole server, so several tests may be about to make them.
    fileprivate mutating func makeRoles() throws(PostgresError) {
        for role in ScratchDatabase.Role.allCases {
            do throws(PostgresError) {
                let known = try query("SELECT FROM pg_roles WHERE rolname = \(role.rawValue)")
                guard known.isEmpty else { continue }
                try execute("CREATE ROLE \(identifier: role.rawValue)")
                if role == .limited { try execute("GRANT sms_function TO sms_limited") }
            } catch .server(let error)
                where error.state == .uniqueViolation || error.state.rawValue == "42710"
            {
                // Another test was quicker: 42710 is duplicate_object.
                continue
            }
        }
    }
}

private let projectFolder = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined()

/// The schema's changes, `Migrations/deploy`.
private enum Migrations {
    /// Their files, in the order of the plan.
    static var inOrder: [String] {
        get throws {
            let folder = "\(projectFolder)/Migrations"
            let plan = try read("\(folder)/sqitch.plan").split(separator: "\n")
            let names = plan.filter { !$0.hasPrefix("%") }.compactMap {
                $0.split(separator: " ").first
            }
            return names.map { "\(folder)/deploy/\($0).sql" }
        }
    }

    private static func read(_ path: String) throws -> String {
        guard let file = fopen(path, "r") else {
            throw ScriptFailure(path: path, exitStatus: errno)
        }
        defer { fclose(file) }
        var text = ""
        while let line = readLine(of: file) { text += line }
        return text
    }

    private static func readLine(of file: UnsafeMutablePointer<FILE>) -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { buffer in
            guard let start = buffer.baseAddress, fgets(start, 4096, file) != nil else {
                return nil
            }
            return String(cString: start)
        }
    }
}
