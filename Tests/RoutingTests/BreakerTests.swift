import Routing
import TestSupport
import Testing

@Suite struct `A breaker` {
    private func next(_ breaker: Breaker, _ count: Int, _ failures: Int, now: Int) -> Breaker? {
        breaker.next(after: .init(count: count, failures: failures), now: now)?.breaker
    }

    @Test(arguments: [
        (9, 9, false),  // too few to tell
        (10, 6, false), (10, 7, true), (100, 69, false), (100, 70, true),
    ])
    func `opens when seven in ten of at least ten calls fail`(
        _ calls: Int,
        _ failures: Int,
        _ opens: Bool
    ) {
        let opened = next(Breaker(), calls, failures, now: 1000)
        #expect((opened?.state == .open) == opens)
        if opens { #expect(opened?.until == 1030) }
    }

    @Test func `comes back by steps`() throws {
        var breaker = try #require(next(Breaker(), 10, 10, now: 0))
        #expect(next(breaker, 0, 0, now: 29) == nil)
        #expect(breaker.callsAtOnce(of: 128) == 0)
        breaker = try #require(next(breaker, 0, 0, now: 30))
        #expect(breaker.state == .halfOpen)
        #expect(breaker.callsAtOnce(of: 128) == 3)
        #expect(next(breaker, 2, 0, now: 31) == nil)
        breaker = try #require(next(breaker, 3, 0, now: 32))
        var shares: [Int] = []
        var now = 32
        while breaker.share < 100 {
            shares.append(breaker.share)
            #expect(next(breaker, 5, 0, now: now + 29) == nil)
            now += 30
            breaker = try #require(next(breaker, 5, 0, now: now))
        }
        #expect(shares == [10, 20, 40, 80])
        #expect(breaker == Breaker(since: now))
    }

    @Test func `rests longer each time it opens again, up to five minutes`() throws {
        var breaker = try #require(next(Breaker(), 10, 10, now: 0))
        var rests: [Int] = []
        for _ in 1...6 {
            let until = try #require(breaker.until)
            rests.append(until - breaker.since)
            breaker = try #require(next(breaker, 0, 0, now: until))
            breaker = try #require(next(breaker, 2, 2, now: until + 1))
        }
        #expect(rests == [30, 60, 120, 240, 300, 300])
    }

    @Test func `never lets all through at once after it was open`() throws {
        var random = SplitMix64(seed: 7)
        for _ in 1...500 {
            var breaker = Breaker()
            var wasOpen = false
            for now in 1...400 {
                let count = Int.random(in: 0...20, using: &random)
                let failures = Int.random(in: 0...count, using: &random)
                guard let after = next(breaker, count, failures, now: now) else { continue }
                if breaker.state == .open { #expect(after.state == .halfOpen) }
                if after.state == .open { wasOpen = true }
                if after.state == .closed, wasOpen, breaker.state == .halfOpen {
                    #expect(after.share == 10)
                }
                breaker = after
            }
        }
    }

    @Test func `opens at once when a provider goes down after much good traffic`() {
        let calls = Breaker.Calls(count: 6_000, failures: 14)
        func next(_ count: Int, _ failures: Int) -> Breaker.State? {
            let lately = Breaker.Calls(count: count, failures: failures)
            return Breaker().next(after: calls, lately: lately, now: 1000)?.breaker.state
        }
        #expect(next(20, 14) == .open)
        #expect(next(20, 13) == nil)
        #expect(next(9, 9) == nil)
    }
}
