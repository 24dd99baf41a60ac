import JSONParser
import TestSupport
import Testing
import Web

@testable import sandbox

@Suite struct `The sandbox's behaviour` {
    @Test func `takes everything unless told otherwise`() {
        var generator = SplitMix64(seed: 1)
        for _ in 0..<1_000 { #expect(Behaviour().reception(using: &generator) == .taken) }
    }

    @Test func `misbehaves as often as told, in one way at a time`() {
        var behaviour = Behaviour()
        behaviour.throttleRate = 0.1
        behaviour.transientErrorRate = 0.1
        behaviour.permanentErrorRate = 0.05
        behaviour.ambiguousErrorRate = 0.05
        behaviour.dropRate = 0.1
        var generator = SplitMix64(seed: 2)
        var counts: [String: Int] = [:]
        for _ in 0..<10_000 {
            let name =
                switch behaviour.reception(using: &generator) {
                case .taken: "taken"
                case .takenThenFault: "ambiguous"
                case .takenThenDrop: "drop"
                case .throttled: "throttled"
                case .fault: "transient"
                case .refused: "permanent"
                }
            counts[name, default: 0] += 1
        }
        for (name, expected) in [
            ("throttled", 1_000), ("transient", 1_000), ("permanent", 500), ("ambiguous", 500),
            ("drop", 1_000), ("taken", 6_000),
        ] {
            #expect(abs((counts[name] ?? 0) - expected) < 150, "\(name)")
        }
    }

    @Test func `is changed field by field and read back`() throws {
        let input = try input(#"{"latencyMs":[0,5],"dropRate":0.25,"inboundUrl":"http://h/"}"#)
        let behaviour = try Behaviour().changed(by: input)
        #expect(behaviour.latencyMilliseconds == 0...5)
        #expect(behaviour.dropRate == 0.25 && behaviour.throttleRate == 0)
        guard case .object(let shown) = behaviour.json else { return }
        #expect(try Behaviour().changed(by: Input(body: shown)) == behaviour)
    }

    @Test func `names every field that is wrong`() throws {
        let input = try input(
            #"{"latencyMs":[5,1],"callbackDelayMs":3,"dropRate":1.5,"throttleRate":"x"}"#
        )
        do throws(Problem) {
            _ = try Behaviour().changed(by: input)
            Issue.record("must be refused")
        } catch {
            #expect(
                Set(error.fields.map(\.field))
                    == ["latencyMs", "callbackDelayMs", "dropRate", "throttleRate"]
            )
        }
    }

    private func input(_ text: String) throws -> Input {
        guard case .object(let object) = try JSON(parsing: Array(text.utf8)) else { return Input() }
        return Input(body: object)
    }
}

@Suite struct `The life of a message` {
    @Test(arguments: [
        (Fate.delivered, false, ["queued", "sent", "delivered"]),
        (.delivered, true, ["accepted", "queued", "sent", "delivered"]),
        (.undelivered(code: 30003), false, ["queued", "sent", "undelivered"]),
        (.failed(code: 30001), false, ["queued", "failed"]),
        (.silent, false, ["queued", "sent"]),
        (.unreported, false, ["queued", "sent", "delivered"]),
    ])
    func `goes through Twilio's statuses`(_ fate: Fate, _ service: Bool, _ words: [String]) {
        let steps = steps(Behaviour(), fate, throughService: service)
        #expect(steps.map(\.status) == words)
        #expect(steps.map(\.atMilliseconds) == steps.map(\.atMilliseconds).sorted())
        #expect(steps.first?.callbacks.isEmpty == true, "the initial status is not called back")
        let reported = steps.dropFirst().map(\.callbacks.count)
        #expect(reported.allSatisfy { $0 == (fate == .unreported ? 0 : 1) })
    }

    @Test func `is not reported to nobody`() {
        var generator = SplitMix64(seed: 1)
        let steps = Behaviour().steps(
            for: .delivered,
            throughService: false,
            wantsCallbacks: false,
            nowMilliseconds: 0,
            using: &generator
        )
        #expect(steps.allSatisfy { $0.callbacks.isEmpty })
    }

    @Test func `can lose every callback, double it, or turn the order round`() {
        var behaviour = Behaviour()
        behaviour.callbackLostRate = 1
        #expect(steps(behaviour, .delivered).allSatisfy { $0.callbacks.isEmpty })
        behaviour.callbackLostRate = 0
        behaviour.callbackDoubledRate = 1
        #expect(steps(behaviour, .delivered).map(\.callbacks.count) == [0, 2, 2])
        behaviour.callbackDoubledRate = 0
        behaviour.callbackReorderedRate = 1
        let due = steps(behaviour, .delivered).compactMap { $0.callbacks.first?.atMilliseconds }
        #expect(due.count == 2 && due[0] > due[1])
    }

    @Test func `shows the status that the clock says`() {
        let message = Message.fixture("SM1", atMilliseconds: 100)
        #expect(message.stepsTaken(nowMilliseconds: 0).last?.status == "queued")
        #expect(message.stepsTaken(nowMilliseconds: 101).last?.status == "sent")
        #expect(message.stepsTaken(nowMilliseconds: 999).last?.status == "undelivered")
        #expect(message.price(nowMilliseconds: 100) == nil)
        #expect(message.price(nowMilliseconds: 101) == "-0.0079")
    }

    private func steps(
        _ behaviour: Behaviour,
        _ fate: Fate,
        throughService: Bool = false
    ) -> [Message.Step] {
        var generator = SplitMix64(seed: 7)
        return behaviour.steps(
            for: fate,
            throughService: throughService,
            wantsCallbacks: true,
            nowMilliseconds: 1_000,
            using: &generator
        )
    }
}

@Suite struct `Random names` {
    @Test func `have the forms of Twilio's`() {
        var generator = SplitMix64(seed: 3)
        for _ in 0..<100 {
            let token = Array(randomToken(using: &generator))
            #expect(token.count == 36 && token[14] == "4" && "89ab".contains(token[19]))
            #expect([8, 13, 18, 23].allSatisfy { token[$0] == "-" })
            let sid = randomSID("SM", using: &generator)
            #expect(sid.count == 34 && sid.dropFirst(2).allSatisfy(\.isHexDigit))
        }
    }
}
