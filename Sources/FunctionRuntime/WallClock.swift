private import Glibc

/// The time of day, for identifiers that sort by it and limits that processes share.
package enum WallClock {
    /// Milliseconds since 1970.
    package static var milliseconds: Int64 { nanoseconds / 1_000_000 }

    /// Nanoseconds since 1970.
    static var nanoseconds: Int64 {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
    }
}
