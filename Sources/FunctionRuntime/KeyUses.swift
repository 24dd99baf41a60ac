import Store
import Synchronization

/// How often each key was used, counted in memory and written down every few seconds, so that no
/// request waits for it and no row is updated by every request.
final class KeyUses: Sendable {
    private let counts = Mutex<[Int64: Int64]>([:])

    func note(_ key: Int64) {
        counts.withLock { $0[key, default: 0] += 1 }
    }

    /// Writes down what was counted since; while the database is away it is kept for the next time.
    func write(to database: Database) {
        let counts = counts.withLock { counts in
            defer { counts = [:] }
            return counts
        }
        guard !counts.isEmpty else { return }
        do {
            try database.forAll(seconds: 2) { connection in
                try Keys.note(uses: counts, on: &connection)
            }
        } catch {
            self.counts.withLock { $0.merge(counts, uniquingKeysWith: +) }
        }
    }
}
