import CLibPQ

/// How long one exchange may still take, and whether it has already been cancelled.
struct Patience: ~Copyable {
    /// What the server is given to end a cancelled statement before the connection is abandoned.
    static let graceMilliseconds = 500

    var deadline: ContinuousClock.Instant?
    var cancellation: Cancellation?

    init(until deadline: ContinuousClock.Instant?) { self.deadline = deadline }

    var isOver: Bool { deadline.map { $0 <= .now } ?? false }
}

extension Connection {
    /// Hands a command to the server; `send` calls one of libpq's `PQsend` functions.
    mutating func send(
        _ patience: inout Patience,
        _ send: (OpaquePointer) -> Int32
    ) throws(PostgresError) {
        guard isUsable else {
            throw .connection(
                ConnectionFailure(stage: .connecting, reason: "the connection was lost before")
            )
        }
        guard !patience.isOver else { throw .deadlineExceeded }
        guard send(handle) == 1 else { throw abandon(.executing) }
        try flush(&patience)
    }

    /// Writes what libpq has gathered, reading at the same time: a server that waits for us to read
    /// its answers does not read.
    mutating func flush(_ patience: inout Patience) throws(PostgresError) {
        while true {
            switch PQflush(handle) {
            case 0: return
            case 1: try waitForInput(&patience, or: .writable)
            default: throw abandon(.executing)
            }
        }
    }

    /// Reads until the command is answered; the first error among its results is thrown.
    ///
    /// The result of a COPY is returned at its beginning.
    mutating func receive(_ patience: inout Patience) throws(PostgresError) -> QueryResult {
        var last: QueryResult?
        var firstError: PostgresError?
        while let result = try next(&patience) {
            switch PQresultStatus(result.handle) {
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: last = consume result
            case PGRES_COPY_OUT, PGRES_COPY_IN, PGRES_COPY_BOTH: return result
            default:
                let error = try error(of: result)
                firstError = firstError ?? error
            }
        }
        awaitCancellation(patience)
        // Looked at only where it matters, for this is the hot path.
        noteTransaction(tag: transaction.isOpen ? last?.commandTag : nil)
        if let firstError { throw patience.verdict(on: firstError) }
        guard let last = last.take() else { throw abandon(.executing) }
        return last
    }

    /// The next result of the command under way, or nil when it has no more.
    mutating func next(_ patience: inout Patience) throws(PostgresError) -> QueryResult? {
        while PQisBusy(handle) != 0 { try waitForInput(&patience) }
        return PQgetResult(handle).map { QueryResult(adopting: $0) }
    }

    /// Waits for the server's next bytes and takes them in; cancels when the deadline passes.
    mutating func waitForInput(
        _ patience: inout Patience,
        or other: Wait.Events = []
    ) throws(PostgresError) {
        guard Wait.forEvents([.readable, other], on: descriptor, until: patience.deadline) else {
            return try cancel(&patience)
        }
        guard PQconsumeInput(handle) == 1 else { throw abandon(.executing) }
    }

    /// What a result of bad status says.
    ///
    /// A server that is leaving says so and closes, which makes it a lost connection rather
    /// than a refused statement.
    mutating func error(of result: borrowing QueryResult) throws(PostgresError) -> PostgresError {
        guard let error = result.serverError else { throw abandon(.executing) }
        guard !result.isFatal else {
            isAbandoned = true
            throw .connection(
                ConnectionFailure(
                    stage: .executing,
                    state: error.state,
                    reason: "the server ended the connection"
                )
            )
        }
        return .server(error)
    }

    /// Gives the connection up: it is in the middle of something, or gone.
    mutating func abandon(_ stage: ConnectionFailure.Stage) -> PostgresError {
        isAbandoned = true
        return failure(stage)
    }
}

// MARK: - Deadlines

extension Patience {
    /// An error that we caused by cancelling is the deadline's.
    borrowing func verdict(on error: PostgresError) -> PostgresError {
        cancellation != nil && error.state == .queryCanceled ? .deadlineExceeded : error
    }
}

extension Connection {
    /// Asks the server to end the statement, and gives it a moment to say that it has; when that
    /// passes as well, or nobody could ask, the connection is abandoned.
    mutating func cancel(_ patience: inout Patience) throws(PostgresError) {
        guard patience.cancellation == nil, let cancellation = Cancellation(of: handle) else {
            isAbandoned = true
            throw .deadlineExceeded
        }
        patience.cancellation = cancellation
        patience.deadline = .now + .milliseconds(Patience.graceMilliseconds)
    }

    /// A request to cancel that is still on its way could hit the next statement.
    mutating func awaitCancellation(_ patience: borrowing Patience) {
        guard let cancellation = patience.cancellation else { return }
        if !cancellation.isDone(by: patience.deadline) { isAbandoned = true }
    }
}
