package import Glibc
private import Synchronization

/// Real threads for tests: the cooperative pool has as many as there are cores, and these block.
package enum Threads {
    /// Runs `body` on as many threads at once and returns when all have ended.
    package static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
        let threads = (0..<count).map { index in start { body(index) } }
        for thread in threads { join(thread) }
    }

    package static func start(_ body: @escaping @Sendable () -> Void) -> pthread_t {
        var thread = pthread_t()
        let errand = Unmanaged.passRetained(Errand(body)).toOpaque()
        let code = pthread_create(
            &thread,
            nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Errand>.fromOpaque(argument).takeRetainedValue().body()
                return nil
            },
            errand
        )
        precondition(code == 0, "no thread")
        return thread
    }

    /// Starts a thread that nobody waits for.
    package static func detach(_ body: @escaping @Sendable () -> Void) {
        pthread_detach(start(body))
    }

    package static func join(_ thread: pthread_t) { pthread_join(thread, nil) }

    private final class Errand {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
}

/// Counts distinct numbers from many threads.
package final class Tally: Sendable {
    private let numbers = Mutex<Set<Int>>([])

    package init() {}

    package func add(_ number: Int) { numbers.withLock { _ = $0.insert(number) } }

    package var count: Int { numbers.withLock { $0.count } }
}
