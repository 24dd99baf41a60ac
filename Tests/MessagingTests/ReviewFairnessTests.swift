import Testing

@testable import Messaging

@Suite struct `Review fairness` {
    private func tally(_ group: String, _ found: Int, _ expected: Double) -> ReviewFairness.Tally {
        .init(group: group, platform: "\(found)", found: found, expected: expected)
    }

    @Test func `finds what follows the weights even`() {
        let report = ReviewFairness([tally("a", 69, 70), tally("a", 31, 30)])
        #expect(abs(report.chiSquare - 0.0476) < 0.001)
        #expect(report.degreesOfFreedom == 1)
        #expect(report.isEven)
    }

    @Test func `finds steering, though the sum is even`() {
        let report = ReviewFairness([
            tally("high", 95, 50), tally("high", 5, 50), tally("low", 5, 50), tally("low", 95, 50),
        ])
        #expect(report.degreesOfFreedom == 2)
        #expect(!report.isEven)
    }

    @Test func `says nothing of too few, or of none`() {
        #expect(ReviewFairness([tally("a", 2, 1), tally("a", 0, 1)]).isEven)
        #expect(ReviewFairness([]).degreesOfFreedom == 0)
    }
}
