/// Who may use a route.
///
/// There is no default: a route that does not say is not built.
package enum Access: Sendable, Hashable {
    case anyone
    /// Whoever is logged in, whatever their role: for what is their own.
    case session(confirmed: Bool = false)
    /// A session or key that holds the scope, and sees as much as the route shows.
    ///
    /// A route that is `confirmed` asks people for their password again if they gave it some time ago.
    case scope(Scope, reach: Reach = .business, confirmed: Bool = false)
    /// A provider, known by its signature, which the endpoint checks.
    case signature
}

/// How much a route shows or changes.
package enum Reach: String, Sendable, Hashable {
    /// All of it: nothing for people who are limited to some dealerships.
    case business
    /// What the caller may see of it, which row-level security decides.
    case dealerships
    /// The machinery, and what all businesses share: only for the one that runs the installation.
    case installation
}
