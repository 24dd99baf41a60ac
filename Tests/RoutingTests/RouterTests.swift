import Messaging
import Routing
import TestSupport
import Testing

@Suite struct `A route` {
    private func facts(
        _ recipient: String = "+14155550123",
        tried: Set<String> = [],
        lastSender: String? = nil,
        dealership: Int64? = nil,
        wanted: String? = nil
    ) throws -> MessageFacts {
        MessageFacts(
            recipient: try E164(recipient),
            tenant: 1,
            dealership: dealership,
            tried: tried,
            lastSender: lastSender,
            wanted: wanted
        )
    }

    private func choose(
        _ facts: MessageFacts,
        _ candidates: [Candidate],
        _ fraction: Double = 0
    ) -> RouteDecision {
        Router.choose(for: facts, among: candidates, fraction: fraction)
    }

    @Test func `goes through the provider that is tried out and no other`() throws {
        let candidates = [Candidate(name: "best", priority: 9), Candidate(name: "second")]
        let message = try facts(wanted: "second")
        #expect(choose(message, candidates).choice?.name == "second")
        // Even when it has failed, and when there is no such one.
        let again = try facts(tried: ["second"], wanted: "second")
        #expect(choose(again, candidates).choice?.name == "second")
        let gone = choose(try facts(wanted: "gone"), candidates)
        #expect(gone.choice == nil)
        #expect(gone.considered.allSatisfy { $0.obstacle == .notWanted })
    }

    @Test func `goes by what arrives, how fast and for how much`() throws {
        func health(_ delivered: Int = 990, seconds: Double = 4, micros: Int64 = 8000)
            -> RouteHealth
        {
            RouteHealth(
                delivered: delivered,
                undelivered: 1000 - delivered,
                medianSeconds: seconds,
                price: Money(micros: micros, currency: .usd)
            )
        }
        let good = health()
        let (bad, slow, dear) = (health(600), health(seconds: 400), health(micros: 80_000))
        for worse in [bad, slow, dear] {
            let decision = choose(
                try facts(),
                [Candidate(name: "worse", health: worse), Candidate(name: "good", health: good)]
            )
            #expect(decision.choice?.name == "good")
            #expect(decision.explanation.count == 2)
        }
    }

    @Test func `does not follow the first few samples`() throws {
        let proven = Candidate(
            name: "proven",
            health: RouteHealth(delivered: 1990, undelivered: 10)
        )
        let lucky = Candidate(name: "lucky", health: RouteHealth(delivered: 2))
        #expect(choose(try facts(), [lucky, proven]).choice?.name == "proven")
        let unlucky = Candidate(name: "unlucky", health: RouteHealth(undelivered: 1))
        let fair = Candidate(name: "fair", health: RouteHealth(delivered: 800, undelivered: 200))
        #expect(choose(try facts(), [unlucky, fair]).choice?.name == "unlucky")
    }

    @Test func `is kept within an account's reach`() throws {
        let reaches = [
            Reach(tenant: 2), Reach(countries: ["DE"]), Reach(dealerships: [5]),
            Reach(channel: .whatsApp),
        ]
        for reach in reaches {
            let decision = choose(try facts(), [Candidate(name: "a", reach: reach)])
            #expect(decision.choice == nil)
            #expect(decision.considered[0].obstacle?.passesInSeconds == nil)
        }
        let mine = Reach(tenant: 1, countries: ["US"], dealerships: [5])
        let chosen = choose(try facts(dealership: 5), [Candidate(name: "a", reach: mine)])
        #expect(chosen.choice?.name == "a")
    }

    @Test func `leaves a provider that failed the message, while there is another`() throws {
        let both = [Candidate(name: "a", priority: 1), Candidate(name: "b")]
        #expect(choose(try facts(), both).choice?.name == "a")
        #expect(choose(try facts(tried: ["a"]), both).choice?.name == "b")
        #expect(choose(try facts(tried: ["a", "b"]), both).choice?.name == "a")
    }

