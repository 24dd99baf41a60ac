private import Glibc

/// Real threads, for work that blocks: Swift's cooperative pool has one thread a core and must
/// never wait.
package enum Threads {
    /// Runs every body on a thread of its own and returns when all have ended.
    package static func runAll(_ bodies: [@Sendable () -> Void]) {
        for thread in bodies.compactMap(start) { pthread_join(thread, nil) }
    }

    /// Runs a body on a thread that nobody waits for.
    package static func detach(_ body: @escaping @Sendable () -> Void) {
        if let thread = start(body) { pthread_detach(thread) }
    }

    private static func start(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
        var thread = pthread_t()
        let job = Unmanaged.passRetained(ThreadBody(body))
        let status = pthread_create(
            &thread,
            nil,
            { context in
                // Signals are for the thread that waits for them.
                var all = sigset_t()
                sigfillset(&all)
                pthread_sigmask(SIG_BLOCK, &all, nil)
                if let context {
                    Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run()
                }
                return nil
            },
            job.toOpaque()
        )
        guard status == 0 else {
            job.release()
            return nil
        }
        return thread
    }
}

private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}
