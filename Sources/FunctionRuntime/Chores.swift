private import Glibc
private import Synchronization

/// What a program does beside its requests: about once a second, and a last time at its end.
///
/// It has a thread of its own, so a slow chore holds up no request.
package final class Chores: Sendable {
    private let jobs = Mutex<[@Sendable () -> Void]>([])

    init() {}

    package func add(_ job: @escaping @Sendable () -> Void) {
        let isFirst = jobs.withLock { jobs in
            jobs.append(job)
            return jobs.count == 1
        }
        guard isFirst else { return }
        Threads.detach {
            while true {
                sleep(1)
                self.doAll()
            }
        }
    }

    /// Does each once.
    ///
    /// Jobs take what they work on in one step, so two of these may meet.
    func doAll() {
        for job in jobs.withLock({ $0 }) { job() }
    }
}
