import Synchronization
import Testing
import Web

@testable import FunctionRuntime

private let second: Int64 = 1_000_000_000
private let today: Int64 = 1_790_000_000 * second

@Suite struct `A quota` {
    @Test(arguments: [1, 2, 7, 60, 61, 35_999, 600_000])
    func `gives at once what it gives in a minute, and not one more`(_ perMinute: Int) {
        let quota = Quota(subject: .key(1), perMinute: perMinute)
        var fullAt: Int64 = 0
        for left in (0..<perMinute).reversed() {
            let outcome = quota.take(from: fullAt, now: today)
            #expect(outcome.isWithin && outcome.remaining == left)
            fullAt = outcome.fullAt
        }
        let late = quota.take(from: fullAt, now: today)
        #expect(!late.isWithin && late.fullAt == fullAt && late.remaining == 0)
    }

    @Test func `fills evenly`() {
        let quota = Quota(subject: .key(1), perMinute: 6)
        var fullAt: Int64 = 0
        for _ in 1...6 { fullAt = quota.take(from: fullAt, now: today).fullAt }
        let late = quota.take(from: fullAt, now: today + second)
        #expect(!late.isWithin && late.retryInSeconds == 9)
        #expect(!quota.take(from: fullAt, now: today + 9 * second).isWithin)
        let next = quota.take(from: fullAt, now: today + 10 * second)
        #expect(next.isWithin && next.remaining == 0 && next.fullInSeconds == 60)
        #expect(quota.take(from: fullAt, now: today + 60 * second).remaining == 5)
        #expect(quota.take(from: fullAt, now: today + 6000 * second).remaining == 5)
    }

    @Test func `recovers within a minute from a clock that was set back by years`() {
        let quota = Quota(subject: .key(1), perMinute: 6)
        let late = quota.take(from: today + 1_000_000 * second, now: today)
        #expect(!late.isWithin && late.retryInSeconds == 10)
        #expect(quota.take(from: late.fullAt, now: today + 10 * second).isWithin)
    }
}

@Suite struct `Programs that are limited` {
    private func caller(_ id: Int64, _ perMinute: Int?, ofTenant: Int? = nil) -> Caller {
        Caller(
            tenant: TenantID(rawValue: 7),
            name: "key CRM",
            scopes: [],
            key: KeyInUse(id: id, perMinute: perMinute, perMinuteOfTenant: ofTenant)
        )
    }

    private func limiter(_ table: QuotaTable = QuotaTable(directory: nil)) -> RateLimiter {
        RateLimiter(table) { today }
    }

    @Test func `are told how much is left, and when to come again`() {
        let limiter = limiter()
        let caller = caller(1, 2)
        let first = limiter.count(caller)
        #expect(first.refusal == nil)
        #expect(first.headers["RateLimit-Policy"] == "\"key\";q=2;w=60")
        #expect(first.headers["RateLimit"] == "\"key\";r=1;t=30")
        #expect(limiter.count(caller).headers["RateLimit"] == "\"key\";r=0;t=60")
        let late = limiter.count(caller)
        #expect(late.refusal?.status == .tooManyRequests)
        #expect(late.refusal?.headers["retry-after"] == "30")
        #expect(late.headers["RateLimit"] == "\"key\";r=0;t=60")
        #expect(limiter.count(self.caller(2, 2)).refusal == nil)
    }

    @Test func `are limited together as well, and what is refused uses up nothing`() {
        let limiter = limiter()
        let policy = limiter.count(caller(1, 10, ofTenant: 3)).headers["RateLimit-Policy"]
        #expect(policy == "\"key\";q=10;w=60, \"business\";q=3;w=60")
        #expect(limiter.count(caller(2, nil, ofTenant: 3)).refusal == nil)
        #expect(limiter.count(caller(1, 10, ofTenant: 3)).refusal == nil)
        for _ in 1...20 {
            let late = limiter.count(caller(1, 10, ofTenant: 3))
            #expect(late.refusal?.detail.hasPrefix("All keys of this business") == true)
        }
        #expect(limiter.count(caller(1, 10)).headers["RateLimit"] == "\"key\";r=7;t=18")
    }

    @Test func `are those alone whom something limits`() {
        let limiter = limiter()
        #expect(limiter.count(caller(1, nil)).headers.fields.isEmpty)
        #expect(limiter.count(.nobody).headers.fields.isEmpty)
    }

    @Test func `meet one limit in all processes of a host`() throws {
        let folder = try ScratchFolder()
        let (first, second) = (
            QuotaTable(directory: folder.path), QuotaTable(directory: folder.path)
        )
        let caller = caller(1, 2)
        #expect(limiter(first).count(caller).refusal == nil)
        #expect(limiter(second).count(caller).refusal == nil)
        #expect(limiter(first).count(caller).refusal != nil)
        #expect(limiter(second).count(caller).refusal != nil)
    }

    @Test func `meet one limit on all threads`() {
        let limiter = limiter()
        let caller = caller(1, 500)
        let admitted = Atomic<Int>(0)
        let start = ContinuousClock.now
        Threads.runAll(
            (0..<8).map { _ in
                {
                    for _ in 0..<200 where limiter.count(caller).refusal == nil {
                        admitted.add(1, ordering: .relaxed)
                    }
                }
            }
        )
        // What comes back meanwhile may be used as well.
        let returned = Int((ContinuousClock.now - start) / .seconds(60) * 500) + 1
        #expect((500...500 + returned).contains(admitted.load(ordering: .relaxed)))
    }

    /// Ten times as many as there are slots: those that find none pass, and nothing breaks.
    @Test func `may be more than are remembered`() {
        let limiter = limiter()
        for id in 1...80_000 { #expect(limiter.count(caller(Int64(id), 1)).refusal == nil) }
    }
}
