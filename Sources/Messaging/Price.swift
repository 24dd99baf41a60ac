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

extension Price {
    /// What so many segments cost; nil beyond what micros hold.
    package func cost(segments: Int) -> Money? {
        Money(micros: baseMicros, currency: currency)
            .adding(Money(micros: feeMicros, currency: currency))?
            .times(isPerSegment ? max(segments, 1) : 1)
    }
}
