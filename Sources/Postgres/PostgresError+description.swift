extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
    /// Safe in a log.
    package var description: String {
        switch self {
        case .connection(let failure): failure.description
        case .server(let error): error.description
        case .decoding(let failure): failure.description
        case .parameter(.zeroByte(let position)): "parameter $\(position) holds a zero byte"
        case .parameter(.tooMany(let count)): "\(count) parameters; PostgreSQL takes 65535"
        case .deadlineExceeded: "the deadline passed before the database answered"
        case .poolTimeout: "every database connection is in use"
        case .rolledBack: "the transaction was rolled back instead of committed"
        case .noRow: "the statement found no row"
        case .misuse(let misuse): misuse.rawValue
        }
    }

    /// The server's words as well: for a person at a terminal, never for a log.
    package var debugDescription: String {
        if case .server(let error) = self { error.debugDescription } else { description }
    }
}

extension PostgresError {
    /// The server's code, if it spoke.
    package var state: SQLState? {
        switch self {
        case .server(let error): error.state
        case .connection(let failure): failure.state
        default: nil
        }
    }

    /// The database cannot be used now, through no fault of the statement: answer 503 and retry later.
    package var isUnavailability: Bool {
        switch self {
        case .connection, .poolTimeout, .deadlineExceeded: true
        case .server(let error):
            error.state.isRetryableConnectionLoss || error.state.category == "53"
        default: false
        }
    }
}

extension ConnectionFailure: CustomStringConvertible {
    package var description: String {
        let code = state.map { " (\($0.rawValue))" } ?? ""
        return switch stage {
        case .connecting: "no database connection\(code): \(reason)"
        case .executing: "the database connection broke during a statement\(code): \(reason)"
        case .committing: "the database connection broke during COMMIT\(code): \(reason)"
        }
    }
}

extension ServerError: CustomStringConvertible, CustomDebugStringConvertible {
    package var description: String {
        var text = "SQLSTATE \(state.rawValue)"
        if let constraint { text += ", constraint \(constraint)" }
        if let table { text += ", table \(table)" }
        if let column { text += ", column \(column)" }
        return text
    }

    package var debugDescription: String { "\(description): \(words)" }
}

extension DecodingFailure: CustomStringConvertible {
    package var description: String {
        switch problem {
        case .null: "column \(column) is NULL where \(expected) was expected"
        case .malformed: "column \(column) is not \(expected)"
        case .noSuchColumn: "there is no column \(column) to read \(expected) from"
        }
    }
}
