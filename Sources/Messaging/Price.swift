/// What a provider charges for one kind of message; what is nil fits everything.
package struct Price: Sendable, Hashable {
    package let id: Int64
    package var provider: String?
    /// Two letters of ISO 3166-1, in capitals.
    package var country: String?
    package var senderKind: SenderKind?
    package var currency: Currency
    /// The provider's own price.
    package var baseMicros: Int64
    /// What networks add to it.
    package var feeMicros: Int64
    /// Whether each segment costs that much, or the message as a whole.
    package var isPerSegment: Bool
    /// A tenant's own price goes before one of the installation.
    package var isOwn: Bool
    /// When it began, in microseconds since 1970: of several, the newest counts.
    package var since: Int64

    package init(
        id: Int64,
        provider: String? = nil,
        country: String? = nil,
        senderKind: SenderKind? = nil,
        currency: Currency,
        baseMicros: Int64,
        feeMicros: Int64 = 0,
        isPerSegment: Bool = true,
        isOwn: Bool = true,
        since: Int64 = 0
    ) {
        self.id = id
        self.provider = provider
        self.country = country
        self.senderKind = senderKind
        self.currency = currency
        self.baseMicros = baseMicros
        self.feeMicros = feeMicros
        self.isPerSegment = isPerSegment
        self.isOwn = isOwn
        self.since = since
    }
}

/// What a message comes from, as prices tell it apart.
package enum SenderKind: String, Sendable, Hashable, CaseIterable {
    case longCode, tollFree, shortCode, alphanumeric
}

extension SenderKind {
    /// The kind that an address shows; nil for pools of a provider and other channels' addresses,
    /// which do not show what a message will come from.
    package init?(address: String) {
        let bytes = Array(address.utf8)
        let digits = bytes.filter { (0x30...0x39).contains($0) }
        if address.hasPrefix("+"), digits.count == bytes.count - 1, digits.count >= 8 {
            self = Self.isTollFree(digits) ? .tollFree : .longCode
        } else if digits.count == bytes.count {
            guard (3...8).contains(bytes.count) else { return nil }
            self = .shortCode
        } else {
            // Networks take eleven characters; an id of a provider is longer.
            guard (1...11).contains(bytes.count), !address.contains(where: { ":+".contains($0) })
            else { return nil }
            self = .alphanumeric
        }
    }

    /// The area codes of North America that are toll-free.
    private static func isTollFree(_ digits: [UInt8]) -> Bool {
        let prefixes = ["1800", "1833", "1844", "1855", "1866", "1877", "1888"]
        return digits.count == 11
            && prefixes.contains(String(decoding: digits.prefix(4), as: UTF8.self))
    }
}

extension Price {
    /// What so many segments cost; nil beyond what micros hold.
    package func cost(segments: Int) -> Money? {
        Money(micros: baseMicros, currency: currency)
            .adding(Money(micros: feeMicros, currency: currency))?
            .times(isPerSegment ? max(segments, 1) : 1)
    }
}
