private import Web

/// One thing that a worker does over and over.
package struct Duty: Sendable {
    private let name: StaticString
    private let pauseMilliseconds: Int
    private let step: @Sendable (StopSignal) throws -> Outcome

    /// Whether there is more to do at once.
    package enum Outcome: Sendable { case more, idle }

    /// A duty whose `step` is one round of the work and returns soon after the signal is set.
    ///
    /// It rests for the pause when there is nothing to do. Whatever it throws is logged, and the
    /// duty goes on after a second.
    package init(
        _ name: StaticString,
        pauseMilliseconds: Int,
        step: @escaping @Sendable (StopSignal) throws -> Outcome
    ) {
        self.name = name
        self.pauseMilliseconds = pauseMilliseconds
        self.step = step
    }

    func perform(until stop: StopSignal, log: Log) {
        while !stop.isStopping {
            do {
                if try step(stop) == .idle { stop.wait(milliseconds: pauseMilliseconds) }
            } catch {
                log.write(
                    .error,
                    "dutyFailed",
                    ["duty": .string("\(name)"), "reason": .string("\(error)")]
                )
                stop.wait(milliseconds: 1000)
            }
        }
    }
}
