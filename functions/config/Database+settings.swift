import Store
import Web

extension Database {
    func settings(of tenant: TenantID) throws -> TenantSettings {
        try forTenant(tenant) { connection in try TenantSettings.fetch(of: tenant, on: &connection)
        }
    }

    /// Changes settings in a transaction, and returns them as they were and as they are.
    func change(
        _ tenant: TenantID,
        _ edit: (inout TenantSettings) -> Void
    ) throws -> (before: TenantSettings, after: TenantSettings) {
        try inTransaction(forTenant: tenant) { connection in
            let before = try TenantSettings.fetch(of: tenant, on: &connection)
            var after = before
            edit(&after)
            try after.save(for: tenant, on: &connection)
            return (before, after)
        }
    }
}
