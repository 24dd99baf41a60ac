import Simulation
import Testing

@Suite struct `A simulated day` {
    /// A seed that fails is replayed by `deploy/simulate SEED`.
    @Test func `texts nobody twice, after STOP or in quiet hours, and forgets nobody`() {
        for seed in UInt64(1)...1500 {
            var simulation = Simulation(seed: seed)
            let outcome = simulation.run()
            #expect(outcome.violations.isEmpty, "seed \(seed)")
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
