import Glibc
import Postgres
import TestSupport
import Testing

/// PgBouncer in transaction mode before the test server: each transaction may meet another session.
private final class PgBouncer {
    static let path = "/usr/sbin/pgbouncer"
    static var isAvailable: Bool { ScratchDatabase.isAvailable && access(path, X_OK) == 0 }

    let url: String
    private let folder: String
    private let process: pid_t

    init(_ database: ScratchDatabase) throws {
        var template = Array("/tmp/bouncer.XXXXXX".utf8CString)
        folder = String(cString: mkdtemp(&template))
        // PgBouncer refuses to be root, and then must own what it writes.
        chmod(folder, 0o777)
        var connection = try database.connect()
        let server = try connection.query(
            """
            SELECT split_part(current_setting('unix_socket_directories'), ',', 1),
                   current_setting('port'), current_user
            """
        ).one { (row) throws(PostgresError) in
            (
                host: try row.decode(0, as: String.self), port: try row.decode(1, as: String.self),
                user: try row.decode(2, as: String.self)
            )
        }
        let settings = """
            [databases]
            \(database.name) = host=\(server.host) port=\(server.port) user=\(server.user)\(PgBouncer.password(in: database.url))
            [pgbouncer]
            listen_port = 6543
            unix_socket_dir = \(folder)
            auth_type = any
            pool_mode = transaction
            default_pool_size = 2
            """
        try PgBouncer.write(settings, to: "\(folder)/settings.ini")
        process = try PgBouncer.start("\(folder)/settings.ini")
        url = "postgresql://\(server.user)@/\(database.name)?host=\(folder)&port=6543"
    }

    deinit {
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
        for name in [".s.PGSQL.6543", ".s.PGSQL.6543.lock", "settings.ini"] {
            unlink("\(folder)/\(name)")
        }
        rmdir(folder)
    }

    /// Connects as soon as it listens.
    func connect(_ options: Connection.Options) throws -> Connection {
        let end = ContinuousClock.now + .seconds(10)
        while true {
            do {
                return try Connection(url: url, options: options)
            } catch {
                guard ContinuousClock.now < end else { throw error }
                usleep(10_000)
            }
        }
    }

    /// The server's password as a setting of PgBouncer's, when the URL has one.
    private static func password(in url: String) -> String {
        let account = url.dropFirst("postgresql://".count).prefix { $0 != "@" }
        let parts = account.split(separator: ":", maxSplits: 1)
        return parts.count == 2 ? " password=\(parts[1])" : ""
    }

    private static func write(_ text: String, to path: String) throws {
        guard let file = fopen(path, "w") else { throw PostgresError.noRow }
        fputs(text, file)
        fclose(file)
    }

    private static func start(_ settings: String) throws -> pid_t {
        let step = getuid() == 0 ? ["setpriv", "--reuid=nobody", "--clear-groups"] : []
        let arguments = step + [path, "-q", settings]
        var pointers = arguments.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        var process = pid_t()
        let code = posix_spawnp(&process, arguments[0], nil, nil, &pointers, environ)
        guard code == 0 else { throw PostgresError.noRow }
        return process
    }
}

@Suite(.enabled(if: PgBouncer.isAvailable)) struct `Behind PgBouncer` {
    private let database: ScratchDatabase
    private let bouncer: PgBouncer
    private let options: Connection.Options

    init() throws {
        database = try ScratchDatabase()
        bouncer = try PgBouncer(database)
        var options = Connection.Options()
        options.namedStatements = false
        self.options = options
        try bouncer.connect(options).close()
    }

    private func pool() -> Pool {
        var configuration = Pool.Configuration(url: bouncer.url, maximumConnections: 8)
        configuration.options = options
        configuration.waitMilliseconds = 20_000
        configuration.connectTimeoutSeconds = 20
        return Pool(configuration)
    }

    @Test func `many clients share few sessions`() throws {
        let pool = pool()
        let bound = Tally()
        let backends = Tally()
        Threads.run(8) { thread in
            for round in 1...50 {
                let answer = try? pool.withConnection { connection in
                    try connection.query("SELECT \(thread * 1_000 + round)::int, pg_backend_pid()")
                        .one { (row) throws(PostgresError) in
                            (try row.decode(0, as: Int.self), try row.decode(1, as: Int.self))
                        }
                }
                if answer?.0 == thread * 1_000 + round { bound.add(thread * 1_000 + round) }
                if let pid = answer?.1 { backends.add(pid) }
            }
        }
        #expect(bound.count == 400)
        #expect(backends.count <= 2)
    }

    /// Eight clients with tenants of their own on two sessions: a setting that outlived its
    /// transaction would show up as another's.
    @Test func `tenants never meet`() throws {
        let pool = pool()
        let right = Tally()
        Threads.run(8) { thread in
            for round in 1...25 {
                let tenant = try? pool.withAccess(RowAccess(tenant: Int32(thread))) { connection in
                    try connection.query("SELECT current_setting('app.tenant_id')")
                        .value(as: String.self)
                }
                if tenant == "\(thread)" { right.add(thread * 100 + round) }
            }
        }
        #expect(right.count == 200)
        let left = try pool.withConnection { connection in
            try connection.query("SELECT current_setting('app.tenant_id', true)").value(
                as: String?.self
            )
        }
        #expect(left == nil || left == "")
    }

    @Test func `pipelines, COPY, deadlines and transactions work`() throws {
        var connection = try bouncer.connect(options)
        var results = try connection.pipeline(["SELECT \(1)::int", "SELECT \(2)::int"])
        #expect(try results.next().value(as: Int.self) == 1)
        #expect(try results.next().value(as: Int.self) == 2)
        let rowCount = try connection.copyOut("COPY (SELECT generate_series(1, 1000)) TO STDOUT") {
            _ in
        }
        #expect(rowCount == 1_000)
        #expect(throws: PostgresError.deadlineExceeded) {
            try connection.execute("SELECT pg_sleep(30)", deadline: .now + .milliseconds(100))
        }
        let sum = try connection.transaction { connection in
            try connection.execute("CREATE TEMPORARY TABLE t ON COMMIT DROP AS SELECT 5 AS n")
            return try connection.query("SELECT sum(n) FROM t").value(as: Int.self)
        }
        #expect(sum == 5)
        #expect(throws: PostgresError.misuse(.listenWithoutSession)) {
            try connection.listen(channel: "messages")
        }
    }
}
