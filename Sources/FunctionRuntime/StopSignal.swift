private import Glibc
private import Synchronization

/// Tells a worker that it is time to end, and wakes it when it waits.
package final class StopSignal: Sendable {
    private let isSet = Atomic(false)
    private let reader: Int32
    private let writer: Int32

    package init() {
        var ends: [Int32] = [-1, -1]
        // Without descriptors left, waiting is merely not cut short.
        pipe(&ends)
        (reader, writer) = (ends[0], ends[1])
    }

    deinit {
        close(reader)
        close(writer)
    }

    package var isStopping: Bool { isSet.load(ordering: .acquiring) }

    package func stop() {
        isSet.store(true, ordering: .releasing)
        _ = write(writer, "!", 1)
    }

    /// Waits that long, or less when the signal comes.
    package func wait(milliseconds: Int) {
        var wanted = pollfd(fd: reader, events: Int16(POLLIN), revents: 0)
        poll(&wanted, 1, Int32(clamping: milliseconds))
    }

    /// Starts a thread that calls `ask` when SIGTERM or SIGINT comes, and `tick` until then.
    ///
    /// It ticks once a second. Call it before any other thread starts: they inherit the blocked signals.
    static func whenAskedToEnd(
        beside tick: @escaping @Sendable () -> Void,
        ask: @escaping @Sendable () -> Void
    ) {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGTERM)
        sigaddset(&signals, SIGINT)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        signal(SIGPIPE, SIG_IGN)
        let blocked = signals
        Threads.detach {
            var signals = blocked
            var second = timespec(tv_sec: 1, tv_nsec: 0)
            while sigtimedwait(&signals, nil, &second) < 0 { tick() }
            ask()
        }
    }
}