    @Test func `waits for what passes`() throws {
        let decision = choose(
            try facts(),
            [
                Candidate(name: "a", access: .broken(forSeconds: 30)),
                Candidate(name: "b", access: .resting(forSeconds: 7)),
                Candidate(name: "c", access: .paused(reason: "no credit")),
            ]
        )
        #expect(decision.choice == nil)
        #expect(decision.waitSeconds == 7)
        #expect(decision.waitReason.hasPrefix("b:"))
        #expect(decision.explanation.count == 3)
    }

    @Test func `keeps a known sender, else takes a neighbour's or a free one`() throws {
        func line(_ address: String, _ area: String, _ wait: Double = 0) -> SenderLine {
            SenderLine(address: address, kind: .longCode, areaCode: area, freeInSeconds: wait)
        }
        let pool = [
            line("+12125550100", "212"), line("+14155550100", "415"),
            line("+13055550100", "305", 9),
        ]
        let account = Candidate(name: "a", senders: pool)
        #expect(choose(try facts(), [account]).choice?.sender == "+14155550100")
        let known = choose(try facts(lastSender: "+12125550100"), [account])
        #expect(known.choice?.sender == "+12125550100")
        let busy = choose(try facts("+13055550199"), [account])
        #expect(busy.choice?.sender != "+13055550100")
        let allBusy = Candidate(name: "a", senders: [line("+13055550100", "305", 9)])
        #expect(choose(try facts(), [allBusy]).waitSeconds == 9)
    }

    @Test func `is decided by lot between equals, and evenly`() throws {
        let equals = ["a", "b", "c"].map { Candidate(name: $0) }
        let names = try (0..<300).map { try choose(facts(), equals, Double($0) / 300).choice?.name }
        for name in ["a", "b", "c"] { #expect(names.filter { $0 == name }.count == 100) }
    }

    /// Whatever the candidates: what is chosen has no obstacle and no worse score than another of
    /// its priority, everything else has a reason, and the same facts give the same way.
    @Test func `always has a reason`() throws {
        var random = SplitMix64(seed: 11)
        for _ in 1...2000 {
            let candidates = (0..<Int.random(in: 0...5, using: &random)).map { number in
                Candidate(
                    name: "p\(number)",
                    reach: Reach(countries: Bool.random(using: &random) ? nil : ["US", "CA"]),
                    priority: Int.random(in: 0...1, using: &random),
                    health: RouteHealth(
                        delivered: Int.random(in: 0...50, using: &random),
                        undelivered: Int.random(in: 0...50, using: &random),
                        price: Bool.random(using: &random)
                            ? nil : Money(micros: 9000, currency: .usd)
                    ),
                    access: [.open, .open, .broken(forSeconds: 3)].randomElement(using: &random)
                        ?? .open,
                    room: Int.random(in: 0...3, using: &random)
                )
            }
            let message = try facts(Bool.random(using: &random) ? "+14155550123" : "+4915112345678")
            let fraction = Double.random(in: 0..<1, using: &random)
            let decision = choose(message, candidates, fraction)
            #expect(decision == choose(message, candidates, fraction))
            #expect(decision.considered.count == candidates.count)
            let open = decision.considered.filter { $0.obstacle == nil }
            #expect((decision.choice == nil) == open.isEmpty)
            if let name = decision.choice?.name {
                let best = open.compactMap(\.score).max() ?? 0
                let own = open.first { $0.name == name }?.score ?? 0
                #expect(own >= best - 0.01)
                #expect(decision.explanation.count >= candidates.count)
            } else {
                #expect(decision.waitSeconds > 0)
            }
        }
    }

    @Test(arguments: [
        ("+14155550123", "US"), ("+14165550123", "CA"), ("+447700900123", "GB"),
        ("+77011234567", "KZ"), ("+79161234567", "RU"), ("+17875550123", "PR"),
    ])
    func `knows the country of a number`(_ number: String, _ region: String) throws {
        #expect(CallingCodes.region(of: try E164(number)) == region)
    }
}
