/// PostgreSQL's five-character code of what happened, known to us or not.
///
/// <https://www.postgresql.org/docs/15/errcodes-appendix.html>
package struct SQLState: RawRepresentable, Sendable, Hashable {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    /// The first two characters, which group the codes: `23` is every violated constraint.
    package var category: String { String(rawValue.prefix(2)) }
}

extension SQLState {
    package static let featureNotSupported = Self(rawValue: "0A000")
    package static let numericValueOutOfRange = Self(rawValue: "22003")
    package static let characterNotInRepertoire = Self(rawValue: "22021")
    package static let invalidTextRepresentation = Self(rawValue: "22P02")
    package static let notNullViolation = Self(rawValue: "23502")
    package static let foreignKeyViolation = Self(rawValue: "23503")
    package static let uniqueViolation = Self(rawValue: "23505")
    package static let checkViolation = Self(rawValue: "23514")
    package static let exclusionViolation = Self(rawValue: "23P01")
    package static let inFailedTransaction = Self(rawValue: "25P02")
    package static let invalidStatementName = Self(rawValue: "26000")
    package static let serializationFailure = Self(rawValue: "40001")
    package static let deadlockDetected = Self(rawValue: "40P01")
    package static let insufficientPrivilege = Self(rawValue: "42501")
    package static let syntaxError = Self(rawValue: "42601")
    package static let undefinedTable = Self(rawValue: "42P01")
    package static let duplicatePreparedStatement = Self(rawValue: "42P05")
    package static let tooManyConnections = Self(rawValue: "53300")
    package static let lockNotAvailable = Self(rawValue: "55P03")
    package static let queryCanceled = Self(rawValue: "57014")
    package static let adminShutdown = Self(rawValue: "57P01")
    package static let crashShutdown = Self(rawValue: "57P02")
    package static let cannotConnectNow = Self(rawValue: "57P03")
}

extension SQLState {
    /// The server ended the connection, and another attempt on a new one may well succeed.
    ///
    /// Whether the statement may be repeated is another question: it may have been done.
    package var isRetryableConnectionLoss: Bool {
        category == "08" || self == .adminShutdown || self == .crashShutdown
            || self == .cannotConnectNow
    }

    /// The whole transaction was undone because of others running beside it, and may be repeated.
    package var isRetryableConflict: Bool {
        self == .serializationFailure || self == .deadlockDetected
    }
}
