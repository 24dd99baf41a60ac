extension Pool {
    /// Lends a connection for which row-level security acts for one tenant.
    ///
    /// Costs nothing when the connection served the same tenant last. Behind PgBouncer in transaction
    /// mode the body is one transaction, because no setting outlives one.
    @discardableResult
    package func withTenant<Value: ~Copyable>(
        _ id: Int32,
        deadline: ContinuousClock.Instant? = nil,
        _ body: (inout Connection) throws -> Value
    ) throws -> Value {
        try withConnection(deadline: deadline) { (connection: inout Connection) throws in
            guard connection.hasSession else {
                return try connection.transaction { (connection: inout Connection) throws in
                    try connection.useTenant(id)
                    return try body(&connection)
                }
            }
            try connection.useTenant(id)
            return try body(&connection)
        }
    }

    /// The same for a body that throws nothing but `PostgresError`.
    @discardableResult
    package func withTenant<Value: ~Copyable>(
        _ id: Int32,
        deadline: ContinuousClock.Instant? = nil,
        _ body: (inout Connection) throws(PostgresError) -> Value
    ) throws(PostgresError) -> Value {
        try withConnection(deadline: deadline) {
            (connection: inout Connection) throws(PostgresError) in
            guard connection.hasSession else {
                return try connection.transaction {
                    (connection: inout Connection) throws(PostgresError) in
                    try connection.useTenant(id)
                    return try body(&connection)
                }
            }
            try connection.useTenant(id)
            return try body(&connection)
        }
    }
}
