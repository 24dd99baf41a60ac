package import Messaging

/// What a segment costs through an account, by the recipient's country.
///
/// A small table, made from the price lists now and then, so that choosing a route asks nobody.
package struct RoutePrices: Sendable, Hashable {
    /// What counts where no price list says anything.
    package var otherwise: Money?
    private var common: [String?: Money] = [:]
    /// Of tenants that have prices of their own, which then hold everything that counts for them.
    private var own: [Int32: [String?: Money]] = [:]

    package init(otherwise: Money? = nil) { self.otherwise = otherwise }

    /// The prices of an account whose senders are of one kind; nil when they are not, or when the
    /// provider chooses the sender.
    package init(
        of provider: String,
        senderKind: SenderKind?,
        common: PriceList,
        own: [Int32: PriceList]
    ) {
        self.common = common.segmentPrices(of: provider, senderKind)
        self.own = own.mapValues { $0.segmentPrices(of: provider, senderKind) }
    }

    /// Whether the same price counts for everybody and everywhere.
    var isFlat: Bool { common.isEmpty && own.isEmpty }

    /// What a segment costs a tenant; nil when nobody said.
    package func price(tenant: Int32, country: String?) -> Money? {
        let prices = own[tenant] ?? common
        return prices[country] ?? prices[nil] ?? otherwise
    }
}

extension PriceList {
    fileprivate func segmentPrices(
        of provider: String,
        _ kind: SenderKind?
    ) -> [String?: Money] {
        var prices: [String?: Money] = [:]
        for country in countries {
            prices[country] = price(provider: provider, country: country, senderKind: kind)?
                .cost(segments: 1)
        }
        return prices
    }
}

extension SenderLine.Kind {
    /// The kind as prices tell it apart; nil where the provider or the platform sets its own.
    package var priced: SenderKind? {
        switch self {
        case .longCode: .longCode
        case .tollFree: .tollFree
        case .shortCode: .shortCode
        case .alphanumeric: .alphanumeric
        case .messagingService, .whatsApp: nil
        }
    }
}

extension [SenderLine] {
    /// The kind of all of them, if they are of one.
    package var commonKind: SenderKind? {
        let kinds = Set(map(\.kind.priced))
        return kinds.count == 1 ? kinds.first.flatMap(\.self) : nil
    }
}
