/// When something that a target did not take is told to it again.
///
/// Eight attempts over some 28 hours: a target that is away for a night misses nothing, and one that
/// is away for a moment hears of it at once.
package enum DeliverySchedule {
    /// The waits after each attempt but the last, in seconds.
    static let waits = [5, 300, 1800, 7200, 18_000, 36_000, 36_000]

    package static var attemptsMax: Int { waits.count + 1 }

    /// The wait after attempt number `attempt` (the first is 1), in seconds; nil after the last.
    ///
    /// `fraction`, from 0 up to 1, moves it by up to a fifth to either side, so that what failed
    /// together does not come back together. A target that is too busy, or does not answer, is left
    /// alone for a minute at least. What it asks for itself is obeyed between the wait and twice the
    /// wait.
    package static func waitSeconds(
        afterAttempt attempt: Int,
        fraction: Double,
        isBusy: Bool = false,
        retryAfter: Int? = nil
    ) -> Int? {
        guard attempt >= 1, attempt <= waits.count else { return nil }
        let planned = Double(waits[attempt - 1]) * (0.8 + 0.4 * min(max(fraction, 0), 1))
        let wait = max(Int(planned), isBusy ? 60 : 1)
        guard let retryAfter else { return wait }
        return min(max(retryAfter, wait), wait * 2)
    }
}
