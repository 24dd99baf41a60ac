/// What a person is in a business, from which follows what they may do.
///
/// Each role may do what those below it may, and a little more; `Role.table` is all there is to know.
package enum Role: String, Sendable, Hashable, CaseIterable {
    case owner, administrator, manager, agent, viewer

    package var scopes: Set<Scope> {
        Set(Self.table.filter { $0.roles.contains(self) }.map(\.scope))
    }

    /// Who may do what.
    package static let table: [(scope: Scope, roles: Set<Role>)] = [
        (.messagesRead, [.owner, .administrator, .manager, .agent, .viewer]),
        (.messagesWrite, [.owner, .administrator, .manager, .agent]),
        (.transactionsWrite, [.owner, .administrator, .manager, .agent]),
        (.settingsRead, [.owner, .administrator, .manager, .agent, .viewer]),
        (.settingsWrite, [.owner, .administrator, .manager]),
        (.systemRead, [.owner, .administrator, .manager]),
        (.auditRead, [.owner, .administrator]),
        (.providersWrite, [.owner, .administrator]),
        (.keysWrite, [.owner, .administrator]),
        (.peopleWrite, [.owner, .administrator]),
        (.privacyWrite, [.owner, .administrator]),
    ]

    /// Whether somebody of this role may give, change or take away another role.
    ///
    /// Nobody lifts others above themselves, and only owners make or unmake owners.
    package func mayGive(_ other: Role) -> Bool {
        self == .owner || (self == .administrator && other != .owner)
    }

    /// Whether people of this role cannot be limited to some dealerships.
    package var seesWholeBusiness: Bool { self == .owner || self == .administrator }

    package var about: String {
        switch self {
        case .owner: "Everything, other owners included"
        case .administrator: "People, keys, providers and settings"
        case .manager: "Messages, texts, prices and alerts"
        case .agent: "Answers customers, sends and retries messages"
        case .viewer: "Looks, and changes nothing"
        }
    }
}
