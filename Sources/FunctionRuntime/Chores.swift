private import Glibc
private import Synchronization

/// What a program does beside its requests: every second or so many, and a last time at its end.
///
/// It has a thread of its own, so a slow chore holds up no request.
package final class Chores: Sendable {
    private let jobs = Mutex<[(everySeconds: Int, job: @Sendable () -> Void)]>([])

    init() {}

    package func add(everySeconds: Int = 1, _ job: @escaping @Sendable () -> Void) {
        let isFirst = jobs.withLock { jobs in
            jobs.append((everySeconds, job))
            return jobs.count == 1
        }
        guard isFirst else { return }
        Threads.detach {
            var second = 0
            while true {
                sleep(1)
                second += 1
                self.doAll { second.isMultiple(of: $0) }
            }
        }
    }

    /// Does each once that is due.
    ///
    /// Jobs take what they work on in one step, so two of these may meet.
    func doAll(where isDue: (_ everySeconds: Int) -> Bool = { _ in true }) {
        for (seconds, job) in jobs.withLock({ $0 }) where isDue(seconds) { job() }
    }
}
