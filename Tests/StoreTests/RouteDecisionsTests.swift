import Messaging
import Postgres
import Routing
import Store
import TestSupport
import Testing

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `The way of a message` {
    private let installation: Installation
    init() throws { installation = try Installation() }

    private func record(_ id: String, provider: String, sender: String? = nil) throws {
        try installation.workers.inTransaction { connection in
            #expect(try Dispatching.claim(limit: 9, on: &connection).count == 1)
            try Dispatching.record(
                [
                    .init(
                        .init(messageID: id, attemptNumber: 1, body: "Hello", segments: 1),
                        provider: provider,
                        sender: sender,
                        decision: #"{"explanation": ["a: taken."]}"#,
                        reason: "it has the best score, 90.0."
                    )
                ],
                leaseSeconds: 90,
                on: &connection
            )
        }
    }

    @Test func `is kept with its attempt and told on the timeline`() throws {
        let id = try installation.ingestDue(["T-1"])[0]
        try record(id, provider: "a", sender: "+14155550100")
        #expect(try installation.timeline(id) == ["received", "routed", "attempted"])
        let lines = try installation.functions.forTenant(installation.tenant) { connection in
            try RouteDecisions.all(of: id, on: &connection)
        }
        #expect(lines.map(\.provider) == ["a"])
        #expect(lines.map(\.sender) == ["+14155550100"])
        #expect(lines.first?.decision?.contains("taken") == true)
    }

    @Test func `goes elsewhere at once when a provider fails it`() throws {
        let id = try installation.ingestDue(["T-1"])[0]
        try record(id, provider: "a", sender: "+14155550100")
        try installation.hear(.notSent(reason: "away"), about: id)
        #expect(try installation.takeUp() == [])
        try installation.workers.forAll { try RouteDecisions.hasten([id], on: &$0) }
        let known = try installation.workers.forAll { connection in
            try RouteDecisions.circumstances(of: [id], knowsSenders: true, on: &connection)[id]
        }
        #expect(known?.tried == ["a"])
        #expect(known?.lastSender == "+14155550100")
        #expect(known?.weights == RoutingWeights())
        #expect(try installation.takeUp().map(\.attemptNumber) == [2])
        // What is under way or over is left alone.
        try installation.workers.forAll { try RouteDecisions.hasten([id], on: &$0) }
        #expect(try installation.takeUp() == [])
    }

    @Test func `is chosen by the tenant's own weights`() throws {
        let weights = RoutingWeights(success: 10, latency: 20, cost: 70)
        let tenant = installation.tenant
        try installation.functions.forTenant(tenant) { connection in
            try weights.save(for: tenant, on: &connection)
            let kept = try RoutingWeights.fetch(of: tenant, on: &connection)
            #expect(kept == weights)
        }
        let id = try installation.ingestDue(["T-1"])[0]
        let known = try installation.workers.forAll { connection in
            try RouteDecisions.circumstances(of: [id], knowsSenders: false, on: &connection)[id]
        }
        #expect(known?.weights == weights)
    }

    @Test func `is waited for, and the timeline says why once`() throws {
        let id = try installation.ingestDue(["T-1"])[0]
        for reason in ["a: it is paused.", "a: it is full."] {
            try installation.workers.forAll { connection in
                try RouteDecisions.postpone([(id, 40.5, reason)], on: &connection)
            }
        }
        #expect(try installation.takeUp() == [])
        #expect(try installation.timeline(id) == ["received", "waiting"])
        #expect(
            try installation.value(
                """
                SELECT next_attempt_at > now() + interval '35 seconds' AND status = 'scheduled'
                  FROM messages
                """
            )
        )
    }

    @Test func `is one lane for all processes`() throws {
        let lanes = ["a", "a/+14155550100"]
        try installation.workers.inTransaction { connection in
            #expect(try Lanes.lock(lanes, on: &connection) == ["a": 0, "a/+14155550100": 0])
            try Lanes.occupy(["a/+14155550100": 9], on: &connection)
        }
        try installation.workers.inTransaction { connection in
            let free = try Lanes.lock(lanes, on: &connection)
            #expect(free["a"] == 0)
            #expect((8...9).contains(free["a/+14155550100"] ?? 0))
        }
    }
}
