/// What row-level security and the audit log go by on a connection.
package struct RowAccess: Sendable, Hashable {
    package let tenant: Int32
    /// The dealerships whose rows are seen, by their numbers; nil for all.
    package let dealerships: Set<Int64>?
    /// Who changes rows, and from where; nil where nobody in particular does.
    package let actor: String?

    package init(tenant: Int32, dealerships: Set<Int64>? = nil, actor: String? = nil) {
        (self.tenant, self.dealerships, self.actor) = (tenant, dealerships, actor)
    }
}

extension Connection {
    /// Makes row-level security act so, with no round trip when it already does.
    ///
    /// With a session of our own the settings outlive the lending: whoever borrows next chooses
    /// again. Without one, and for some dealerships only, they last one transaction, and outside a
    /// transaction they are refused.
    package mutating func use(_ access: RowAccess) throws(PostgresError) {
        guard rowAccess != access else { return }
        let isLocal = access.needsTransaction(hasSession: hasSession)
        guard !isLocal || isInTransaction else { throw .misuse(.tenantOutsideTransaction) }
        let former = rowAccess
        rowAccess = nil
        _ = try query(access.settings(after: former, isLocal: isLocal))
        rowAccess = access
    }
}

extension RowAccess {
    /// The role whose policies look at `app.dealerships` beside `app.tenant_id`.
    ///
    /// It is a role of its own so that everybody else's statements are planned without a thought of
    /// dealerships.
    private static let limitedRole = "sms_limited"

    /// Limits are lifted by the end of a transaction and by nothing else, so none can be left on.
    func needsTransaction(hasSession: Bool) -> Bool { !hasSession || dealerships != nil }

    fileprivate func settings(after former: RowAccess?, isLocal: Bool) -> SQL {
        let local: SQL = isLocal ? "true" : "false"
        var settings: [SQL] = ["set_config('app.tenant_id', \(tenant), \(local))"]
        if former == nil || former?.actor != actor {
            settings.append("set_config('app.actor', \(actor ?? ""), \(local))")
        }
        if let dealerships {
            let numbers = dealerships.sorted().map(String.init).joined(separator: ",")
            settings.append("set_config('app.dealerships', \(numbers), \(local))")
            settings.append("set_config('role', \(Self.limitedRole), \(local))")
        }
        return "SELECT " + settings.joined(separator: ", ")
    }
}
