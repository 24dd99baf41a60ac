import Glibc

/// Wall-clock time, because the journal outlives the process.
func nowMilliseconds() -> Int64 {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return Int64(now.tv_sec) * 1_000 + Int64(now.tv_nsec) / 1_000_000
}

/// Lets the thread rest; the sandbox is slow on purpose.
func sleep(milliseconds: Int) {
    guard milliseconds > 0 else { return }
    var wanted = timespec(tv_sec: milliseconds / 1_000, tv_nsec: milliseconds % 1_000 * 1_000_000)
    var rest = timespec()
    while clock_nanosleep(CLOCK_MONOTONIC, 0, &wanted, &rest) == EINTR { wanted = rest }
}
