private import Glibc
private import Synchronization

/// A thread's place in a group commit: what it brought, and what came of it.
final class Ticket<Item: Sendable, Outcome: Sendable>: Sendable {
    let item: Item
    private let result = Mutex<Result<Outcome, any Error>?>(nil)
    private let call = Mutex<Call?>(nil)
    private let semaphore = Semaphore()

    enum Call: Sendable { case done, lead }

    init(_ item: Item) { self.item = item }

    var isDone: Bool { result.withLock { $0 != nil } }

    func wait() -> Call {
        semaphore.wait()
        return call.withLock { $0 } ?? .done
    }

    func wake(_ reason: Call) {
        call.withLock { $0 = reason }
        semaphore.signal()
    }

    func finish(_ outcome: Result<Outcome, any Error>) {
        result.withLock { $0 = outcome }
        wake(.done)
    }

    func outcome() throws -> Outcome {
        guard let result = result.withLock({ $0 }) else { throw GroupCommitBroken() }
        return try result.get()
    }
}

/// A thread was woken without an outcome: a mistake in `GroupCommit` itself.
struct GroupCommitBroken: Error {}

/// A POSIX semaphore at an address that does not move.
///
/// `@unchecked Sendable`: `sem_wait` and `sem_post` are made to be called from different threads.
private final class Semaphore: @unchecked Sendable {
    private let raw = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    init() { sem_init(raw, 0, 0) }

    deinit {
        sem_destroy(raw)
        raw.deallocate()
    }

    func wait() {
        while sem_wait(raw) != 0 && errno == EINTR {}
    }

    func signal() { sem_post(raw) }
}
