extension Connection {
    /// Makes row-level security act for a tenant, with no round trip when it already does.
    ///
    /// With a session of our own the setting outlives the lending: whoever borrows next chooses
    /// again. Without one it lasts one transaction, and outside a transaction it is refused.
    package mutating func useTenant(_ id: Int32) throws(PostgresError) {
        guard tenant != id else { return }
        guard hasSession || isInTransaction else { throw .misuse(.tenantOutsideTransaction) }
        tenant = nil
        _ = try query("SELECT set_config('app.tenant_id', \(id), \(!hasSession))")
        tenant = id
    }
}
