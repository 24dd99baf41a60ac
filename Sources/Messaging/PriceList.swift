/// The prices that are valid at a moment; the most specific one that fits counts.
package struct PriceList: Sendable {
    private let byCountry: [String?: [Price]]

    package init(_ prices: [Price]) {
        byCountry = Dictionary(grouping: prices, by: \.country)
            .mapValues { $0.sorted { $1.precedence < $0.precedence } }
    }

    package var isEmpty: Bool { byCountry.isEmpty }

    /// The countries that prices name; nil stands for prices of all countries.
    package var countries: some Collection<String?> { byCountry.keys }

    /// What a message will probably cost, and by which price.
    package struct Estimate: Sendable, Hashable {
        package let cost: Money
        package let priceID: Int64

        package init(cost: Money, priceID: Int64) {
            self.cost = cost
            self.priceID = priceID
        }
    }

    /// The estimate; nil is "unknown", which is not the same as free.
    package func estimate(
        provider: String,
        country: String?,
        senderKind: SenderKind? = nil,
        segments: Int
    ) -> Estimate? {
        guard
            let price = price(provider: provider, country: country, senderKind: senderKind),
            let cost = price.cost(segments: segments)
        else { return nil }
        return Estimate(cost: cost, priceID: price.id)
    }

    /// A price of the country before one of all countries; among these one of the sender's kind
    /// before one of all kinds, then the provider's own, then the tenant's own, then the newest.
    package func price(
        provider: String,
        country: String?,
        senderKind: SenderKind? = nil
    ) -> Price? {
        let countries: [String?] = country == nil ? [nil] : [country, nil]
        for country in countries {
            let fitting = byCountry[country]?.first { price in
                (price.provider ?? provider) == provider
                    && (price.senderKind == nil || price.senderKind == senderKind)
            }
            if let fitting { return fitting }
        }
        return nil
    }
}

// MARK: -

extension Price {
    fileprivate typealias Precedence = (Int, Int, Int, Int64, Int64)

    fileprivate var precedence: Precedence {
        (senderKind == nil ? 0 : 1, provider == nil ? 0 : 1, isOwn ? 1 : 0, since, id)
    }
}
