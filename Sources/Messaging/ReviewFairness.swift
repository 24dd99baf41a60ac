/// Whether platforms were chosen by their weights alone, whatever the amount or the sales rep.
///
/// Pearson's test against the known weights: the sum of (found - expected)² / expected over all
/// groups and platforms, with as many degrees of freedom as platforms less one in each group. It
/// is judged by Fisher's approximation, √(2χ²) - √(2k - 1), which chance alone puts above 3 about
/// once in 700 reports.
package struct ReviewFairness: Sendable, Hashable {
    /// How often one platform was asked for in one group.
    package struct Tally: Sendable, Hashable {
        package let group: String
        package let platform: String
        package let found: Int
        package let expected: Double

        package init(group: String, platform: String, found: Int, expected: Double) {
            self.group = group
            self.platform = platform
            self.found = found
            self.expected = expected
        }
    }

    package let tallies: [Tally]
    package let chiSquare: Double
    package let degreesOfFreedom: Int
    /// How far the value lies from what chance makes, in standard deviations.
    package let deviation: Double

    package init(_ tallies: [Tally]) {
        // Where hardly anything is expected, one message more or less would look like a sign.
        let weighty = tallies.filter { $0.expected >= Self.expectedMin }
        self.tallies = tallies
        chiSquare = weighty.reduce(0) { sum, tally in
            let difference = Double(tally.found) - tally.expected
            return sum + difference * difference / tally.expected
        }
        let platforms = Dictionary(grouping: weighty, by: \.group).values.map(\.count)
        degreesOfFreedom = platforms.reduce(0) { $0 + max($1 - 1, 0) }
        deviation =
            degreesOfFreedom == 0
            ? 0
            : (2 * chiSquare).squareRoot() - Double(2 * degreesOfFreedom - 1).squareRoot()
    }

    /// Whether the choices are what chance makes of the weights.
    package var isEven: Bool { deviation < 3 }

    private static let expectedMin = 5.0
}
