/// Whom a request comes from, and what they may do.
package struct Caller: Sendable, Hashable {
    package let tenant: TenantID
    /// Who it is, for the timeline and the audit log: a user's address or a key's name.
    package let name: String
    package let scopes: Set<Scope>
    package let isUser: Bool

    package init(tenant: TenantID, name: String, scopes: Set<Scope>, isUser: Bool) {
        self.tenant = tenant
        self.name = name
        self.scopes = scopes
        self.isUser = isUser
    }

    /// Nobody in particular: a request to a route that is open to anyone.
    package static let nobody = Self(
        tenant: TenantID(rawValue: 0),
        name: "nobody",
        scopes: [],
        isUser: false
    )
}

/// A business whose data is its own.
///
/// No tenant has number 0, so that a query made for nobody finds
/// nothing.
package struct TenantID: RawRepresentable, Sendable, Hashable {
    package let rawValue: Int32
    package init(rawValue: Int32) { self.rawValue = rawValue }
}
