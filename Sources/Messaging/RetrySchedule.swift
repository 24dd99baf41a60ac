/// When a message that failed for a passing reason is tried again.
///
/// The wait doubles with every attempt up to a cap, and a little chance is added so that messages
/// which failed together do not all come back together. Chance comes from the caller: the same
/// fraction always gives the same wait.
package struct RetrySchedule: Sendable, Hashable {
    /// The wait after the first attempt, in seconds; at least 1.
    package let baseSeconds: Int
    /// The longest wait before chance is added, in seconds.
    package let capSeconds: Int

    /// Waits of `baseMinutes`, twice that, four times that, and so on, none above `capMinutes`.
    ///
    /// Values below the least sensible ones are raised to them, so that no setting makes a busy loop.
    package init(baseMinutes: Int, capMinutes: Int = 24 * 60) {
        self.init(
            baseSeconds: Self.seconds(minutes: baseMinutes),
            capSeconds: Self.seconds(minutes: capMinutes)
        )
    }

    package init(baseSeconds: Int, capSeconds: Int) {
        self.baseSeconds = min(max(1, baseSeconds), Self.longestSeconds)
        self.capSeconds = min(max(self.baseSeconds, capSeconds), Self.longestSeconds)
    }

    /// The wait after attempt number `attempt` (the first is 1), in seconds.
    ///
    /// `fraction`, from 0 up to but not including 1, adds at most a fifth: a message is never tried
    /// earlier than the schedule says.
    package func delaySeconds(afterAttempt attempt: Int, fraction: Double) -> Int {
        var delay = baseSeconds
        for _ in 1..<max(1, min(attempt, Self.doublingsMax)) where delay < capSeconds {
            delay = min(delay * 2, capSeconds)
        }
        let chance = fraction.isFinite ? min(max(fraction, 0), 1) : 0
        return delay + Int(Double(delay) / Self.jitterDivisor * chance)
    }

    /// From one second to a year no schedule needs more doublings.
    private static let doublingsMax = 32
    private static let jitterDivisor = 5.0
    private static let longestSeconds = 366 * 86_400

    private static func seconds(minutes: Int) -> Int {
        min(max(0, minutes), longestSeconds / 60) * 60
    }
}
