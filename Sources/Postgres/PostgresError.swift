/// What can go wrong between us and PostgreSQL.
///
/// `description` goes to logs and holds neither row data nor parameters. The server's own words,
/// which quote both ("Key (phone)=(+1555...) already exists"), are only in `String(reflecting:)`.
package enum PostgresError: Error, Sendable, Hashable {
    /// There is no connection, or it broke.
    case connection(ConnectionFailure)
    /// The server refused a statement; the connection is still good.
    case server(ServerError)
    /// A column does not hold what was asked of it.
    case decoding(DecodingFailure)
    /// A parameter cannot be sent; nothing was.
    case parameter(ParameterProblem)
    /// The deadline passed; the statement was cancelled or not begun.
    case deadlineExceeded
    /// Every connection of the pool was lent for as long as the caller may wait.
    case poolTimeout
    /// `COMMIT` was answered by a rollback, because a statement had failed and its error was caught.
    case rolledBack
    /// One row was required and none came.
    case noRow
    /// The connection was used in a way that it does not allow; a mistake in our code.
    case misuse(Misuse)
}

/// Why there is no connection.
package struct ConnectionFailure: Sendable, Hashable {
    /// How far things had got, which decides what may be repeated.
    package enum Stage: Sendable, Hashable {
        /// Nothing was asked of the server.
        case connecting
        /// A statement was under way; outside a transaction it may have been done.
        case executing
        /// `COMMIT` was under way: whether the transaction holds is not known.
        case committing
    }

    package let stage: Stage
    /// The server's reason, where it gave one before it closed.
    package let state: SQLState?
    /// libpq's words: an address and a cause, never a password or a row.
    package let reason: String

    package init(stage: Stage, state: SQLState? = nil, reason: String) {
        (self.stage, self.state, self.reason) = (stage, state, reason)
    }
}

/// What the server said against a statement.
package struct ServerError: Sendable, Hashable {
    package let state: SQLState
    /// The violated constraint, for class 23.
    package let constraint: String?
    package let table: String?
    package let column: String?
    /// The C function that complained: the only way to tell one `0A000` from another.
    let routine: String?
    /// Message, detail, hint and context, which may quote rows and parameters.
    let words: String
}

/// A column that does not hold what was asked of it.
package struct DecodingFailure: Sendable, Hashable {
    /// The column's name in the result, or its position when there is no such column.
    package let column: String
    /// The Swift type, such as `Int32`.
    package let expected: String
    package let problem: Problem

    package enum Problem: Sendable, Hashable { case null, malformed, noSuchColumn }

    package init(column: String, expected: String, problem: Problem) {
        (self.column, self.expected, self.problem) = (column, expected, problem)
    }
}

/// A parameter that cannot be sent.
package enum ParameterProblem: Sendable, Hashable {
    /// PostgreSQL's text cannot hold a zero byte, and C would end the text there.
    case zeroByte(position: Int)
    /// The protocol counts parameters in sixteen bits; an array takes any number of values in one.
    case tooMany(Int)
}

/// A mistake in our own code.
package enum Misuse: String, Sendable, Hashable {
    case copyOutsideCopyOut = "COPY was run as a query"
    case notACopy = "copyOut was given a statement that is not COPY TO STDOUT"
    case tenantOutsideTransaction =
        "a tenant was chosen outside a transaction, without session state"
    case malformedURL = "the database URL cannot be read"
    case listenWithoutSession = "LISTEN needs a session of its own"
    case malformedRows = "a result in memory has a row that is longer than its list of columns"
    case resultsExhausted = "a pipeline has fewer results than were asked for"
}
