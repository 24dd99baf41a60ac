import TestSupport
import Testing

@testable import Messaging

@Suite struct `Review rotation` {
    private let platforms = [
        ReviewPlatform(name: "Google", url: "https://g.example", weight: 70),
        ReviewPlatform(name: "Trustpilot", url: "https://t.example", weight: 30),
        ReviewPlatform(name: "Resting", url: "https://r.example", weight: 0),
    ]

    @Test func `chooses the same for ever, in whatever order platforms come`() {
        for number in 0..<500 {
            let id = "transaction-\(number)"
            let first = ReviewRotation.choose(transactionID: id, version: 1, platforms: platforms)
            let again = ReviewRotation.choose(
                transactionID: id,
                version: 1,
                platforms: platforms.reversed()
            )
            #expect(first == again)
            #expect(first?.name != "Resting")
        }
    }

    @Test(arguments: 1...5)
    func `gives every platform its share`(_ version: Int) {
        var counts: [String: Int] = [:]
        let total = 20_000
        for number in 0..<total {
            let chosen = ReviewRotation.choose(
                transactionID: "T-\(number)",
                version: version,
                platforms: platforms
            )
            counts[chosen?.name ?? "", default: 0] += 1
        }
        // Five standard deviations of the binomial distribution.
        #expect(abs((counts["Google"] ?? 0) - total * 70 / 100) < 325)
        #expect((counts["Google"] ?? 0) + (counts["Trustpilot"] ?? 0) == total)
    }

    @Test func `turns with its version`() {
        let moved = (0..<1_000).filter { number in
            let choices = [1, 2].map {
                ReviewRotation.choose(transactionID: "\(number)", version: $0, platforms: platforms)
            }
            return choices[0] != choices[1]
        }
        #expect((300...540).contains(moved.count))
    }

    @Test func `has nothing to choose from nothing`() {
        let resting = platforms.filter { $0.weight == 0 }
        #expect(ReviewRotation.choose(transactionID: "a", version: 1, platforms: []) == nil)
        #expect(ReviewRotation.choose(transactionID: "a", version: 1, platforms: resting) == nil)
    }
}
