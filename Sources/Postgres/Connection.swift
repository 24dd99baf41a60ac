import CLibPQ

/// One connection to PostgreSQL and what is known of its session.
///
/// Every call blocks its thread, at most until `deadline`. The methods are mutating so that the
/// compiler refuses to use a connection from inside one of its own callbacks: libpq could not.
///
/// Sendable although it holds a pointer: being noncopyable it has one owner at a time, and libpq
/// forbids concurrent use of a connection, not moving it between threads.
package struct Connection: ~Copyable, @unchecked Sendable {
    let handle: OpaquePointer
    /// Whether the server's session is ours from one statement to the next.
    ///
    /// Behind PgBouncer in transaction mode it is not: no named statements, no settings outside a
    /// transaction.
    let hasSession: Bool
    var statements = StatementCache()
    var transaction = TransactionState()

    /// When every statement that names no deadline of its own is cancelled; the pool sets it anew
    /// for each lending.
    package var deadline: ContinuousClock.Instant?
    /// For whom the session (or the transaction) acts, if we know it.
    package internal(set) var rowAccess: RowAccess?
    /// Set when an exchange was left in the middle: whatever came next would read its remains.
    var isAbandoned = false
    /// Set by `listen`: such a connection is not lent to others.
    var isListening = false

    /// Takes over a handle whose connection is established.
    init(adopting handle: OpaquePointer, hasSession: Bool) {
        (self.handle, self.hasSession) = (handle, hasSession)
    }

    deinit { PQfinish(handle) }

    /// Ends the connection now rather than when its owner goes.
    package consuming func close() {}
}

extension Connection {
    /// The socket, for waiting on it together with others; it belongs to libpq.
    package var descriptor: Int32 { PQsocket(handle) }

    /// Whether the connection can still be used.
    package var isUsable: Bool { !isAbandoned && PQstatus(handle) == CONNECTION_OK }

    /// Whether a transaction is open, failed ones included.
    package var isInTransaction: Bool {
        let status = PQtransactionStatus(handle)
        return status == PQTRANS_INTRANS || status == PQTRANS_INERROR
    }

    /// Whether another borrower may have it: usable, between transactions, waiting for nothing.
    var isLendable: Bool {
        isUsable && !isListening && PQtransactionStatus(handle) == PQTRANS_IDLE
            && PQpipelineStatus(handle) == PQ_PIPELINE_OFF
    }

    /// Whether the server has closed an idle connection, as it does when it restarts.
    ///
    /// Costs one `poll`, and no round trip.
    func hasGoneStale() -> Bool {
        while descriptor >= 0, Wait.isReady(descriptor) {
            guard PQconsumeInput(handle) == 1, PQisBusy(handle) == 0 else { return true }
        }
        return !isUsable
    }

    /// The failure that libpq reports last.
    func failure(_ stage: ConnectionFailure.Stage) -> PostgresError {
        .connection(ConnectionFailure(stage: stage, reason: Connection.reason(of: handle)))
    }

    /// The first line of libpq's words; the others give advice that does not belong in a log.
    static func reason(of handle: OpaquePointer) -> String {
        let words = PQerrorMessage(handle).map { String(cString: $0) } ?? ""
        let line = words.split(whereSeparator: \.isNewline).first
        return line.map(String.init) ?? "the server closed the connection"
    }
}
