package import Messaging
import TestSupport

/// A day in the life of dispatch under a clock, a provider and crashes that chance decides: the same
/// seed always gives the same day.
///
/// Two workers take up what is due, call the provider and ask it about what is open. The decisions
/// are the real ones: `Gate`, `MessageProgress` with its retry schedule, `Settlement`. A worker
/// dies at any step; calls, answers and reports are lost, doubled, late and out of order.
package struct Simulation {
    private var random: SplitMix64
    private var now = 0
    private var agenda = Agenda()
    private var store: SimulatedStore
    private var provider: SimulatedProvider
    private var lives = [0, 0]
    private var downUntil = [0, 0]
    private let crashes: Int
    private var violations: [String] = []
    private let tell: ((String) -> Void)?

    package struct Outcome: Sendable {
        /// What must never be; empty when all went well.
        package let violations: [String]
        package let statuses: [DeliveryStatus]
        package let textCount: Int
    }

    /// A day that `seed` decides; `tell` hears of every step.
    package init(seed: UInt64, tell: ((String) -> Void)? = nil) {
        var random = SplitMix64(seed: seed)
        let recipients = Int.random(in: 1...5, using: &random)
        let messages = (0..<Int.random(in: 1...12, using: &random)).map { _ in
            let due = Int.random(in: 0...86_400, using: &random)
            return SimulatedStore.Message(
                recipient: Int.random(in: 0..<recipients, using: &random),
                body: ["How was it?", "Thank you"].any(using: &random),
                dueAt: due,
                nextAttemptAt: due
            )
        }
        store = SimulatedStore(messages: messages)
        provider = SimulatedProvider(
            hasList: !random.happens(20),
            trouble: Int.random(in: 0...60, using: &random)
        )
        crashes = [0, 2, 10, 30].any(using: &random)
        for recipient in 0..<recipients where random.happens(30) {
            let second = Int.random(in: 0...200_000, using: &random)
            agenda.add(.stop(recipient: recipient), at: second)
        }
        self.random = random
        self.tell = tell
    }

    package mutating func run() -> Outcome {
        for _ in 0..<Self.stepsMax {
            guard let due = store.nextDue.map({ max($0, now) }) ?? agenda.nextSecond else {
                return finish()
            }
            if let next = agenda.nextSecond, next <= due {
                guard let (second, happening) = agenda.next() else { continue }
                now = max(now, second)
                take(happening)
            } else {
                now = due + Int.random(in: 0...2, using: &random)
                wake()
            }
        }
        violations.append("it never comes to rest")
        return finish()
    }

    private static let stepsMax = 60_000
    private static let settleSeconds = 60

    // MARK: - Workers

    /// One of the workers looks for work; when both are down, time passes.
    private mutating func wake() {
        let awake = [0, 1].filter { downUntil[$0] <= now }
        guard !awake.isEmpty else {
            now = downUntil.min() ?? now
            return
        }
        let number = awake.any(using: &random)
        let worker = Happening.Worker(number: number, life: lives[number])
        // Before the commit: nothing has happened.
        guard !crashed(worker) else { return }
        for message in store.dueMessages(at: now) { takeUp(message, by: worker) }
        for place in store.dueChecks(at: now) { ask(place, by: worker) }
    }

    private mutating func crashed(_ worker: Happening.Worker) -> Bool {
        guard lives[worker.number] == worker.life else { return true }
        guard random.happens(crashes) else { return false }
        tell?("\(now) worker \(worker.number) crashes")
        lives[worker.number] += 1
        downUntil[worker.number] = now + Int.random(in: 1...600, using: &random)
        return true
    }

    private mutating func takeUp(_ message: Int, by worker: Happening.Worker) {
        let row = store.messages[message]
        var facts = GateFacts()
        facts.suppression = store.suppressed.contains(row.recipient) ? .optedOut : nil
        facts.ageSeconds = now - row.dueAt
        facts.opening = GateFacts.Opening(
            inSeconds: QuietHours.secondsLeft(at: now),
            rule: "simulated",
            zones: []
        )
        let decision = Gate.decide(facts)
        tell?("\(now) message \(message): the gate says \(decision)")
        switch decision {
        case .send, .shadow:
            let place = store.record(message, at: now)
            check(place)
            agenda.add(.call(place, by: worker), at: now + stall)
        case .wait(let seconds, _): store.messages[message].nextAttemptAt = now + seconds
        case .suppress: store.settle(message, as: .suppressed)
        case .expire: store.settle(message, as: .expired)
        case .park: store.messages[message].nextAttemptAt = nil
        }
    }

    /// What must hold whenever an attempt is recorded, by rules of its own.
    private mutating func check(_ place: Happening.Place) {
        let recipient = store.messages[place.message].recipient
        if store.suppressed.contains(recipient) {
            violations.append("\(place) was sent after STOP")
        }
        if !QuietHours.allows(now) { violations.append("\(place) was sent in quiet hours") }
    }

    /// A process may stand still between any two steps.
    private var stall: Int {
        mutating get { Int.random(in: 0...(random.happens(5) ? 300 : 2), using: &random) }
    }

    // MARK: - What happens

    private mutating func take(_ happening: Happening) {
        tell?("\(now) \(happening)")
        switch happening {
        case .call(let place, let worker): call(place, by: worker)
        case .answer(let news, let place, let worker):
            guard !crashed(worker) else { return }
            apply(news, to: place)
        case .settled(let place, let answer, let worker):
            guard !crashed(worker) else { return }
            settle(place, answer)
        case .report(let receipt, let fault, let named):
            guard let place = store.locate(receipt.providerMessageID, named: named) else { return }
            apply(.reported(receipt, fault), to: place)
        case .stop(let recipient): store.suppress(recipient)
        }
    }

    private mutating func apply(_ news: News, to place: Happening.Place) {
        let fraction = Double.random(in: 0..<1, using: &random)
        store.apply(news, to: place, at: now, fraction: fraction)
        tell?("\(now) message \(place.message) is \(store.messages[place.message].status)")
    }

    private mutating func call(_ place: Happening.Place, by worker: Happening.Worker) {
        guard !crashed(worker), let attempt = store.messages[place.message].attempts[place.attempt]
        else { return }
        let later = now + Int.random(in: 0...20, using: &random)
        // Afterwards the call might not have ended when the lease runs out.
        guard now <= attempt.startedAt + SimulatedStore.leaseSeconds / 3 else {
            return agenda.add(.answer(.notSent(reason: "late"), place, by: worker), at: now)
        }
        guard random.happens(provider.trouble) else {
            let taken = take(place)
            let news = News.accepted(taken.receipt(.queued))
            return agenda.add(.answer(news, place, by: worker), at: later)
        }
        let passing = Fault(ProviderErrorCode(rawValue: 20500))
        let lasting = Fault(ProviderErrorCode(rawValue: 21610))
        let news: News
        switch Int.random(in: 0...5, using: &random) {
        case 0: news = .refused(passing)
        case 1: news = .refused(lasting)
        case 2: news = .throttled(retryAfterSeconds: 30)
        case 3: news = .notSent(reason: "refused")
        case 4: news = .answerLost(reason: "reset")
        default:
            _ = take(place)
            news = .answerLost(reason: "timeout")
        }
        agenda.add(.answer(news, place, by: worker), at: later)
    }

    /// The provider takes the message and reports on it: late, twice, out of order, or not at all.
    private mutating func take(_ place: Happening.Place) -> SimulatedProvider.Taken {
        let row = store.messages[place.message]
        let taken = provider.take(
            recipient: row.recipient,
            body: row.body,
            at: now,
            using: &random
        )
        for word in taken.words {
            let isLast = word.status == taken.words.last?.status
            for _ in 0..<[0, 1, 1, 1, 2].any(using: &random) {
                let delay = Int.random(in: 0...(random.happens(5) ? 300_000 : 60), using: &random)
                agenda.add(
                    .report(taken.receipt(word.status), isLast ? taken.fault : nil, place),
                    at: word.second + delay
                )
            }
        }
        return taken
    }

    private mutating func ask(_ place: Happening.Place, by worker: Happening.Worker) {
        guard let attempt = store.messages[place.message].attempts[place.attempt] else { return }
        store.messages[place.message].attempts[place.attempt]?.checkAt = now + 60
        let answer: Settlement.Answer
        if random.happens(provider.trouble / 2) {
            answer = .nothing
        } else if attempt.progress.state == .accepted, let id = attempt.progress.providerMessageID {
            answer =
                provider.hasList
                ? provider.fetch(id, at: now).map(Settlement.Answer.message) ?? .nothing
                : .cannotSay
        } else if provider.hasList {
            let recipient = store.messages[place.message].recipient
            answer = .list(
                provider.list(recipient: recipient, since: attempt.startedAt, at: now)
            )
        } else {
            answer = .cannotSay
        }
        agenda.add(
            .settled(place, answer, by: worker),
            at: now + Int.random(in: 0...10, using: &random)
        )
    }

    private mutating func settle(_ place: Happening.Place, _ answer: Settlement.Answer) {
        let row = store.messages[place.message]
        guard let attempt = row.attempts[place.attempt] else { return }
        var question = Settlement.Question(
            state: attempt.progress.state,
            status: attempt.progress.status,
            body: row.body,
            ageSeconds: attempt.ageSeconds(at: now)
        )
        question.hasRivals = store.hasRivals(place)
        var claimed = store.claimedIDs
        let news = Settlement(settleSeconds: Self.settleSeconds)
            .news(of: question, answer, claimed: &claimed)
        apply(news, to: place)
    }

    // MARK: - The end

    private mutating func finish() -> Outcome {
        violations += store.refused
        for (index, message) in store.messages.enumerated() {
            let isOpen = message.status == .scheduled || message.status == .unknown
            let isNeverTaken = message.attempts.values.contains { $0.progress.state == .started }
            if isOpen || isNeverTaken { violations.append("message \(index) is forgotten") }
        }
        let messages = Dictionary(grouping: store.messages) { Text($0.recipient, $0.body) }
        let arrived = provider.taken.filter(\.arrives)
        for (text, taken) in Dictionary(grouping: arrived, by: { Text($0.recipient, $0.body) })
        where taken.count > (messages[text]?.count ?? 0) {
            violations.append("customer \(text.recipient) got “\(text.body)” too often")
        }
        return Outcome(
            violations: violations,
            statuses: store.messages.map(\.status),
            textCount: arrived.count
        )
    }

    /// Two messages with one text to one customer cannot be told apart by anybody.
    private struct Text: Hashable {
        let recipient: Int
        let body: String

        init(_ recipient: Int, _ body: String) {
            self.recipient = recipient
            self.body = body
        }
    }
}

/// From 21:00 to 8:00 of the virtual day nobody is written to.
private enum QuietHours {
    static func allows(_ second: Int) -> Bool { (8 * 3600..<21 * 3600).contains(second % 86_400) }

    static func secondsLeft(at second: Int) -> Int {
        let ofDay = second % 86_400
        if ofDay < 8 * 3600 { return 8 * 3600 - ofDay }
        return ofDay < 21 * 3600 ? 0 : 32 * 3600 - ofDay
    }
}
