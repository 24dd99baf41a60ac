import Messaging
import Testing

@Suite struct `The gate` {
    private func decide(_ edit: (inout GateFacts) -> Void) -> GateDecision {
        var facts = GateFacts()
        edit(&facts)
        return Gate.decide(facts)
    }

    /// Everything that can object, all at once.
    private func everything(_ facts: inout GateFacts) {
        facts.suppression = .complained
        facts.hold = .burst
        facts.ageSeconds = facts.validitySeconds + 1
        facts.cap = 1
        facts.countOfPerson = 1
        facts.opening = .init(inSeconds: 60, rule: "US 08:00-21:00", zones: ["America/Chicago"])
        facts.isShadow = true
    }

    @Test func `lets through what nothing forbids`() {
        #expect(decide { _ in } == .send)
        #expect(decide { $0.opening = .init(inSeconds: 0, rule: "", zones: []) } == .send)
        #expect(decide { ($0.cap, $0.countOfPerson) = (2, 1) } == .send)
        #expect(decide { $0.ageSeconds = $0.validitySeconds } == .send)
    }

    @Test func `asks in its order`() {
        var facts = GateFacts()
        everything(&facts)
        #expect(Gate.decide(facts) == .suppress(.listed(.complained)))
        facts.suppression = nil
        #expect(Gate.decide(facts) == .park(.burst))
        facts.hold = nil
        #expect(Gate.decide(facts) == .expire)
        facts.ageSeconds = 0
        #expect(Gate.decide(facts) == .suppress(.frequency))
        facts.cap = nil
        #expect(Gate.decide(facts) == .wait(untilSeconds: 60, rule: "US 08:00-21:00"))
        facts.opening = nil
        #expect(Gate.decide(facts) == .shadow)
        facts.isShadow = false
        #expect(Gate.decide(facts) == .send)
    }

    @Test func `lets a message expire rather than wait beyond its validity`() {
        let decision = decide {
            $0.ageSeconds = 1000
            $0.validitySeconds = 2000
            $0.opening = .init(inSeconds: 1001, rule: "US 08:00-21:00", zones: [])
        }
        #expect(decision == .expire)
    }

    @Test func `holds nobody's own message up, and lets nobody write to who opted out`() {
        let decision = decide {
            everything(&$0)
            $0.kind = .test
            ($0.suppression, $0.hold, $0.isShadow) = (nil, nil, false)
        }
        #expect(decision == .send)
        for reason in SuppressionReason.allCases {
            let decision = decide { ($0.kind, $0.suppression) = (.test, reason) }
            #expect(decision == .suppress(.listed(reason)))
        }
    }

    @Test func `lets the one confirmation of an opt-out pass, and no other message`() {
        #expect(decide { ($0.kind, $0.suppression) = (.confirmation, .optedOut) } == .send)
        let other = decide { ($0.kind, $0.suppression) = (.confirmation, .deadNumber) }
        #expect(other == .suppress(.listed(.deadNumber)))
    }
}
