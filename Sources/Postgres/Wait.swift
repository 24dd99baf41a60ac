import Glibc

/// Waiting for a socket until a deadline.
enum Wait {
    struct Events: OptionSet {
        let rawValue: Int16
        static let readable = Events(rawValue: Int16(POLLIN))
        static let writable = Events(rawValue: Int16(POLLOUT))
    }

    /// Returns whether one of the events came in time; errors on the socket count as events, since
    /// the next call of libpq reports them better.
    static func forEvents(
        _ events: Events,
        on descriptor: Int32,
        until deadline: ContinuousClock.Instant?
    ) -> Bool {
        while true {
            switch once(events, on: descriptor, milliseconds: milliseconds(until: deadline)) {
            case 0: return false
            case -1 where errno == EINTR: continue
            default: return true
            }
        }
    }

    /// Returns whether something can be read; false as well when a signal interrupted the wait.
    static func forInputOrSignal(
        _ descriptor: Int32,
        until deadline: ContinuousClock.Instant
    ) -> Bool {
        once(.readable, on: descriptor, milliseconds: milliseconds(until: deadline)) > 0
    }

    /// Whether something, if only the end, can be read at once.
    static func isReady(_ descriptor: Int32) -> Bool {
        once(.readable, on: descriptor, milliseconds: 0) > 0
    }

    /// One `poll`: positive for an event, zero for none, -1 with `errno`.
    static func once(_ events: Events, on descriptor: Int32, milliseconds: Int32) -> Int32 {
        var watched = pollfd(fd: descriptor, events: events.rawValue, revents: 0)
        return poll(&watched, 1, milliseconds)
    }

    /// The time left, rounded up so that a wait never ends before its deadline; -1 is for ever.
    private static func milliseconds(until deadline: ContinuousClock.Instant?) -> Int32 {
        guard let deadline else { return -1 }
        let left = ContinuousClock.now.duration(to: deadline)
        guard left > .zero else { return 0 }
        let (seconds, attoseconds) = left.components
        let whole = seconds.multipliedReportingOverflow(by: 1_000)
        let (fraction, rest) = attoseconds.quotientAndRemainder(dividingBy: 1_000_000_000_000_000)
        let total = whole.partialValue + fraction + (rest > 0 ? 1 : 0)
        return whole.overflow || total > Int64(Int32.max) ? Int32.max : Int32(total)
    }
}
