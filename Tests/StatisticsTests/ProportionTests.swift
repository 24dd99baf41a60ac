import Statistics
import TestSupport
import Testing

@Suite struct `A proportion` {
    /// Wilson's interval as published tables give it.
    @Test(arguments: [
        (0, 1, 0.0, 0.7935), (1, 1, 0.2065, 1.0), (3, 3, 0.4385, 1.0), (1, 2, 0.0945, 0.9055),
        (15, 148, 0.0624, 0.1605), (81, 263, 0.2553, 0.3662), (0, 20, 0.0, 0.1611),
    ])
    func `lies within its interval`(
        _ successes: Int,
        _ trials: Int,
        _ low: Double,
        _ high: Double
    ) throws {
        let interval = try #require(Proportion(successes, of: trials)).interval
        #expect(abs(interval.lowerBound - low) < 0.00006)
        #expect(abs(interval.upperBound - high) < 0.00006)
    }

    @Test func `of nothing is none`() {
        #expect(Proportion(0, of: 0) == nil)
        #expect(Proportion(2, of: 1) == nil)
        #expect(Proportion(-1, of: 1) == nil)
    }

    @Test func `is surer of itself the more was tried`() throws {
        var random = SplitMix64(seed: 3)
        for _ in 0..<2000 {
            let trials = Int.random(in: 1...100_000, using: &random)
            let successes = Int.random(in: 0...trials, using: &random)
            let rate = try #require(Proportion(successes, of: trials))
            let more = try #require(Proportion(successes * 10, of: trials * 10))
            #expect(rate.interval.contains(rate.value))
            #expect(rate.interval.lowerBound >= 0 && rate.interval.upperBound <= 1)
            #expect(width(more.interval) < width(rate.interval))
            // What failed mirrors what succeeded.
            let mirror = try #require(Proportion(trials - successes, of: trials)).interval
            #expect(abs(mirror.lowerBound - (1 - rate.interval.upperBound)) < 1e-12)
        }
    }

    /// The promise of 95 %, kept on average over rates that are not extreme.
    @Test func `holds the true rate nineteen times of twenty`() throws {
        var random = SplitMix64(seed: 5)
        var held = 0
        let rounds = 4000
        for _ in 0..<rounds {
            let truth = Double.random(in: 0.05...0.95, using: &random)
            let trials = Int.random(in: 20...200, using: &random)
            let successes = (0..<trials).count { _ in
                Double.random(in: 0..<1, using: &random) < truth
            }
            if try #require(Proportion(successes, of: trials)).interval.contains(truth) {
                held += 1
            }
        }
        #expect((0.935...0.965).contains(Double(held) / Double(rounds)))
    }

    private func width(_ interval: ClosedRange<Double>) -> Double {
        interval.upperBound - interval.lowerBound
    }
}

@Suite struct `Ranks` {
    private func ranks(_ pairs: [(Int, Int)]) throws -> [Rank] {
        Rank.ranks(of: try pairs.map { try #require(Proportion($0.0, of: $0.1)) })
    }

    @Test func `are told apart only by a real difference`() throws {
        let found = try ranks([(990, 1000), (980, 1000), (500, 1000), (3, 3)])
        #expect(found[0] == Rank(best: 1, worst: 3, isShared: false))
        #expect(found[1] == Rank(best: 1, worst: 3, isShared: false))
        #expect(found[2] == Rank(best: 3, worst: 4, isShared: false))
        // Three of three may be the best or the worst.
        #expect(found[3] == Rank(best: 1, worst: 4, isShared: true))
    }

    @Test func `are all shared where nothing parts them`() throws {
        let found = try ranks([(9, 10), (8, 10), (10, 10)])
        #expect(found.allSatisfy { $0.isShared && $0.best == 1 && $0.worst == 3 })
        #expect(try ranks([(1, 2)]) == [Rank(best: 1, worst: 1, isShared: true)])
        #expect(Rank.ranks(of: []) == [])
    }

    @Test func `agree with a comparison of each with each`() throws {
        var random = SplitMix64(seed: 8)
        for _ in 0..<200 {
            let pairs = (0..<Int.random(in: 1...20, using: &random)).map { _ in
                let trials = Int.random(in: 1...2000, using: &random)
                return (Int.random(in: 0...trials, using: &random), trials)
            }
            let intervals = try pairs.map { try #require(Proportion($0.0, of: $0.1)).interval }
            for (own, rank) in zip(intervals, try ranks(pairs)) {
                let better = intervals.count { $0.lowerBound > own.upperBound }
                let worse = intervals.count { $0.upperBound < own.lowerBound }
                #expect(rank.best == 1 + better)
                #expect(rank.worst == pairs.count - worse)
                #expect(rank.isShared == (better + worse == 0))
            }
        }
    }
}
