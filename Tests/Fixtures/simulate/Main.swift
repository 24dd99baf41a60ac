import Simulation

/// Replays one seed of the simulation, and tells of every step.
@main
enum Main {
    static func main() {
        guard CommandLine.arguments.count == 2, let seed = UInt64(CommandLine.arguments[1]) else {
            return print("usage: simulate SEED")
        }
        var simulation = Simulation(seed: seed) { print($0) }
        let outcome = simulation.run()
        print("\(outcome.textCount) texts; \(outcome.statuses)")
        print(outcome.violations.isEmpty ? "nothing went wrong" : "\(outcome.violations)")
    }
}
