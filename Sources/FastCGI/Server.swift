/// Serves FastCGI requests on a fixed number of threads until the process is told to leave.
package enum Server {
    /// Blocks the calling thread, the main one, until SIGTERM or SIGINT; then finishes what has begun.
    ///
    /// Connections that the kernel has queued but no thread has taken stay in the queue, for the
    /// next process on the same socket. Kept connections are closed after the answer in
    /// progress. A handler is never interrupted: workers receive no signals, and a stop waits for it.
    ///
    /// `threads` requests are handled at once, `handler` being called on as many threads. `onTick` is
    /// called about once a second on the calling thread. Throws before the first request or not at all.
    package static func serve(
        _ listener: borrowing Listener,
        threads: Int,
        limits: Limits = Limits(),
        onTick: (() -> Void)? = nil,
        handler: @escaping @Sendable (borrowing Exchange) -> Void
    ) throws(FastCGIError) {
        let stop = try StopSignal()
        let gate = try Gate(listener: listener.descriptor, limits: limits, stop: stop)
        let crew = Crew()
        defer {
            stop.raise()
            crew.join()
        }
        for _ in 0..<threads {
            let worker = try Worker(
                gate: gate,
                stop: stop,
                limits: limits,
                concurrency: threads,
                handler: handler
            )
            try crew.add(worker)
        }
        while Signals.wait(for: Signals.stopping, milliseconds: tickMilliseconds) == nil {
            gate.sweep()
            onTick?()
        }
    }

    private static let tickMilliseconds = 1000
}
