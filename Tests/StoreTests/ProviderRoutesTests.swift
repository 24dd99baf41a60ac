import Messaging
import Postgres
import Routing
import Store
import TestSupport
import Testing

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `A provider's route` {
    private let installation: Installation
    init() throws { installation = try Installation() }

    private func add(calls: Int, failures: Int, rest: Int? = nil) throws {
        var heard = ProviderCalls()
        heard.count = calls
        heard.failures = failures
        heard.restSeconds = rest
        try installation.workers.forAll { try ProviderRoutes.add(["a": heard], on: &$0) }
    }

    private func route() throws -> ProviderRoute {
        try installation.workers.forAll { try ProviderRoutes.all(on: &$0)["a"] ?? ProviderRoute() }
    }

    private func review(now: Int? = nil) throws -> [ProviderRoutes.Turn] {
        let now = try now ?? installation.value("SELECT extract(epoch FROM now())::bigint")
        return try installation.workers.forAll { connection in
            try ProviderRoutes.review(now: now, on: &connection).turns
        }
    }

    private func history() throws -> [String] {
        try installation.functions.forTenant(installation.tenant) { connection in
            try RouteChanges.latest(of: "a", limit: 10, on: &connection).map(\.change)
        }
    }

    @Test func `opens for all when calls fail, and comes back by steps`() throws {
        try add(calls: 5, failures: 4)
        #expect(try review() == [])
        try add(calls: 5, failures: 4)
        let turns = try review()
        #expect(turns.map(\.breaker.state) == [.open])
        #expect(turns.first?.reason == "8 of 10 calls failed.")
        #expect(try review() == [])
        let opened = try route()
        #expect(opened.breaker.state == .open)
        #expect(opened.calls.count == 0)
        let until = try #require(opened.breaker.until)
        #expect(until - opened.breaker.since == 30)
        #expect(try review(now: until).map(\.breaker.state) == [.halfOpen])
        try add(calls: 3, failures: 0)
        #expect(try review().map(\.breaker.share) == [10])
        #expect(try history() == ["10 %", "half_open", "open"])
    }

    @Test func `is turned by one process only`() throws {
        let turn = ProviderRoutes.Turn(
            provider: "a",
            breaker: Breaker(state: .open, since: 100, until: 130, openings: 1),
            reason: "Because."
        )
        let turned = try (1...3).map { _ in
            try installation.workers.forAll { connection in
                try ProviderRoutes.turn(turn, from: Breaker(), on: &connection)
            }
        }
        #expect(turned == [true, false, false])
    }

    @Test func `rests as long as the longest request for it`() throws {
        try add(calls: 1, failures: 0, rest: 60)
        try add(calls: 1, failures: 0, rest: 5)
        #expect((55...60).contains(try route().restSeconds))
    }

    @Test func `is paused by trouble with an alert, and ends with it`() throws {
        try installation.workers.inTransaction { connection in
            for _ in 1...2 {
                try ProviderRoutes.pause("a", reason: "No credit.", by: nil, on: &connection)
                try Alerts.raise(
                    .providerPaused,
                    subject: "a",
                    detail: "No credit.",
                    on: &connection
                )
            }
        }
        #expect(try route().pause?.reason == "No credit.")
        let standing = try installation.functions.forTenant(installation.tenant) { connection in
            try Alerts.standing(on: &connection)
        }
        #expect(standing.map(\.subject) == ["a"])
        let isResumed = try installation.functions.forTenant(installation.tenant) { connection in
            try ProviderRoutes.resume("a", reason: "Paid.", by: "Ada", on: &connection)
        }
        #expect(isResumed)
        #expect(try route().pause == nil)
        #expect(try installation.value("SELECT count(*) FROM alerts WHERE cleared_at IS NULL") == 0)
        #expect(try history() == ["resumed", "paused"])
    }

    @Test func `paused by a person is not resumed by a machine`() throws {
        try installation.workers.forAll { connection in
            try ProviderRoutes.pause("a", reason: "Testing.", by: "Ada", on: &connection)
            #expect(try ProviderRoutes.resume("a", reason: "x", by: nil, on: &connection) == false)
        }
        #expect(try route().pause?.person == "Ada")
    }

    @Test func `learns from every final report, once`() throws {
        let receipt = Receipt(providerMessageID: "SM1", status: .delivered)
        let id = try installation.sending()
        try installation.hear(
            .accepted(Receipt(providerMessageID: "SM1", status: .sent)),
            about: id
        )
        for _ in 1...2 { try installation.hear(.reported(receipt, nil), about: id) }
        let other = try installation.sending("T-2")
        let failed = Receipt(providerMessageID: "SM2", status: .undelivered)
        try installation.hear(
            .reported(failed, Fault(code: "30006", errorClass: .permanent)),
            about: other
        )
        let health = try installation.workers.forAll { connection in
            try ProviderRoutes.all(on: &connection)["twilio"]?.health
        }
        #expect(health?.delivered == 1)
        #expect(health?.undelivered == 1)
        #expect(health?.medianSeconds != nil)
    }
}
