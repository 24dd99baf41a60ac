import Messaging
import Routing

/// Before the call: what `Outbox.collect` does in one transaction.
extension Simulation {
    /// Writes down what the worker heard of providers, turns breakers, and reads what others wrote.
    mutating func refresh(_ worker: Happening.Worker) {
        guard now > tables[worker.number].readAt else { return }
        routes.add(tables[worker.number].unwritten, at: now)
        for turn in routes.review(at: now) {
            tell("provider \(turn.provider) is \(turn.breaker.state.rawValue): \(turn.reason)")
            switch turn.breaker.state {
            case .open: tally.add(.breakerOpened)
            case .halfOpen: tally.add(.breakerTried)
            case .closed: tally.add(.breakerClosed)
            }
        }
        tables[worker.number].read(routes, at: now)
    }

    mutating func takeUp(by worker: Happening.Worker) {
        var candidates = tables[worker.number].candidates(at: now)
        for message in store.dueMessages(at: now) {
            switch gate(message) {
            case .send: send(message, among: &candidates, by: worker)
            case .wait(let seconds, let rule):
                tell("message \(message) waits \(seconds) s: \(rule)")
                tally.add(.waitedForMorning)
                if now < clock.changesAt, clock.changesAt < now + seconds, clock.bySeconds != 0 {
                    tally.add(.waitedAcrossClockChange)
                }
                store.messages[message].nextAttemptAt = now + seconds
            case .suppress:
                tell("message \(message) is suppressed")
                store.end(message, as: .suppressed)
            case .expire:
                tell("message \(message) expires")
                tally.add(.expired)
                store.end(message, as: .expired)
            case .park, .shadow: violate("message \(message) is held for no reason")
            }
        }
    }

    private func gate(_ message: Int) -> GateDecision {
        let row = store.messages[message]
        var facts = GateFacts()
        facts.suppression = store.suppressed.contains(row.recipient) ? .optedOut : nil
        facts.ageSeconds = now - row.dueAt
        facts.validitySeconds = validitySeconds
        facts.opening = GateFacts.Opening(
            inSeconds: clock.secondsUntilOpen(at: now),
            rule: "quiet hours",
            zones: []
        )
        return Gate.decide(facts)
    }

    private mutating func send(
        _ message: Int,
        among candidates: inout [Candidate],
        by worker: Happening.Worker
    ) {
        let row = store.messages[message]
        guard let recipient = try? E164("+1415517000\(row.recipient)") else { return }
        let tried = Set(row.attempts.values.map(\.provider))
        let decision = Router.choose(
            for: MessageFacts(recipient: recipient, tenant: 1, tried: tried),
            among: candidates,
            fraction: Double.random(in: 0..<1, using: &random)
        )
        guard let choice = decision.choice else {
            let seconds = Int(decision.waitSeconds.rounded(.up)) + chance(upTo: 15)
            tell("message \(message) waits \(seconds) s for a way: \(decision.waitReason)")
            tally.add(.hadNoRoute)
            store.messages[message].nextAttemptAt = now + seconds
            return
        }
        if let index = candidates.firstIndex(where: { $0.name == choice.name }) {
            candidates[index].room -= 1
        }
        if !tried.isEmpty, !tried.contains(choice.name) { tally.add(.failedOver) }
        let place = store.record(message, through: choice.name, at: now)
        tell("\(place) is recorded by \(worker), through \(choice.name): \(choice.reason)")
        let wait = stall()
        agenda.add(.call(place, by: worker), at: now + wait)
        // The worst moment to say STOP.
        if random.happens(5) {
            agenda.add(.stop(recipient: row.recipient), at: now + chance(upTo: wait))
        }
    }
}
