import Glibc

/// A lock on which threads can also wait; Synchronization's `Mutex` has nothing to wait on.
///
/// Sendable because POSIX made both parts for use from every thread.
package final class Monitor: @unchecked Sendable {
    // C remembers the addresses of both, so they stay put on the heap.
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    package init() {
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        // Waits must neither stretch nor end when somebody sets the clock.
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(change, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(change)
        pthread_mutex_destroy(mutex)
        change.deallocate()
        mutex.deallocate()
    }

    package func lock() { pthread_mutex_lock(mutex) }

    package func unlock() { pthread_mutex_unlock(mutex) }

    /// With the lock held: lets one waiting thread look again.
    package func wakeOne() { pthread_cond_signal(change) }

    /// With the lock held: gives it up until woken, which may happen for no reason; false once the
    /// deadline has passed.
    package func wait(until deadline: ContinuousClock.Instant) -> Bool {
        let left = ContinuousClock.now.duration(to: deadline)
        guard left > .zero else { return false }
        var end = timespec()
        clock_gettime(CLOCK_MONOTONIC, &end)
        let (seconds, attoseconds) = left.components
        let nanoseconds = end.tv_nsec + Int(attoseconds / 1_000_000_000)
        // A wait of more than a day is woken early, which is allowed.
        end.tv_sec += Int(min(seconds, 86_400)) + nanoseconds / 1_000_000_000
        end.tv_nsec = nanoseconds % 1_000_000_000
        pthread_cond_timedwait(change, mutex, &end)
        return true
    }
}
