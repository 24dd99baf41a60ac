extension Pool {
    /// Lends a connection for which row-level security acts as told.
    ///
    /// Costs nothing when the connection served the same last. Behind PgBouncer in transaction
    /// mode, and for some dealerships only, the body is one transaction, because no setting
    /// outlives one.
    @discardableResult
    package func withAccess<Value: ~Copyable>(
        _ access: RowAccess,
        deadline: ContinuousClock.Instant? = nil,
        _ body: (inout Connection) throws -> Value
    ) throws -> Value {
        try withConnection(deadline: deadline) { (connection: inout Connection) throws in
            guard !access.needsTransaction(hasSession: connection.hasSession) else {
                return try connection.transaction { (connection: inout Connection) throws in
                    try connection.use(access)
                    return try body(&connection)
                }
            }
            try connection.use(access)
            return try body(&connection)
        }
    }

    /// The same for a body that throws nothing but `PostgresError`.
    @discardableResult
    package func withAccess<Value: ~Copyable>(
        _ access: RowAccess,
        deadline: ContinuousClock.Instant? = nil,
        _ body: (inout Connection) throws(PostgresError) -> Value
    ) throws(PostgresError) -> Value {
        try withConnection(deadline: deadline) {
            (connection: inout Connection) throws(PostgresError) in
            guard !access.needsTransaction(hasSession: connection.hasSession) else {
                return try connection.transaction {
                    (connection: inout Connection) throws(PostgresError) in
                    try connection.use(access)
                    return try body(&connection)
                }
            }
            try connection.use(access)
            return try body(&connection)
        }
    }
}
