/// So many of so many, and how much that says about the next ones.
package struct Proportion: Sendable, Hashable {
    package let successes: Int
    package let trials: Int

    /// Nil where nothing was tried.
    package init?(_ successes: Int, of trials: Int) {
        guard trials > 0, (0...trials).contains(successes) else { return nil }
        (self.successes, self.trials) = (successes, trials)
    }

    package var value: Double { Double(successes) / Double(trials) }

    /// Where the true rate lies with 95 % confidence (Wilson 1927), within 0 to 1.
    ///
    /// It holds for few trials and for rates near 0 and 1, where the textbook's ± does not: 3 of 3
    /// is 44 % to 100 %, not "100 %".
    package var interval: ClosedRange<Double> {
        let z = 1.959963984540054
        let count = Double(trials)
        let scale = 1 + z * z / count
        let middle = (value + z * z / (2 * count)) / scale
        let spread =
            z / scale * (value * (1 - value) / count + z * z / (4 * count * count)).squareRoot()
        let low = successes == 0 ? 0 : max(0, middle - spread)
        let high = successes == trials ? 1 : min(1, middle + spread)
        return min(low, value)...max(high, value)
    }
}

/// The places that one of several can really have: others are before or after it only where the
/// intervals part.
package struct Rank: Sendable, Hashable {
    package let best: Int
    package let worst: Int

    /// Whether nothing sets it apart from any other.
    package let isShared: Bool

    package init(best: Int, worst: Int, isShared: Bool) {
        (self.best, self.worst, self.isShared) = (best, worst, isShared)
    }
}

extension Rank {
    /// The places of each, in their order; the highest rate is the first place.
    ///
    /// Intervals of 95 % that do not touch differ with far more than 95 % confidence, so many can be
    /// compared at once without chance picking a winner.
    package static func ranks(of proportions: [Proportion]) -> [Rank] {
        let intervals = proportions.map(\.interval)
        let lows = intervals.map(\.lowerBound).sorted()
        let highs = intervals.map(\.upperBound).sorted()
        return intervals.map { own in
            let better = lows.count - lows.count { $0 <= own.upperBound }
            let worse = highs.count { $0 < own.lowerBound }
            return Rank(
                best: 1 + better,
                worst: intervals.count - worse,
                isShared: better == 0 && worse == 0
            )
        }
    }
}
