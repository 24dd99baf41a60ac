import CLibPQ

/// What a transaction is begun as.
package struct TransactionMode: Sendable {
    fileprivate let begin: String

    package static let readWrite = Self(begin: "BEGIN")
    package static let readOnly = Self(begin: "BEGIN READ ONLY")
    /// All statements see the database as it was at the first: for figures that must agree.
    package static let snapshot = Self(begin: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    /// May fail with `isRetryableConflict` at any statement, COMMIT included.
    package static let serializable = Self(begin: "BEGIN ISOLATION LEVEL SERIALIZABLE")
}

/// Transactions within one are joined to it: the outermost commits or undoes everything.
struct TransactionState {
    var depth = 0
    /// An inner one failed, so nothing may be committed, whatever became of its error.
    var isDoomed = false
    /// Whether the server had one open after the last exchange.
    var isOpen = false
}

extension Connection {
    /// Runs `body` between BEGIN and COMMIT; when it throws, the transaction is undone and its error
    /// passed on as it is.
    ///
    /// `.connection` of stage `.committing` means that the outcome is not known; every other error
    /// means that nothing was changed.
    @discardableResult
    package mutating func transaction<Value: ~Copyable>(
        _ mode: TransactionMode = .readWrite,
        _ body: (inout Connection) throws -> Value
    ) throws -> Value {
        try settle(mode, body).get()
    }

    /// The same for a body that throws nothing but `PostgresError`.
    @discardableResult
    package mutating func transaction<Value: ~Copyable>(
        _ mode: TransactionMode = .readWrite,
        _ body: (inout Connection) throws(PostgresError) -> Value
    ) throws(PostgresError) -> Value {
        try settle(mode, body).get()
    }

    private mutating func settle<Value: ~Copyable, Failure: Error>(
        _ mode: TransactionMode,
        _ body: (inout Connection) throws(Failure) -> Value
    ) throws(PostgresError) -> Result<Value, Failure> {
        try begin(mode)
        let value: Value
        do throws(Failure) {
            value = try body(&self)
        } catch {
            rollBack()
            return .failure(error)
        }
        try commit()
        return .success(value)
    }

    private mutating func begin(_ mode: TransactionMode) throws(PostgresError) {
        if transaction.depth == 0 {
            var patience = Patience(until: deadline)
            try run(command: mode.begin, &patience)
        }
        transaction.depth += 1
    }

    private mutating func commit() throws(PostgresError) {
        guard transaction.depth == 1 else {
            transaction.depth -= 1
            return
        }
        guard !transaction.isDoomed else {
            rollBack()
            throw .rolledBack
        }
        guard deadline.map({ $0 > .now }) ?? true else {
            rollBack()
            throw .deadlineExceeded
        }
        transaction.depth = 0
        // Once sent it should be heard to the end, for to give up is not to know.
        var patience = Patience(until: deadline.map { max($0, .now + .closing) })
        do throws(PostgresError) {
            let result = try run(command: "COMMIT", &patience)
            // The server's answer when a statement had failed and the body caught its error.
            if result.commandTag == "ROLLBACK" { throw .rolledBack }
        } catch {
            throw isAbandoned ? error.duringCommit : error
        }
    }

    private mutating func rollBack() {
        guard transaction.depth == 1 else {
            transaction.depth -= 1
            transaction.isDoomed = true
            return
        }
        transaction.depth = 0
        transaction.isDoomed = false
        // A connection that broke is rolled back by the server, when it notices.
        guard isUsable, isInTransaction else { return }
        var patience = Patience(until: .now + .closing)
        do throws(PostgresError) { try run(command: "ROLLBACK", &patience) } catch {
            isAbandoned = true
        }
    }

    /// Forgets whom it acts for where the end of a transaction has taken the setting back.
    mutating func noteTransaction(tag: String?) {
        let wasOpen = transaction.isOpen
        transaction.isOpen = isInTransaction
        guard wasOpen else { return }
        let isLocal = rowAccess?.needsTransaction(hasSession: hasSession) ?? false
        let isKept = transaction.isOpen || (tag == "COMMIT" && !isLocal)
        // ROLLBACK TO SAVEPOINT answers the same, and leaves the transaction open.
        if tag == "ROLLBACK" || !isKept { rowAccess = nil }
    }
}

extension Duration {
    /// What COMMIT and ROLLBACK are given, however little the deadline leaves.
    fileprivate static var closing: Duration { .seconds(1) }
}

extension PostgresError {
    /// A loss during COMMIT says that the outcome is unknown; so does having waited in vain for it.
    fileprivate var duringCommit: PostgresError {
        switch self {
        case .connection(let failure):
            .connection(
                ConnectionFailure(
                    stage: .committing,
                    state: failure.state,
                    reason: failure.reason
                )
            )
        default:
            .connection(ConnectionFailure(stage: .committing, reason: "no answer in time"))
        }
    }
}
