/// The duties of a function, on threads of their own beside its requests.
final class BackgroundWork: Sendable {
    private let stop = StopSignal()
    private let hasEnded = StopSignal()

    init(_ duties: [Duty], log: Log) {
        let (stop, hasEnded) = (stop, hasEnded)
        guard !duties.isEmpty else {
            hasEnded.stop()
            return
        }
        Threads.detach {
            Threads.runAll(duties.map { duty in { duty.perform(until: stop, log: log) } })
            hasEnded.stop()
        }
    }

    /// Less than process managers wait before they kill.
    private static let patienceMilliseconds = 25_000

    /// Tells the duties to end, and waits until they have finished what they have begun.
    func end() {
        stop.stop()
        hasEnded.wait(milliseconds: Self.patienceMilliseconds)
    }
}
