import CFastCGI  // For pthread_attr_t: Clang counts it to the module that includes it first.
import Glibc

/// The worker threads of a process.
///
/// Real threads: handlers block in libpq and libcurl, and must not hold one of Swift concurrency's few.
final class Crew {
    /// Memory is taken as a stack grows; a generous size costs address space only.
    private static let stackByteCount = 1024 * 1024

    private var threads = [pthread_t]()

    /// Starts a thread that runs `worker`, which belongs to it alone from then on.
    func add(_ worker: sending Worker) throws(FastCGIError) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, Self.stackByteCount)
        let argument = Unmanaged.passRetained(worker)
        var thread = pthread_t()
        let code = Signals.withAllBlocked {
            pthread_create(&thread, &attributes, runWorker, argument.toOpaque())
        }
        guard code == 0 else {
            argument.release()
            throw .systemRefused(call: "pthread_create", errno: code)
        }
        threads.append(thread)
    }

    /// Waits until every thread has ended.
    func join() {
        for thread in threads { pthread_join(thread, nil) }
        threads = []
    }
}

// MARK: -

private func runWorker(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    Unmanaged<Worker>.fromOpaque(argument).takeRetainedValue().run()
    return nil
}
