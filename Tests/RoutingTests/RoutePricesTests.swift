import Messaging
import Routing
import Testing

@Suite struct `The price of a route` {
    private func usd(_ micros: Int64) -> Money { Money(micros: micros, currency: .usd) }

    private func row(
        _ id: Int64,
        _ micros: Int64,
        _ provider: String? = nil,
        country: String? = nil,
        kind: SenderKind? = nil,
        currency: Currency = .usd
    ) -> Price {
        Price(
            id: id,
            provider: provider,
            country: country,
            senderKind: kind,
            currency: currency,
            baseMicros: micros,
            feeMicros: 1
        )
    }

    private func prices(
        _ provider: String,
        _ rows: [Price],
        own: [Int32: [Price]] = [:],
        kind: SenderKind? = nil,
        otherwise: Money? = nil
    ) -> RoutePrices {
        var prices = RoutePrices(
            of: provider,
            senderKind: kind,
            common: PriceList(rows),
            own: own.mapValues { PriceList($0 + rows) }
        )
        prices.otherwise = otherwise
        return prices
    }

    @Test func `is the country's, else that of all countries, else the account's own`() {
        let rows = [
            row(1, 100, "a", country: "US"), row(2, 200, "a"), row(3, 300, "b", country: "DE"),
        ]
        let a = prices("a", rows, otherwise: usd(9))
        #expect(a.price(tenant: 1, country: "US") == usd(101))
        #expect(a.price(tenant: 1, country: "DE") == usd(201))
        #expect(a.price(tenant: 1, country: nil) == usd(201))
        let b = prices("b", rows, otherwise: usd(9))
        #expect(b.price(tenant: 1, country: "DE") == usd(301))
        #expect(b.price(tenant: 1, country: "US") == usd(9))
        #expect(prices("c", rows).price(tenant: 1, country: "US") == nil)
    }

    @Test func `is a tenant's own where it has one`() {
        let own: [Int32: [Price]] = [7: [row(9, 50, "a", country: "US")]]
        let found = prices("a", [row(1, 100, "a"), row(2, 70, "a", country: "FR")], own: own)
        #expect(found.price(tenant: 7, country: "US") == usd(51))
        #expect(found.price(tenant: 7, country: "FR") == usd(71))
        #expect(found.price(tenant: 8, country: "US") == usd(101))
    }

    @Test func `is that of the senders' kind, if they are of one`() {
        let rows = [row(1, 100, country: "US"), row(2, 40, country: "US", kind: .tollFree)]
        #expect(prices("a", rows, kind: .tollFree).price(tenant: 1, country: "US") == usd(41))
        #expect(prices("a", rows).price(tenant: 1, country: "US") == usd(101))
        let tollFree = SenderLine(address: "+18005550100", kind: .tollFree)
        let longCode = SenderLine(address: "+12125550100", kind: .longCode)
        #expect([tollFree, tollFree].commonKind == .tollFree)
        #expect([tollFree, longCode].commonKind == nil && [SenderLine]().commonKind == nil)
        #expect([SenderLine(address: "MG1", kind: .messagingService)].commonKind == nil)
    }

    private func choose(
        _ recipient: String,
        _ candidates: [Candidate],
        tenant: Int32 = 1
    ) throws -> RouteDecision {
        Router.choose(
            for: MessageFacts(recipient: try E164(recipient), tenant: tenant),
            among: candidates,
            fraction: 0
        )
    }

    @Test func `decides by the recipient's country and by the tenant`() throws {
        let rows = [
            row(1, 8000, "a", country: "US"), row(2, 90_000, "a", country: "DE"),
            row(3, 16_000, "b", country: "US"), row(4, 70_000, "b", country: "DE"),
        ]
        let own: [Int32: [Price]] = [7: [row(5, 5000, "b", country: "US")]]
        let both = ["a", "b"].map { Candidate(name: $0, prices: prices($0, rows, own: own)) }
        let home = try choose("+14155550123", both)
        #expect(home.choice?.name == "a")
        #expect(home.considered.map(\.health.price) == [usd(8001), usd(16_001)])
        #expect(try choose("+4915112345678", both).choice?.name == "b")
        #expect(try choose("+14155550123", both, tenant: 7).choice?.name == "b")
    }

    @Test func `decides nothing where currencies differ`() throws {
        let rows = [row(1, 8000, "a"), row(2, 800, "b", currency: .eur)]
        let both = ["a", "b"].map { Candidate(name: $0, prices: prices($0, rows)) }
        let decision = try choose("+14155550123", both)
        #expect(decision.choice?.name == "a")
        #expect(decision.considered[0].score == decision.considered[1].score)
    }
}
