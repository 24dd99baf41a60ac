import Statistics
import TestSupport
import Testing

@Suite struct `A histogram of durations` {
    @Test func `is empty without any`() {
        #expect(DurationHistogram().mean == nil)
        #expect(DurationHistogram().percentile(50) == nil)
    }

    @Test func `has buckets without gaps or overlaps`() {
        var next = 0
        for bucket in 0...230 {
            let range = DurationHistogram.range(of: bucket)
            #expect(range.lowerBound == next)
            #expect(DurationHistogram.bucket(of: range.lowerBound) == bucket)
            #expect(DurationHistogram.bucket(of: range.upperBound - 1) == bucket)
            next = range.upperBound
        }
        #expect(next > 2_000_000_000)
    }

    @Test func `tells percentiles within 6.25 percent, and the mean exactly`() throws {
        var random = SplitMix64(seed: 11)
        for _ in 0..<100 {
            let scale = Double.random(in: 1...20, using: &random)
            let all = (0..<Int.random(in: 1...500, using: &random)).map { _ -> Int in
                // From a millisecond to days, evenly over the orders of magnitude.
                var value = 1.0
                let power = Double.random(in: 0..<scale, using: &random)
                for _ in 0..<Int(power) { value *= 2 }
                return Int(value * Double.random(in: 1..<2, using: &random))
            }
            var histogram = DurationHistogram()
            for value in all { histogram.add(value) }
            let sorted = all.sorted()
            for percent in [1, 25, 50, 90, 99, 100] {
                let exact = sorted[max(1, (all.count * percent + 99) / 100) - 1]
                let told = try #require(histogram.percentile(percent))
                #expect(Double(abs(told - exact)) <= Double(exact) * 0.0625)
            }
            let sum = all.reduce(0, +)
            #expect(histogram.mean == (sum + all.count / 2) / all.count)
        }
    }

    @Test func `adds up`() {
        var random = SplitMix64(seed: 12)
        var (parts, whole) = ([DurationHistogram(), DurationHistogram()], DurationHistogram())
        for _ in 0..<500 {
            let value = Int.random(in: 0...100_000, using: &random)
            parts[Int.random(in: 0...1, using: &random)].add(value)
            whole.add(value)
        }
        var sum = parts[0]
        sum.add(parts[1])
        #expect(sum == whole)
        sum.add(-1, in: 3, milliseconds: -3)
        sum.add(1, in: 3, milliseconds: 3)
        #expect(sum == whole)
    }
}
