import Glibc
package import Postgres

/// A database of its own for one test, dropped with its owner.
///
/// ```swift
/// @Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `The pool` {
///     @Test func `lends`() throws {
///         let database = try ScratchDatabase()
///         let pool = Pool(Pool.Configuration(url: database.url, maximumConnections: 3))
/// ```
package final class ScratchDatabase: Sendable {
    /// Where a server for tests is: a URL of a role that may create databases.
    package static var serverURL: String? {
        getenv("TEST_DATABASE_URL").map { String(cString: $0) }
    }

    /// Whether tests that need a server can run: `@Suite(.enabled(if: ScratchDatabase.isAvailable))`.
    package static var isAvailable: Bool { serverURL != nil }

    package let name: String
    package let url: String
    private let isUsedAgain: Bool

    /// Creates the database, empty.
    package convenience init() throws(PostgresError) { try self.init(copying: "template1") }

    /// Creates the database as a copy of another one, to which nobody is connected, and which
    /// tells, if it is to be used again, how it is emptied.
    init(copying template: String, isUsedAgain: Bool = false) throws(PostgresError) {
        (name, self.isUsedAgain) = (ScratchDatabase.freshName(), isUsedAgain)
        url = try ScratchDatabase.url(of: name)
        // As files: to write each page to the log first, as is usual, takes several times as long.
        let copy: SQL = """
            CREATE DATABASE \(identifier: name) TEMPLATE \(identifier: template)
                STRATEGY FILE_COPY
            """
        try ScratchDatabase.onServer { (connection) throws(PostgresError) in
            _ = try connection.execute(copy)
        }
    }

    /// One that another test has left.
    init(spare name: String) throws(PostgresError) {
        (self.name, isUsedAgain) = (name, true)
        url = try ScratchDatabase.url(of: name)
    }

    deinit {
        guard isUsedAgain, (try? becomeSpare()) != nil else { return drop() }
    }

    func drop() {
        // What cannot be dropped now goes with the server of the test run.
        try? ScratchDatabase.drop(name)
    }

    static func drop(_ name: String) throws(PostgresError) {
        try onServer { (connection) throws(PostgresError) in
            _ = try connection.execute("DROP DATABASE IF EXISTS \(identifier: name) WITH (FORCE)")
        }
    }

    /// Emptied for another test, unless this one changed the schema.
    private func becomeSpare() throws(PostgresError) {
        let fresh = ScratchDatabase.freshName()
        try ScratchDatabase.onServer { (connection) throws(PostgresError) in
            try connection.retire(name, as: fresh)
        }
        guard try ScratchDatabase.restore(fresh) else {
            try ScratchDatabase.drop(fresh)
            return
        }
        SpareDatabases.add(fresh)
    }

    private static func restore(_ name: String) throws(PostgresError) -> Bool {
        var connection = try Connection(url: url(of: name), connectTimeoutSeconds: 10)
        return try connection.query("SELECT scratch.restore()").value(as: Bool.self)
    }

    private static func freshName() -> String {
        "scratch_\(getpid())_\(UInt32.random(in: 0 ... .max))"
    }

    private static func url(of name: String) throws(PostgresError) -> String {
        guard let server = serverURL, let url = url(server, database: name) else {
            throw .misuse(.malformedURL)
        }
        return url
    }

    /// Makes, renames and drops databases, on few connections for all tests.
    private static func onServer(
        _ body: (inout Connection) throws(PostgresError) -> Void
    ) throws(PostgresError) {
        guard let administration else { throw .misuse(.malformedURL) }
        try administration.withConnection(body)
    }

    private static let administration = serverURL.map { patientPool($0, maximumConnections: 4) }

    /// A connection to it.
    package func connect(
        options: Connection.Options = Connection.Options()
    ) throws(PostgresError) -> Connection {
        try Connection(url: url, connectTimeoutSeconds: 10, options: options)
    }

    /// A pool over it that is patient, so that a busy machine fails no test about something else.
    package func pool(
        maximumConnections: Int,
        _ change: (inout Pool.Configuration) -> Void = { _ in }
    ) -> Pool {
        ScratchDatabase.patientPool(url, maximumConnections: maximumConnections, change)
    }

    private static func patientPool(
        _ url: String,
        maximumConnections: Int,
        _ change: (inout Pool.Configuration) -> Void = { _ in }
    ) -> Pool {
        var configuration = Pool.Configuration(url: url, maximumConnections: maximumConnections)
        configuration.waitMilliseconds = 20_000
        configuration.connectTimeoutSeconds = 20
        change(&configuration)
        return Pool(configuration)
    }

    /// The server's URL with another database in it.
    private static func url(_ server: String, database: String) -> String? {
        let parts = server.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let pieces = parts[0].split(separator: "/", omittingEmptySubsequences: false)
        // "postgresql:", "", "user@host", and perhaps a database.
        guard pieces.count >= 3, pieces[1].isEmpty else { return nil }
        let query = parts.count > 1 ? "?\(parts[1])" : ""
        return pieces[..<3].joined(separator: "/") + "/\(database)\(query)"
    }
}
