import CLibPQ
import Glibc
import Synchronization

/// One request, under way on a thread of its own, that the server end what a connection is doing.
///
/// `PQcancel` connects to the server and waits for it to hang up, without a timeout; from a server
/// that is stopped rather than dead, the calling thread would not come back.
final class Cancellation: Sendable {
    /// How many threads may be stuck in a server that does not answer; beyond that, connections are
    /// abandoned without asking.
    private static let countMax = 8
    private static let count = Atomic(0)

    /// The reading end of a pipe, which comes to its end when the server has been told.
    private let told: Int32
    /// The writing end, which the thread closes.
    private let telling: Int32

    /// Starts asking; fails when too many are asking already.
    init?(of connection: OpaquePointer) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        (told, telling) = (ends[0], ends[1])
        // A program started meanwhile must not keep the pipe open.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        guard let request = PQgetCancel(connection) else {
            close(telling)
            return nil
        }
        guard Cancellation.count.add(1, ordering: .relaxed).newValue <= Cancellation.countMax,
            start(request)
        else {
            Cancellation.count.subtract(1, ordering: .relaxed)
            PQfreeCancel(request)
            close(telling)
            return nil
        }
    }

    deinit { close(told) }

    /// Waits until the server has been told; false when it was not by then.
    func isDone(by deadline: ContinuousClock.Instant?) -> Bool {
        Wait.forEvents(.readable, on: told, until: deadline)
    }

    private func start(_ request: OpaquePointer) -> Bool {
        let errand = Unmanaged.passRetained(Errand(request: request, cancellation: self))
        // Signals are for the threads that await them, not for one that comes and goes.
        var all = sigset_t()
        var before = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        var thread = pthread_t()
        let code = pthread_create(&thread, nil, { Errand.run($0) }, errand.toOpaque())
        guard code == 0 else {
            errand.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    /// What the thread owns.
    private final class Errand {
        let request: OpaquePointer
        let cancellation: Cancellation

        init(request: OpaquePointer, cancellation: Cancellation) {
            (self.request, self.cancellation) = (request, cancellation)
        }

        static func run(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
            guard let argument else { return nil }
            let errand = Unmanaged<Errand>.fromOpaque(argument).takeRetainedValue()
            var complaint = [CChar](repeating: 0, count: 256)
            PQcancel(errand.request, &complaint, Int32(complaint.count))
            PQfreeCancel(errand.request)
            Cancellation.count.subtract(1, ordering: .relaxed)
            close(errand.cancellation.telling)
            return nil
        }
    }
}
