package import Messaging
import TestSupport

/// Some days in the life of dispatch under a clock, providers and crashes that chance decides: the
/// same seed always gives the same days.
///
/// Two workers take up what is due, choose a way, call the provider and ask about what is open. The
/// decisions are the real ones: `Gate`, `Lease`, `Router` and `Breaker`, `MessageProgress` with its
/// retry schedule, `Settlement`. A worker dies or stands still between any two steps; providers go
/// down and come back; calls, answers and reports are lost, doubled, late and out of order; people
/// say STOP at the worst moment.
package struct Simulation {
    var random: SplitMix64
    private(set) var now = 0
    var agenda = Agenda()
    var store: SimulatedStore
    var providers: [String: SimulatedProvider]
    var routes: SimulatedRoutes
    var tables: [SimulatedRouteTable]
    private var lives = [0, 0]
    private var downUntil = [0, 0]
    let crashes: Int
    let freezes: Int
    let clock: LocalClock
    /// How long after its due time a message is welcome.
    let validitySeconds: Int
    /// Calls that were begun, each of which may be begun once.
    var called: Set<Happening.Place> = []
    private(set) var violations: [String] = []
    var tally = Occurrences()
    private let listener: ((String) -> Void)?

    package struct Outcome: Sendable {
        /// What must never be; empty when all went well.
        package let violations: [String]
        package let statuses: [DeliveryStatus]
        package let textCount: Int
        /// How often each thing came about that the days are to be full of.
        package let tally: Occurrences
    }

    /// Days that `seed` decides; `tell` hears of every step.
    package init(seed: UInt64, tell: ((String) -> Void)? = nil) {
        var random = SplitMix64(seed: seed)
        clock = LocalClock(
            changesAt: 3600 * Int.random(in: 0...60, using: &random),
            bySeconds: [-3600, 0, 3600].any(using: &random)
        )
        let recipients = Int.random(in: 1...4, using: &random)
        let bodies = Self.bodies.prefix(Int.random(in: 1...4, using: &random))
        // A few moments at which many are due, so that workers and breakers have enough to do.
        let moments = (0...2).map { _ in Int.random(in: 0...86_400, using: &random) }
        validitySeconds = 3600 * [4, 12, 72].any(using: &random)
        let count = random.happens(10) ? 50 : Int.random(in: 1...16, using: &random)
        let messages = (0..<count).map { _ in
            let due = moments.any(using: &random) + Int.random(in: 0...300, using: &random)
            return SimulatedStore.Message(
                recipient: Int.random(in: 0..<recipients, using: &random),
                body: bodies.any(using: &random),
                dueAt: due,
                nextAttemptAt: due
            )
        }
        store = SimulatedStore(messages: messages)
        let names = ["A", "B"].prefix(random.happens(70) ? 2 : 1)
        providers = [:]
        for name in names {
            let moment = moments.any(using: &random)
            let begin = moment + clock.secondsUntilOpen(at: moment)
            providers[name] = SimulatedProvider(name, troubledAbout: begin, using: &random)
        }
        routes = SimulatedRoutes(Array(names))
        tables = [0, 1].map { [routes] _ in SimulatedRouteTable(routes, at: 0) }
        crashes = [0, 2, 10, 30].any(using: &random)
        freezes = [0, 5, 30].any(using: &random)
        listener = tell
        self.random = random
        planPeople(recipients: recipients)
    }

    /// Two of them are the same to a provider that replaces look-alikes.
    private static let bodies = ["How was it?", "How was “it”?", "How was \"it\"?", "Thank you"]

    private mutating func planPeople(recipients: Int) {
        for recipient in 0..<recipients where random.happens(20) {
            let second = Int.random(in: 0...200_000, using: &random)
            agenda.add(.stop(recipient: recipient), at: second)
        }
        for message in store.messages.indices {
            let due = store.messages[message].dueAt
            if random.happens(5) {
                agenda.add(.cancel(message: message), at: due + chance(upTo: 3600))
            }
            if random.happens(15) {
                agenda.add(.retry(message: message), at: due + chance(upTo: 100_000))
            }
        }
    }

    package mutating func run() -> Outcome {
        for (index, message) in store.messages.enumerated() {
            let due = clock.text(message.dueAt)
            tell("message \(index) to customer \(message.recipient), due \(due): \(message.body)")
        }
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
        violate("it never comes to rest")
        return finish()
    }

    private static let stepsMax = 400_000

    private mutating func finish() -> Outcome {
        for refusal in store.refused { violate(refusal) }
        checkEnd()
        return Outcome(
            violations: violations,
            statuses: store.messages.map(\.status),
            textCount: providers.values.reduce(0) { $0 + $1.taken.count(where: \.arrives) },
            tally: tally
        )
    }

    private mutating func take(_ happening: Happening) {
        switch happening {
        case .call(let place, let worker): call(place, by: worker)
        case .answer(let news, let place, let worker): hear(news, place, by: worker)
        case .settled(let question, let answer, let place, let worker):
            conclude(question, answer, place, by: worker)
        case .concluded(let news, let place, let worker):
            guard !crashes(worker) else { return }
            apply(news, to: place)
        case .report(let receipt, let fault, let named, let provider):
            takeReport(receipt, fault, named, through: provider)
        case .stop, .start, .cancel, .retry: people(happening)
        }
    }

    // MARK: - Workers

    /// One of the workers looks for work; when both are down, time passes.
    private mutating func wake() {
        let awake = [0, 1].filter { downUntil[$0] <= now }
        guard !awake.isEmpty else {
            now = max(now, downUntil.min() ?? now)
            return
        }
        let number = awake.any(using: &random)
        let worker = Happening.Worker(number: number, life: lives[number])
        // Before the commit: nothing has happened.
        guard !crashes(worker) else { return }
        refresh(worker)
        takeUp(by: worker)
        for place in store.claimChecks(at: now) { ask(place, by: worker) }
    }

    /// Whether the worker is not there any more, or dies now.
    mutating func crashes(_ worker: Happening.Worker) -> Bool {
        guard lives[worker.number] == worker.life else { return true }
        guard random.happens(crashes) else { return false }
        tell("\(worker) crashes")
        tally.add(.workerCrashed)
        lives[worker.number] += 1
        downUntil[worker.number] = now + Int.random(in: 1...600, using: &random)
        tables[worker.number] = SimulatedRouteTable(routes, at: now)
        return true
    }

    /// A process may stand still between any two steps, and for longer than a lease lasts.
    mutating func stall() -> Int {
        guard random.happens(freezes) else { return chance(upTo: 2) }
        tally.add(.workerFroze)
        return chance(upTo: [100, 300].any(using: &random))
    }

    mutating func chance(upTo most: Int) -> Int { Int.random(in: 0...most, using: &random) }

    // MARK: - What is told

    func tell(_ line: @autoclosure () -> String) { listener?("\(clock.text(now))  \(line())") }

    mutating func violate(_ sentence: String) {
        tell("!!! \(sentence)")
        violations.append(sentence)
    }
}

extension SimulatedProvider {
    fileprivate init(
        _ name: String,
        troubledAbout moment: Int,
        using random: inout SplitMix64
    ) {
        let begin = moment + Int.random(in: -600...10, using: &random)
        let end = moment + Int.random(in: 60...7200, using: &random)
        self.init(
            name: name,
            hasList: !random.happens(20),
            isMute: random.happens(30),
            trouble: [0, 0, 20, 60].any(using: &random),
            outage: random.happens(50)
                ? (begin..<end, Outage.allCases.any(using: &random)) : nil
        )
    }
}
