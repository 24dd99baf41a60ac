import Messaging
import TestSupport
import Testing

@Suite struct `Delivery status` {
    /// What a provider can say; `unknown` is never a report.
    private static let reports = DeliveryStatus.allCases.filter { $0 != .unknown }
    private static let saidByProviders: [DeliveryStatus] = [
        .queued, .sent, .delivered, .undelivered, .failed, .cancelled, .expired,
    ]

    @Test func `ends the same for any order and repetition of the same reports`() throws {
        var random = SplitMix64(seed: 42)
        for _ in 0..<20_000 {
            let start = try #require(DeliveryStatus.allCases.randomElement(using: &random))
            let said = (0...Int.random(in: 0...7, using: &random)).compactMap { _ in
                Self.reports.randomElement(using: &random)
            }
            let again = (said + said.shuffled(using: &random).prefix(3)).shuffled(using: &random)
            #expect(
                again.reduce(start) { $0.applying(report: $1) }
                    == said.reduce(start) { $0.applying(report: $1) },
                "\(start) \(said) \(again)"
            )
        }
    }

    @Test func `ends the same for every order of all reports`() {
        for order in permutations(of: Self.saidByProviders) {
            #expect(order.reduce(DeliveryStatus.unknown) { $0.applying(report: $1) } == .delivered)
        }
    }

    @Test(arguments: DeliveryStatus.allCases, DeliveryStatus.allCases)
    func `moves forward only`(_ status: DeliveryStatus, _ report: DeliveryStatus) {
        let next = status.applying(report: report)
        #expect(next.rank >= status.rank)
        #expect(next == status || next == report)
        #expect(!status.isFinal || next.isFinal)
    }

    @Test(arguments: reports)
    func `leaves doubt at the provider's first word`(_ report: DeliveryStatus) {
        #expect(DeliveryStatus.unknown.accepts(report: report))
        #expect(!report.accepts(report: .unknown))
    }

    @Test(arguments: [
        (DeliveryStatus.scheduled, 0), (.queued, 1), (.sending, 2), (.sent, 3), (.delivered, 4),
        (.undelivered, 4), (.failed, 4), (.cancelled, 4), (.unknown, -1),
        (.expired, 4), (.suppressed, 4),
    ])
    func `ranks its stages`(_ status: DeliveryStatus, _ rank: Int) {
        #expect(status.rank == rank)
        #expect(status.isFinal == (rank == 4))
    }

    @Test func `orders all statuses without a tie, and ranks alike`() {
        #expect(
            Set(DeliveryStatus.allCases.map(\.precedence)).count == DeliveryStatus.allCases.count
        )
        let ordered = DeliveryStatus.allCases.sorted { $0.precedence < $1.precedence }
        #expect(ordered.map(\.rank) == ordered.map(\.rank).sorted())
        #expect(ordered.suffix(4) == [.cancelled, .failed, .undelivered, .delivered])
    }

    private func permutations(of items: [DeliveryStatus]) -> [[DeliveryStatus]] {
        guard !items.isEmpty else { return [[]] }
        return items.indices.flatMap { index in
            var rest = items
            let item = rest.remove(at: index)
            return permutations(of: rest).map { [item] + $0 }
        }
    }
}
