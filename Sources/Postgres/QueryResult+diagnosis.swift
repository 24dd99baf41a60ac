import CLibPQ

extension QueryResult {
    /// What the server complained of; nil when libpq itself made the result, having lost the server.
    var serverError: ServerError? {
        guard let state = field(.state) else { return nil }
        let words = [field(.message), field(.detail), field(.hint), field(.context)]
        return ServerError(
            state: SQLState(rawValue: state),
            constraint: field(.constraint),
            table: field(.table),
            column: field(.column),
            routine: field(.routine),
            words: words.compactMap(\.self).joined(separator: "; ")
        )
    }

    /// Whether the server closes the connection after these words.
    var isFatal: Bool {
        let severity = field(.severity)
        return severity == "FATAL" || severity == "PANIC"
    }

    /// What the command was, as the server answers it: `INSERT 0 1`, `COMMIT`, `ROLLBACK`.
    var commandTag: String {
        guard let tag = PQcmdStatus(handle) else { return "" }
        return String(cString: tag)
    }

    private func field(_ field: ErrorField) -> String? {
        PQresultErrorField(handle, Int32(field.rawValue.value)).map { String(cString: $0) }
    }
}

/// The letters of the protocol for the parts of an error (`PG_DIAG_...`): Swift imports no macro that
/// is a character.
///
/// <https://www.postgresql.org/docs/15/protocol-error-fields.html>
private enum ErrorField: UnicodeScalar {
    case severity = "V"
    case state = "C"
    case message = "M"
    case detail = "D"
    case hint = "H"
    case context = "W"
    case table = "t"
    case column = "c"
    case constraint = "n"
    case routine = "R"
}
