import Postgres
import Synchronization

/// Scratch databases with the schema which a test has left, emptied for the next one.
///
/// To make and drop one for each test would cost most of a run's time: a database is 800 files.
enum SpareDatabases {
    private static let names = Mutex<[String]>([])

    static func take() -> String? { names.withLock { $0.popLast() } }

    static func add(_ name: String) { names.withLock { $0.append(name) } }

    /// All of them, to be dropped at the end of the run.
    static func takeAll() -> [String] {
        names.withLock { names in
            defer { names = [] }
            return names
        }
    }
}

extension Connection {
    /// Ends all other connections to a database and gives it a name that nobody knows, so that what a
    /// test left running does not reach the next one.
    mutating func retire(_ name: String, as fresh: String) throws(PostgresError) {
        while try !query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = \(name)"
        ).isEmpty {
            try execute("SELECT pg_sleep(0.005)")
        }
        try execute("ALTER DATABASE \(identifier: name) RENAME TO \(identifier: fresh)")
    }
}
