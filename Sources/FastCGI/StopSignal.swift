import CFastCGI
import Glibc
import Synchronization

/// Tells every thread, also one that sleeps, that the process is leaving.
///
/// A flag alone does not wake a sleeper, and a signal sent just before a thread falls asleep is lost.
/// A descriptor that becomes readable, and stays so, is never missed by whoever polls it.
final class StopSignal: Sendable {
    let descriptor: Int32
    private let raised = Atomic(false)

    init() throws(FastCGIError) {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard descriptor >= 0 else { throw .systemRefused(call: "eventfd", errno: errno) }
    }

    deinit { close(descriptor) }

    var isRaised: Bool { raised.load(ordering: .acquiring) }

    func raise() {
        raised.store(true, ordering: .releasing)
        eventfd_write(descriptor, 1)
    }
}
