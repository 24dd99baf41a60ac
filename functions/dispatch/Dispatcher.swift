import FunctionRuntime
import HTTPClient
import Messaging
import Providers
import Store
import Web

/// Keeps a number of calls to the providers under way at once, from one thread.
final class Dispatcher {
    private let outbox: Outbox
    private let concurrency: Int
    private let log: Log
    private let metrics: Metrics
    private let client: MultiClient
    private var underWay: [Int: (message: Outbox.Outgoing, provider: any Provider)] = [:]
    private var lastTag = 0
    private var unrecorded: [Progressing.Item] = []
    private var recordBy = ContinuousClock.now
    private var pausedUntil = ContinuousClock.now
    private var routes: RouteTable
    private var states: [String: ProviderState] = [:]
    private var notedStates: [String: ProviderState] = [:]
    /// Messages that another provider may take at once.
    private var failedOver: [String] = []
    private var troubles: [String: String] = [:]
    private var recovered: Set<String> = []

    init(outbox: Outbox, routes: RouteTable, concurrency: Int, log: Log, metrics: Metrics) {
        self.outbox = outbox
        self.routes = routes
        self.concurrency = concurrency
        self.log = log
        self.metrics = metrics
        client = MultiClient(connectionCountPerHostMax: concurrency)
    }

    /// Sends what is due until the signal; then finishes the calls that are under way.
    func run(until stop: StopSignal) {
        while !stop.isStopping || !underWay.isEmpty || !unrecorded.isEmpty {
            var took = 0
            do {
                took = stop.isStopping ? 0 : try takeUp()
            } catch {
                rest(after: error)
            }
            // Answers are listened to even while PostgreSQL is away.
            finish()
            do {
                try recordOutcomes()
                try routes.refresh(from: outbox.database, log: log)
            } catch {
                // What was heard stays in memory until PostgreSQL takes it.
                rest(after: error)
                stop.wait(milliseconds: Self.idleMilliseconds)
            }
            if took == 0, underWay.isEmpty { stop.wait(milliseconds: Self.idleMilliseconds) }
        }
    }

    private static let idleMilliseconds = 200
    /// How long an outcome may wait for others to share its commit; a callback may well be faster.
    private static let gathering = Duration.milliseconds(50)
    /// A transaction for each few messages would cost more than the messages.
    private var batchMin: Int { max(1, routes.callsAtOnce / 4) }

    private func takeUp() throws -> Int {
        let room = min(concurrency - underWay.count, routes.room)
        // As long as PostgreSQL does not take outcomes, nothing more is begun.
        guard room >= batchMin, unrecorded.count < concurrency, ContinuousClock.now >= pausedUntil
        else { return 0 }
        let taken = try outbox.collect(limit: room, through: routes)
        try outbox.lookAgain(at: taken) { message, isWelcome in
            isWelcome ? begin(message) : hear(.notSent(reason: Self.stopReason), of: message)
        }
        return taken.count
    }

    private static let stopReason = "The recipient said STOP in the meantime."

    private func begin(_ message: Outbox.Outgoing) {
        // A process that was frozen for long has lost its lease: the attempt counts as lost, and
        // the provider is asked about it. Sending now might send twice, and so might writing now
        // what was begun before.
        guard ContinuousClock.now < message.sendBefore,
            let provider = routes.provider(message.provider)
        else { return }
        routes.begin(message.provider)
        lastTag += 1
        underWay[lastTag] = (message, provider)
        var request = provider.sendRequest(message.outbound)
        request.writeBefore = message.sendBefore
        client.submit(request, tag: lastTag)
    }

    private func finish() {
        guard !underWay.isEmpty else { return }
        for (tag, outcome) in client.poll(timeoutMilliseconds: 20) {
            guard let (message, provider) = underWay.removeValue(forKey: tag) else { continue }
            if outcome.isTooLate {
                routes.abandon(message.provider)
                continue
            }
            let result = provider.readSend(outcome, of: message.outbound)
            metrics.count("sms_attempts_total")
            judge(result, of: message)
            hear(News(result), of: message, call: .init(outcome))
        }
    }

    private func hear(
        _ news: News,
        of message: Outbox.Outgoing,
        call: Progressing.Item.Call = .init()
    ) {
        if unrecorded.isEmpty { recordBy = .now + Self.gathering }
        unrecorded.append(
            Progressing.Item(
                messageID: message.outbound.id,
                attemptNumber: message.attemptNumber,
                news: news,
                call: call
            )
        )
    }

    private func recordOutcomes() throws {
        let isTime =
            unrecorded.count >= batchMin || underWay.isEmpty || ContinuousClock.now >= recordBy
        guard !unrecorded.isEmpty, isTime else { return }
        let refused = try outbox.record(unrecorded)
        unrecorded.removeAll()
        try outbox.hasten(failedOver)
        failedOver.removeAll()
        try noteProviders()
        // Their leases run out, and the provider is asked about them.
        for news in refused {
            log.write(
                .error,
                "outcomeRefused",
                ["messageId": .string(news.item.messageID), "reason": .string(news.reason)]
            )
        }
    }

    /// What the end of a call says of its provider, and where the message may go next.
    private func judge(_ result: SendResult, of message: Outbox.Outgoing) {
        let name = message.provider
        routes.end(name, result)
        states[name] = ProviderState(result)
        if result.mayGoElsewhere, routes.hasAnother(than: message.tried.union([name])) {
            failedOver.append(message.outbound.id)
        }
        if case .refused(let refusal) = result, refusal.stopsAccount {
            troubles[name] = "The provider does not accept the account (\(refusal.fault.code))."
        } else if case .accepted = result, routes.isPausedByTrouble(name) {
            recovered.insert(name)
        }
    }

    private func noteProviders() throws {
        for (name, state) in states where notedStates[name] != state {
            try outbox.note(state, of: name)
            notedStates[name] = state
        }
        for (name, reason) in troubles {
            try outbox.pause(name, reason)
            troubles[name] = nil
        }
        for name in recovered {
            try outbox.resume(name)
            recovered.remove(name)
        }
    }

    // MARK: - Rests

    private func rest(after error: any Error) {
        log.write(.error, "dispatchFailed", ["reason": .string("\(error)")])
        pausedUntil = max(pausedUntil, ContinuousClock.now + .milliseconds(500))
    }
}
