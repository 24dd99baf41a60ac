package import Postgres
package import Web

/// The way to the rows: lends connections that see one tenant's rows, or those of all tenants where
/// the program's database role allows it.
package struct Database: Sendable {
    private let pool: Pool

    package init(_ pool: Pool) { self.pool = pool }

    /// No request waits longer than this for its statements, in seconds.
    package static let patienceSeconds = 10

    /// Lends a connection that sees the rows of one tenant, and of those what its caller may see.
    package func forTenant<Value>(
        _ tenant: TenantID,
        seconds: Int = patienceSeconds,
        _ body: (inout Connection) throws -> Value
    ) throws -> Value {
        try pool.withAccess(tenant.rowAccess, deadline: .now + .seconds(seconds), body)
    }

    /// Lends a connection for no tenant in particular: for workers, and for the functions of the
    /// schema that find out whom a caller is.
    package func forAll<Value>(
        seconds: Int = patienceSeconds,
        _ body: (inout Connection) throws -> Value
    ) throws -> Value {
        try pool.withConnection(deadline: .now + .seconds(seconds), body)
    }

    /// Lends a connection in a transaction: all of the body's statements hold, or none.
    package func inTransaction<Value>(
        forTenant tenant: TenantID,
        _ body: (inout Connection) throws -> Value
    ) throws -> Value {
        try forTenant(tenant) { connection in
            try connection.transaction { connection in try body(&connection) }
        }
    }

    /// The same for no tenant in particular.
    package func inTransaction<Value>(
        _ body: (inout Connection) throws -> Value
    ) throws -> Value {
        try forAll { connection in
            try connection.transaction { connection in try body(&connection) }
        }
    }

    /// Asks the server for a sign of life.
    package func ping() throws {
        try forAll(seconds: 1) { connection in _ = try connection.execute("SELECT 1") }
    }

    /// Closes connections that nobody used for a while.
    package func sweep() { pool.sweep() }
}

extension TenantID {
    fileprivate var rowAccess: RowAccess {
        RowAccess(tenant: rawValue, dealerships: dealerships, actor: actor)
    }
}
