import CLibPQ

extension Connection {
    /// Runs one statement and returns its rows.
    ///
    /// It is prepared on its first use of this connection and executed by name afterwards. A
    /// deadline that passes cancels it and throws `.deadlineExceeded`; without one, the connection's
    /// own applies.
    package mutating func query(
        _ sql: SQL,
        deadline: ContinuousClock.Instant? = nil
    ) throws(PostgresError) -> QueryResult {
        let deadline = deadline ?? self.deadline
        let mayRepeat = !isInTransaction
        do throws(PostgresError) {
            return try run(sql, until: deadline)
        } catch {
            // Refused before it ran, because a migration changed what the prepared statement
            // returns, or something discarded it.
            guard error.isAboutPreparedStatement else { throw error }
            statements.forget(sql.text)
            guard mayRepeat else { throw error }
            return try run(sql, until: deadline)
        }
    }

    /// Runs one statement for its effect and returns how many rows it touched.
    @discardableResult
    package mutating func execute(
        _ sql: SQL,
        deadline: ContinuousClock.Instant? = nil
    ) throws(PostgresError) -> Int {
        try query(sql, deadline: deadline).affectedRowCount
    }

    private mutating func run(
        _ sql: SQL,
        until deadline: ContinuousClock.Instant?
    ) throws(PostgresError) -> QueryResult {
        let parameters = try Parameters(sql.binds)
        var patience = Patience(until: deadline)
        let name = try preparedName(of: sql.text, &patience)
        try send(&patience) { handle in
            parameters.send(sql.text, preparedAs: name, on: handle)
        }
        let result = try receive(&patience)
        try refuseCopy(result)
        return result
    }

    /// The name of a prepared statement, prepared now if need be; nil when it is to run unnamed.
    private mutating func preparedName(
        of text: String,
        _ patience: inout Patience
    ) throws(PostgresError) -> String? {
        guard hasSession else { return nil }
        if let name = statements.name(of: text) { return name }
        guard let name = statements.newName() else { return nil }
        try send(&patience) { handle in PQsendPrepare(handle, name, text, 0, nil) }
        _ = try receive(&patience)
        statements.record(name, for: text)
        return name
    }

    /// Runs a command without parameters in libpq's simple form, which allows several in one text.
    @discardableResult
    mutating func run(command: String, _ patience: inout Patience) throws(PostgresError)
        -> QueryResult
    {
        try send(&patience) { handle in PQsendQuery(handle, command) }
        return try receive(&patience)
    }

    private mutating func refuseCopy(_ result: borrowing QueryResult) throws(PostgresError) {
        switch PQresultStatus(result.handle) {
        case PGRES_COPY_OUT, PGRES_COPY_IN, PGRES_COPY_BOTH:
            isAbandoned = true
            throw .misuse(.copyOutsideCopyOut)
        default: return
        }
    }
}

extension Parameters {
    /// Sends a statement by its name, or its text when it has none; results come back as text.
    func send(_ text: String, preparedAs name: String?, on handle: OpaquePointer) -> Int32 {
        withArguments { count, values, lengths, formats in
            if let name {
                PQsendQueryPrepared(handle, name, count, values, lengths, formats, 0)
            } else {
                PQsendQueryParams(handle, text, count, nil, values, lengths, formats, 0)
            }
        }
    }
}

extension PostgresError {
    /// The named statement on the server no longer fits, and nothing was run.
    var isAboutPreparedStatement: Bool {
        guard case .server(let error) = self else { return false }
        if error.state == .invalidStatementName { return true }
        // "cached plan must not change result type" shares its code with unrelated refusals.
        return error.state == .featureNotSupported && error.routine == "RevalidateCachedQuery"
    }
}
