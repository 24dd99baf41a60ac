import Glibc
import Simulation

/// Replays one seed of the simulation, and tells of every step.
@main
enum Main {
    static func main() {
        guard CommandLine.arguments.count == 2, let seed = UInt64(CommandLine.arguments[1]) else {
            print("usage: simulate SEED")
            exit(2)
        }
        var simulation = Simulation(seed: seed) { print($0) }
        let outcome = simulation.run()
        print("\n\(outcome.textCount) texts arrived. How the messages ended:")
        for (index, status) in outcome.statuses.enumerated() {
            print("  message \(index): \(status)")
        }
        guard outcome.violations.isEmpty else {
            print("What must never be:")
            for violation in outcome.violations { print("  \(violation)") }
            exit(1)
        }
        print("Nothing went wrong.")
    }
}
