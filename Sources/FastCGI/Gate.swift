import CFastCGI
import Glibc
import Synchronization

/// Where threads wait for work: a new connection, or the next request on one that was put aside.
///
/// A connection without a request in progress stays here and holds no thread, so that kept and
/// silent connections may outnumber threads. Whoever takes a descriptor out of `idlers` owns it.
final class Gate: Sendable {
    struct Connection {
        let descriptor: Int32
        /// Until when a process that leaves still waits for the first request; nil once it has come.
        var firstByteDeadline: ContinuousClock.Instant?
    }

    private struct Idler {
        let connection: Connection
        let since: ContinuousClock.Instant
    }

    private let listener: Int32
    private let poller: Int32
    private let limits: Limits
    private let stop: StopSignal
    private let idlers = Mutex<[Int32: Idler]>([:])

    init(listener: Int32, limits: Limits, stop: StopSignal) throws(FastCGIError) {
        poller = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard poller >= 0 else { throw .systemRefused(call: "epoll_create1", errno: errno) }
        self.listener = listener
        self.limits = limits
        self.stop = stop
        // One-shot, since otherwise every connection would wake a thread more than it needs.
        guard watch(listener, EPOLL_CTL_ADD, EPOLLIN.rawValue | EPOLLONESHOT.rawValue),
            watch(stop.descriptor, EPOLL_CTL_ADD, EPOLLIN.rawValue)
        else { throw .systemRefused(call: "epoll_ctl", errno: errno) }
    }

    deinit { close(poller) }

    /// Sleeps until there is work; nil when the process is leaving and no connection is left here.
    func next() -> Connection? {
        while !stop.isRaised {
            var event = epoll_event()
            guard epoll_wait(poller, &event, 1, -1) == 1 else { continue }
            let descriptor = Int32(truncatingIfNeeded: event.data.u64)
            guard descriptor != stop.descriptor else { break }
            if let arrival = descriptor == listener ? accept() : claim(descriptor) {
                return arrival
            }
        }
        // A request may have arrived on any of them meanwhile: it is answered before the end.
        return claimAny()
    }

    /// Puts a connection aside until the peer sends more.
    func put(aside connection: Connection) {
        let descriptor = connection.descriptor
        let events = EPOLLIN.rawValue | EPOLLRDHUP.rawValue | EPOLLONESHOT.rawValue
        // Noted first, and no system call while locked: whoever waits for a Mutex spins on the processor.
        idlers.withLock { $0[descriptor] = Idler(connection: connection, since: .now) }
        let isWatched =
            watch(descriptor, EPOLL_CTL_MOD, events) || watch(descriptor, EPOLL_CTL_ADD, events)
        if !isWatched, claim(descriptor) != nil { close(descriptor) }
    }

    /// Closes connections that have idled for too long.
    func sweep() {
        let eldest = ContinuousClock.now - .milliseconds(limits.idleTimeoutMilliseconds)
        let expired = idlers.withLock { idlers in
            let expired = idlers.filter { $0.value.since < eldest }.keys
            for descriptor in expired { idlers[descriptor] = nil }
            return expired
        }
        for descriptor in expired { close(descriptor) }
    }

    // MARK: -

    private func accept() -> Connection? {
        let descriptor = accept4(listener, nil, nil, Int32(SOCK_CLOEXEC.rawValue))
        if descriptor < 0 { recover(from: errno) }
        _ = watch(listener, EPOLL_CTL_MOD, EPOLLIN.rawValue | EPOLLONESHOT.rawValue)
        guard descriptor >= 0 else { return nil }
        setWriteTimeout(descriptor)
        return Connection(
            descriptor: descriptor,
            firstByteDeadline: .now + .milliseconds(limits.firstByteTimeoutMilliseconds)
        )
    }

    private func setWriteTimeout(_ descriptor: Int32) {
        let milliseconds = limits.writeTimeoutMilliseconds
        var time = timeval(tv_sec: milliseconds / 1000, tv_usec: milliseconds % 1000 * 1000)
        let byteCount = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, byteCount)
    }

    private func recover(from error: Int32) {
        switch error {
        case EAGAIN, EINTR, ECONNABORTED, EPROTO:
            break  // Another process was faster, or the peer has changed its mind.
        default:
            // Most likely out of descriptors: an idle connection is the one to spare.
            if let connection = claimAny() { close(connection.descriptor) }
            var source = pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0)
            poll(&source, 1, 50)
        }
    }

    private func claim(_ descriptor: Int32) -> Connection? {
        idlers.withLock { $0.removeValue(forKey: descriptor)?.connection }
    }

    private func claimAny() -> Connection? {
        idlers.withLock { $0.popFirst()?.value.connection }
    }

    private func watch(_ descriptor: Int32, _ operation: Int32, _ events: UInt32) -> Bool {
        var event = epoll_event()
        event.events = events
        event.data.u64 = UInt64(descriptor)
        return epoll_ctl(poller, operation, descriptor, &event) == 0
    }
}
