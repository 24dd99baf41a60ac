import Simulation
import Testing

@Suite struct `A simulated day` {
    /// A seed that fails is replayed by `deploy/simulate SEED`.
    @Test(arguments: 0..<10)
    func `texts nobody twice, after STOP or in quiet hours, and forgets nobody`(part: UInt64) {
        var tally = Occurrences()
        for seed in 150 * part + 1...150 * part + 150 {
            var simulation = Simulation(seed: seed)
            let outcome = simulation.run()
            #expect(outcome.violations.isEmpty, "deploy/simulate \(seed)")
            tally.add(outcome.tally)
        }
        // Days on which nothing happens prove nothing.
        for occurrence in Occurrence.allCases {
            #expect(tally.count(occurrence) > 0, "\(occurrence) never came about")
        }
    }

    @Test func `is the same every time`() {
        for seed in UInt64(1)...20 {
            var told: [[String]] = [[], []]
            for turn in 0...1 {
                var simulation = Simulation(seed: seed) { told[turn].append($0) }
                _ = simulation.run()
            }
            #expect(told[0] == told[1], "seed \(seed)")
        }
    }
}
