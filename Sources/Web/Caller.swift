/// Whom a request comes from, and what they may do.
package struct Caller: Sendable, Hashable {
    package var tenant: TenantID
    /// Who it is, for the timeline and the audit log: a user's address or a key's name.
    package let name: String
    package let scopes: Set<Scope>
    /// The person, where it is one and not a program.
    package let member: Member?
    /// The program's key, where it is a program.
    package let key: KeyInUse?
    /// Why nobody of the business is let in for now; nil while the business is not suspended.
    package let suspension: String?

    package init(
        tenant: TenantID,
        name: String,
        scopes: Set<Scope>,
        member: Member? = nil,
        key: KeyInUse? = nil,
        suspension: String? = nil
    ) {
        self.tenant = tenant
        self.name = name
        self.scopes = scopes
        self.member = member
        self.key = key
        self.suspension = suspension
    }

    package var isUser: Bool { member != nil }

    /// Whether the caller's business looks after it: what is its own, and what is everybody's if it
    /// runs the installation.
    package func looksAfter(everybodys isEverybodys: Bool) -> Bool {
        !isEverybodys || tenant.runsInstallation
    }

    /// How somebody who did something to it is named to the caller.
    package func name(of person: String?, atEverybodys isEverybodys: Bool) -> String? {
        guard !looksAfter(everybodys: isEverybodys) else { return person }
        return person.map { _ in "who runs the installation" }
    }

    /// Nobody in particular: a request to a route that is open to anyone.
    package static let nobody = Self(tenant: TenantID(rawValue: 0), name: "nobody", scopes: [])
}

/// A person who is logged in.
package struct Member: Sendable, Hashable {
    package let id: Int64
    package let role: Role
    package let sessionID: Int64
    /// Whether they gave their password, or its like, a short while ago.
    package let isConfirmed: Bool
    /// Whether their business wants a second factor that they have not set up yet.
    package let lacksFactor: Bool

    package init(
        id: Int64,
        role: Role,
        sessionID: Int64,
        isConfirmed: Bool,
        lacksFactor: Bool = false
    ) {
        self.id = id
        self.role = role
        self.sessionID = sessionID
        self.isConfirmed = isConfirmed
        self.lacksFactor = lacksFactor
    }
}

/// The key of a program that asks, and how much it may ask.
package struct KeyInUse: Sendable, Hashable {
    package let id: Int64
    /// How many requests a minute its owner gives it; nil for as many as it likes.
    package let perMinute: Int?
    /// How many a minute all keys of the business have together.
    package let perMinuteOfTenant: Int?

    package init(id: Int64, perMinute: Int? = nil, perMinuteOfTenant: Int? = nil) {
        self.id = id
        self.perMinute = perMinute
        self.perMinuteOfTenant = perMinuteOfTenant
    }
}

/// A business whose data is its own, how much of it is seen, and who asks.
///
/// No tenant has number 0, so that a query made for nobody finds nothing.
package struct TenantID: Sendable {
    package let rawValue: Int32
    /// The dealerships that a person is limited to, by their numbers; nil for the whole business.
    package let dealerships: Set<Int64>?
    /// Who changes something, and from where, for the audit log; nil for who only looks.
    ///
    /// It does not tell one tenant from another.
    package var actor: String?

    package init(rawValue: Int32, onlyDealerships dealerships: Set<Int64>? = nil) {
        self.rawValue = rawValue
        self.dealerships = dealerships
    }

    /// The one that every installation begins with, and the only one of the simple set-up.
    package static let first = TenantID(rawValue: 1)

    /// Whether it is the first one, whose people look after what all businesses share.
    package var runsInstallation: Bool { rawValue == Self.first.rawValue }
}

extension TenantID: Hashable {
    package static func == (first: Self, second: Self) -> Bool {
        first.rawValue == second.rawValue && first.dealerships == second.dealerships
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(rawValue)
        hasher.combine(dealerships)
    }
}
