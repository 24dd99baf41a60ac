import Glibc

/// What this module needs to know about signals.
enum Signals {
    /// The signals that ask a process to finish what it has begun and leave.
    static let stopping = [SIGTERM, SIGINT]

    /// Keeps signals from the calling thread, and from every thread that it starts afterwards.
    static func block(_ signals: [Int32]) {
        var set = self.set(of: signals)
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Runs `body` with every signal blocked, so that the threads which it starts are never interrupted.
    ///
    /// Faults (SIGSEGV and the like) stay deliverable: a crash must remain one.
    static func withAllBlocked<Value>(_ body: () -> Value) -> Value {
        var all = sigset_t()
        sigfillset(&all)
        for fault in [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP] { sigdelset(&all, fault) }
        var before = sigset_t()
        pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        return body()
    }

    /// Waits for one of `signals`, which must be blocked; nil after the time has passed.
    static func wait(for signals: [Int32], milliseconds: Int) -> Int32? {
        var set = self.set(of: signals)
        var time = timespec(tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
        let signal = sigtimedwait(&set, nil, &time)
        return signal > 0 ? signal : nil
    }

    /// Ignores SIGPIPE, and gives back the other dispositions that libfcgi replaces when it starts.
    static func preservingDispositions<Value>(_ body: () -> Value) -> Value {
        signal(SIGPIPE, SIG_IGN)
        var (terminate, user) = (sigaction(), sigaction())
        sigaction(SIGTERM, nil, &terminate)
        sigaction(SIGUSR1, nil, &user)
        defer {
            sigaction(SIGTERM, &terminate, nil)
            sigaction(SIGUSR1, &user, nil)
        }
        return body()
    }

    private static func set(of signals: [Int32]) -> sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in signals { sigaddset(&set, signal) }
        return set
    }
}
