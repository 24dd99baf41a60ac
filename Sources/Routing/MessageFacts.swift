package import Messaging

/// What the way of a message depends on.
package struct MessageFacts: Sendable, Hashable {
    package let recipient: E164
    package let tenant: Int32
    package let dealership: Int64?
    package let channel: Channel
    package let segments: Int
    /// Providers that this message has failed through already.
    package let tried: Set<String>
    /// What the recipient had the last message from.
    package let lastSender: String?
    /// The only provider that it may go through, when one is being tried out.
    package let wanted: String?

    package init(
        recipient: E164,
        tenant: Int32,
        dealership: Int64? = nil,
        channel: Channel = .sms,
        segments: Int = 1,
        tried: Set<String> = [],
        lastSender: String? = nil,
        wanted: String? = nil
    ) {
        self.recipient = recipient
        self.tenant = tenant
        self.dealership = dealership
        self.channel = channel
        self.segments = segments
        self.tried = tried
        self.lastSender = lastSender
        self.wanted = wanted
    }

    /// The area code of a North American recipient.
    var areaCode: String? {
        let digits = recipient.rawValue.utf8
        guard digits.count == 12, recipient.rawValue.hasPrefix("+1") else { return nil }
        return String(recipient.rawValue.dropFirst(2).prefix(3))
    }
}

package enum Channel: String, Sendable, Hashable, CaseIterable {
    case sms
    case whatsApp = "whatsapp"
}
