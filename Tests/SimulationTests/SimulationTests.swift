import Simulation
import Testing

@Suite struct `Simulated days` {
    /// A seed that fails is replayed by `deploy/simulate SEED`.
    @Test func `text nobody twice, after STOP or in quiet hours, and forget nobody`() async {
        let tally = await withTaskGroup { group in
            for part in 0..<Self.parts {
                group.addTask {
                    var tally = Occurrences()
                    for seed in Self.seeds where seed % Self.parts == part {
                        var simulation = Simulation(seed: seed)
                        let outcome = simulation.run()
                        #expect(outcome.violations.isEmpty, "deploy/simulate \(seed)")
                        tally.add(outcome.tally)
                    }
                    return tally
                }
            }
            return await group.reduce(into: Occurrences()) { $0.add($1) }
        }
        // Days on which nothing happens prove nothing.
        for occurrence in Occurrence.allCases {
            #expect(tally.count(occurrence) >= 5, "\(occurrence) hardly ever came about")
        }
    }

    /// The last ones have days on which a provider comes back wholly, which takes hours and much to
    /// do.
    private static let seeds = Array(UInt64(1)...600) + Array(1180...1220)
    private static let parts: UInt64 = 10

    @Test func `are the same every time`() {
        for seed in UInt64(1)...5 {
            var told: [[String]] = [[], []]
            for turn in 0...1 {
                var simulation = Simulation(seed: seed) { told[turn].append($0) }
                _ = simulation.run()
            }
            #expect(told[0] == told[1], "seed \(seed)")
        }
    }
}
