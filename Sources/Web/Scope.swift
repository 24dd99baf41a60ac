/// What a key or a role allows, such as `messages:read`.
package struct Scope: RawRepresentable, Sendable, Hashable {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let transactionsWrite = Self(rawValue: "transactions:write")
    package static let messagesRead = Self(rawValue: "messages:read")
    package static let messagesWrite = Self(rawValue: "messages:write")
    package static let settingsRead = Self(rawValue: "settings:read")
    package static let settingsWrite = Self(rawValue: "settings:write")
    package static let systemRead = Self(rawValue: "system:read")
    package static let providersWrite = Self(rawValue: "providers:write")
    package static let keysWrite = Self(rawValue: "keys:write")
    package static let peopleWrite = Self(rawValue: "people:write")
    package static let privacyWrite = Self(rawValue: "privacy:write")
    package static let auditRead = Self(rawValue: "audit:read")

    /// Giving credits to a business, which a business must not do for itself: only a key that the
    /// host's administrator made for it holds this.
    package static let ledgerWrite = Self(rawValue: "ledger:write")

    /// Making, suspending and removing businesses: for the people who own the installation.
    package static let businessesWrite = Self(rawValue: "businesses:write")

    /// What a business's own users and keys may do.
    package static let all: [Self] = [
        .transactionsWrite, .messagesRead, .messagesWrite, .settingsRead, .settingsWrite,
        .systemRead, .providersWrite, .keysWrite, .peopleWrite, .privacyWrite, .auditRead,
    ]

    /// What a key or role with this scope may do, for people.
    package var about: String {
        switch self {
        case .transactionsWrite: "Report transactions, and cancel their messages"
        case .messagesRead: "Read messages, conversations and figures"
        case .messagesWrite: "Send tests, retry, answer customers"
        case .settingsRead: "Read settings, texts and providers"
        case .settingsWrite: "Change settings, texts, prices and alerts"
        case .systemRead: "Read health and figures of the system"
        case .providersWrite: "Change provider accounts and how CRMs connect"
        case .keysWrite: "Make, change and end API keys"
        case .peopleWrite: "Invite people, and say what they may do"
        case .privacyWrite: "Export and erase what is known of a customer"
        case .auditRead: "Read who changed what"
        case .ledgerWrite: "Add what a business has paid"
        case .businessesWrite: "Make, suspend and remove businesses"
        default: rawValue
        }
    }
}
