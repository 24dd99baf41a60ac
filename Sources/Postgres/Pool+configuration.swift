extension Pool {
    /// What a pool may do.
    package struct Configuration: Sendable {
        package var url: String
        /// Connections open at the same time; more threads than this wait for one another.
        package var maximumConnections: Int
        /// An idle connection costs the server a process, and opening one a few milliseconds.
        package var idleSecondsMax = 60
        /// How long a thread waits in all, for a connection of others or for a new one: short, as
        /// its client waits with it.
        package var waitMilliseconds = 1_000
        /// A server that is there answers in far less; one that is away must not hold a request.
        package var connectTimeoutSeconds = 1.0
        package var options = Connection.Options()

        package init(url: String, maximumConnections: Int) {
            (self.url, self.maximumConnections) = (url, max(1, maximumConnections))
        }
    }

    /// How the connections are spread.
    package struct Counts: Sendable, Hashable {
        package let lent: Int
        package let idle: Int
        /// Threads that wait for a connection.
        package let waiting: Int
        package let maximum: Int
    }
}

/// Holds one idle connection, since an array cannot hold noncopyable values.
///
/// Sendable because the pool hands it to one thread at a time.
final class IdleConnection: @unchecked Sendable {
    private var connection: Connection?
    let since = ContinuousClock.now

    init(_ connection: consuming Connection) { self.connection = consume connection }

    var hasGoneStale: Bool { connection?.hasGoneStale() ?? true }

    func take() -> Connection? { connection.take() }

    func close() { connection = nil }
}
