private import Web

/// One thing that a worker does over and over.
package struct Duty: Sendable {
    private let name: StaticString
    private let pauseMilliseconds: Int
    private let step: @Sendable (StopSignal) throws -> Outcome

    package enum Outcome: Sendable, Hashable {
        /// There is more to do at once.
        case more
        /// There is more, and no hurry: others go first for so long.
        case moreAfter(milliseconds: Int)
        case idle
    }

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
                switch try step(stop) {
                case .more: break
                case .moreAfter(let milliseconds): stop.wait(milliseconds: milliseconds)
                case .idle: stop.wait(milliseconds: pauseMilliseconds)
                }
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
