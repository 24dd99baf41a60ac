/// How long many things took, in buckets that can be added up.
///
/// Below 16 ms each millisecond is a bucket. Above, every doubling is cut into eight equal parts, so
/// a percentile, told as the middle of its bucket, is off by 6.25 % at most; the mean is exact.
/// `latency_bucket` of the schema is the same rule.
package struct DurationHistogram: Sendable, Hashable {
    package private(set) var buckets: [Int: Int] = [:]
    package private(set) var count = 0
    private var sum = 0

    package init() {}

    /// Adds what one bucket holds: so many, which took so long together.
    package mutating func add(_ count: Int, in bucket: Int, milliseconds: Int) {
        buckets[bucket, default: 0] += count
        if buckets[bucket] == 0 { buckets[bucket] = nil }
        self.count += count
        sum += milliseconds
    }

    package mutating func add(_ milliseconds: Int) {
        add(1, in: Self.bucket(of: milliseconds), milliseconds: milliseconds)
    }

    package mutating func add(_ other: DurationHistogram) {
        for (bucket, count) in other.buckets { buckets[bucket, default: 0] += count }
        count += other.count
        sum += other.sum
    }

    /// In milliseconds; nil while there is nothing.
    package var mean: Int? { count > 0 ? (sum + count / 2) / count : nil }

    /// The time in milliseconds within which `percent` of all were done; nil while there is nothing.
    package func percentile(_ percent: Int) -> Int? {
        guard count > 0 else { return nil }
        var left = max(1, (count * percent + 99) / 100)
        for (bucket, held) in buckets.sorted(by: { $0.key < $1.key }) {
            left -= held
            if left <= 0 { return Self.middle(of: bucket) }
        }
        return nil
    }

    package static func bucket(of milliseconds: Int) -> Int {
        guard milliseconds >= 16 else { return max(0, milliseconds) }
        let exponent = Int.bitWidth - 1 - milliseconds.leadingZeroBitCount
        return 16 + (exponent - 4) * 8 + (milliseconds >> (exponent - 3)) & 7
    }

    /// The milliseconds that fall into a bucket.
    package static func range(of bucket: Int) -> Range<Int> {
        guard bucket >= 16 else { return bucket..<bucket + 1 }
        let shift = (bucket - 16) / 8 + 1
        let low = (8 + (bucket - 16) % 8) << shift
        return low..<low + 1 << shift
    }

    private static func middle(of bucket: Int) -> Int {
        let range = range(of: bucket)
        return (range.lowerBound + range.upperBound) / 2
    }
}
