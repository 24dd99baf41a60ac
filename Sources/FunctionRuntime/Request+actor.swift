package import Web

extension Request {
    /// Somebody who does this from where it comes from, as the audit log has it.
    package func actor(_ name: String) -> String { "\(name) \(remoteAddress)" }

    /// The caller's business, with who asks: for what is noted though it only looks, as an export.
    package var actingTenant: TenantID { caller.tenant.acting(as: actor(caller.name)) }
}

extension TenantID {
    package func acting(as actor: String) -> TenantID {
        var tenant = self
        tenant.actor = actor
        return tenant
    }
}
