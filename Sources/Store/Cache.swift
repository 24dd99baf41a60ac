private import Synchronization

/// Keeps what was looked up for a few seconds, so that hot paths do not ask again for every request.
///
/// What it holds may be that much out of date: a revoked key works for at most `lifetime` longer.
package final class Cache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let lifetime: Duration
    private let entries = Mutex<[Key: (value: Value, until: ContinuousClock.Instant)]>([:])

    package init(lifetime: Duration = .seconds(5)) { self.lifetime = lifetime }

    /// The value at hand, or the one that `look` finds; nothing found is not remembered.
    package func value(for key: Key, orFind look: () throws -> Value?) rethrows -> Value? {
        if let kept = value(for: key) { return kept }
        guard let found = try look() else { return nil }
        keep(found, for: key)
        return found
    }

    /// The value at hand.
    package func value(for key: Key) -> Value? {
        guard let kept = entries.withLock({ $0[key] }), kept.until > .now else { return nil }
        return kept.value
    }

    /// Remembers a value that was found just now.
    package func keep(_ value: Value, for key: Key) {
        let now = ContinuousClock.now
        entries.withLock { entries in
            if entries.count >= Self.countMax { entries = entries.filter { $0.value.until > now } }
            if entries.count < Self.countMax || entries[key] != nil {
                entries[key] = (value, now + lifetime)
            }
        }
    }

    /// More keys than this within one lifetime are looked up each time.
    private static var countMax: Int { 4096 }
}
