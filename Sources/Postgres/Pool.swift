/// Lends connections to threads: never more than a number, opened when needed, each to one borrower
/// at a time.
///
/// ```swift
/// let names = try pool.withConnection { connection in
///     try connection.query("SELECT name FROM dealerships").values(as: String.self)
/// }
/// ```
///
/// With three connections and five threads that ask, three are served, two wait; a connection that
/// comes back goes to one of the two, before any newcomer. Who waits longer than
/// `waitMilliseconds` gets `.poolTimeout`.
///
/// Sendable because everything that changes is touched with `monitor` locked.
package final class Pool: @unchecked Sendable {
    private let configuration: Configuration
    private let monitor = Monitor()
    /// The one used last is at the end, and lent first, so that the others grow old and are closed.
    private var idle: [IdleConnection] = []
    /// Places taken, of `maximumConnections`: connections lent, idle, or about to be opened.
    private var placeCount = 0
    private var waiterCount = 0

    package init(_ configuration: Configuration) {
        self.configuration = configuration
    }

    /// Lends a connection for the time of a call.
    ///
    /// It carries the deadline, which bounds the waiting and every statement, and acts for
    /// whoever used it last: for a tenant's data, use `withAccess`.
    @discardableResult
    package func withConnection<Value: ~Copyable>(
        deadline: ContinuousClock.Instant? = nil,
        _ body: (inout Connection) throws -> Value
    ) throws -> Value {
        try lend(until: deadline, body).get()
    }

    /// The same for a body that throws nothing but `PostgresError`.
    @discardableResult
    package func withConnection<Value: ~Copyable>(
        deadline: ContinuousClock.Instant? = nil,
        _ body: (inout Connection) throws(PostgresError) -> Value
    ) throws(PostgresError) -> Value {
        try lend(until: deadline, body).get()
    }

    /// How the connections are spread at this moment, for the metrics.
    package var counts: Counts {
        monitor.lock()
        defer { monitor.unlock() }
        return Counts(
            lent: placeCount - idle.count,
            idle: idle.count,
            waiting: waiterCount,
            maximum: configuration.maximumConnections
        )
    }

    /// Closes connections that nobody has used for `idleSecondsMax`, or that the server has closed;
    /// to be called now and then, about once a second.
    package func sweep() {
        let oldest = ContinuousClock.now - .seconds(configuration.idleSecondsMax)
        monitor.lock()
        let closing = idle.filter { $0.since < oldest || $0.hasGoneStale }
        idle.removeAll { connection in closing.contains { $0 === connection } }
        monitor.unlock()
        for connection in closing {
            connection.close()
            leavePlace()
        }
    }
}

// MARK: - Lending

extension Pool {
    private func lend<Value: ~Copyable, Failure: Error>(
        until deadline: ContinuousClock.Instant?,
        _ body: (inout Connection) throws(Failure) -> Value
    ) throws(PostgresError) -> Result<Value, Failure> {
        var connection = try borrow(until: deadline)
        connection.deadline = deadline
        let result: Result<Value, Failure>
        do throws(Failure) {
            result = .success(try body(&connection))
        } catch {
            result = .failure(error)
        }
        giveBack(connection)
        return result
    }

    private func borrow(
        until deadline: ContinuousClock.Instant?
    ) throws(PostgresError) -> Connection {
        let patienceEnd = ContinuousClock.now + .milliseconds(configuration.waitMilliseconds)
        let waitEnd = min(patienceEnd, deadline ?? patienceEnd)
        if let connection = try takePlace(until: waitEnd)?.take() {
            // The server may have restarted meanwhile: then the place is filled anew, once, before
            // anything was asked.
            if !connection.hasGoneStale() { return connection }
        }
        do throws(PostgresError) {
            return try open(until: waitEnd)
        } catch {
            leavePlace()
            throw error
        }
    }

    /// Takes a place and, if one is idle, its connection.
    private func takePlace(
        until deadline: ContinuousClock.Instant
    ) throws(PostgresError) -> IdleConnection? {
        monitor.lock()
        defer { monitor.unlock() }
        // Newcomers leave to those who wait what has just become free for them.
        if freeCount <= waiterCount {
            waiterCount += 1
            defer { waiterCount -= 1 }
            repeat {
                guard monitor.wait(until: deadline) else { throw .poolTimeout }
            } while freeCount == 0
        }
        if let connection = idle.popLast() { return connection }
        placeCount += 1
        return nil
    }

    private var freeCount: Int { configuration.maximumConnections - placeCount + idle.count }

    private func open(until deadline: ContinuousClock.Instant) throws(PostgresError) -> Connection {
        let timeout = ContinuousClock.now + .seconds(configuration.connectTimeoutSeconds)
        return try Connection(
            url: configuration.url,
            until: min(timeout, deadline),
            options: configuration.options
        )
    }

    private func giveBack(_ connection: consuming Connection) {
        guard connection.isLendable else {
            connection.close()
            return leavePlace()
        }
        let returned = IdleConnection(connection)
        monitor.lock()
        defer { monitor.unlock() }
        idle.append(returned)
        monitor.wakeOne()
    }

    private func leavePlace() {
        monitor.lock()
        defer { monitor.unlock() }
        placeCount -= 1
        monitor.wakeOne()
    }
}
