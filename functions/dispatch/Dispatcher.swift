import FunctionRuntime
import HTTPClient
import Messaging
import Providers
import Store
import Web

/// Keeps a number of calls to the provider under way at once, from one thread.
final class Dispatcher {
    private let outbox: Outbox
    private let concurrency: Int
    private let log: Log
    private let metrics: Metrics
    private let client: MultiClient
    private var underWay: [Int: Outbox.Outgoing] = [:]
    private var lastTag = 0
    private var unrecorded: [Progressing.Item] = []
    private var recordBy = ContinuousClock.now
    private var pausedUntil = ContinuousClock.now
    private var providerState: ProviderState?
    private var notedState: ProviderState?

    init(outbox: Outbox, concurrency: Int, log: Log, metrics: Metrics) {
        self.outbox = outbox
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
    private var batchMin: Int { max(1, concurrency / 4) }

    private func takeUp() throws -> Int {
        let room = concurrency - underWay.count
        // As long as PostgreSQL does not take outcomes, nothing more is begun.
        guard room >= batchMin, unrecorded.count < concurrency, ContinuousClock.now >= pausedUntil
        else { return 0 }
        let taken = try outbox.collect(limit: room)
        for message in taken {
            // A process that was frozen for long has lost its lease: the attempts count as lost,
            // and the provider is asked about them. Sending now might send twice.
            guard ContinuousClock.now < message.sendBefore else { continue }
            lastTag += 1
            underWay[lastTag] = message
            client.submit(outbox.provider.sendRequest(message.outbound), tag: lastTag)
        }
        return taken.count
    }

    private func finish() {
        guard !underWay.isEmpty else { return }
        for (tag, outcome) in client.poll(timeoutMilliseconds: 20) {
            guard let message = underWay.removeValue(forKey: tag) else { continue }
            let result = outbox.provider.readSend(outcome)
            metrics.count("sms_attempts_total")
            rest(after: result)
            providerState = ProviderState(result)
            if unrecorded.isEmpty { recordBy = .now + Self.gathering }
            unrecorded.append(
                Progressing.Item(
                    messageID: message.outbound.id,
                    attemptNumber: message.attemptNumber,
                    news: News(result),
                    call: .init(outcome)
                )
            )
        }
    }

    private func recordOutcomes() throws {
        let isTime =
            unrecorded.count >= batchMin || underWay.isEmpty || ContinuousClock.now >= recordBy
        guard !unrecorded.isEmpty, isTime else { return }
        let refused = try outbox.record(unrecorded)
        unrecorded.removeAll()
        try noteProvider()
        // Their leases run out, and the provider is asked about them.
        for news in refused {
            log.write(
                .error,
                "outcomeRefused",
                ["messageId": .string(news.item.messageID), "reason": .string(news.reason)]
            )
        }
    }

    private func noteProvider() throws {
        guard let state = providerState, state != notedState else { return }
        try outbox.note(state)
        notedState = state
    }

    // MARK: - Rests

    private func rest(after error: any Error) {
        log.write(.error, "dispatchFailed", ["reason": .string("\(error)")])
        pausedUntil = max(pausedUntil, ContinuousClock.now + .milliseconds(500))
    }

    /// A provider that is away or busy is left alone for a moment, by everyone at once.
    private func rest(after result: SendResult) {
        let pause: Duration
        switch result {
        case .throttled(let seconds): pause = .seconds(min(max(seconds ?? 1, 1), 60))
        case .notSent: pause = .seconds(1)
        default: return
        }
        pausedUntil = max(pausedUntil, ContinuousClock.now + pause)
    }
}
