import FunctionRuntime
import HTTPClient
import Messaging
import Providers
import Store
import Web

/// Keeps a number of calls to the provider under way at once, from one thread.
final class Dispatcher {
    private let postOffice: PostOffice
    private let concurrency: Int
    private let log: Log
    private let metrics: Metrics
    private let client: MultiClient
    private var underWay: [Int: PostOffice.Letter] = [:]
    private var lastTag = 0
    private var unrecorded: [Progressing.Item] = []
    private var pausedUntil = ContinuousClock.now

    init(postOffice: PostOffice, concurrency: Int, log: Log, metrics: Metrics) {
        self.postOffice = postOffice
        self.concurrency = concurrency
        self.log = log
        self.metrics = metrics
        client = MultiClient(connectionCountPerHostMax: concurrency)
    }

    /// Sends what is due until the signal; then finishes the calls that are under way.
    func run(until stop: StopSignal) {
        while !stop.isStopping || !underWay.isEmpty || !unrecorded.isEmpty {
            do {
                let took = stop.isStopping ? 0 : try takeUp()
                finish()
                try recordOutcomes()
                if took == 0, underWay.isEmpty { stop.wait(milliseconds: Self.idleMilliseconds) }
            } catch {
                // What was heard stays in memory until PostgreSQL takes it.
                log.write(.error, "dispatchFailed", ["reason": .string("\(error)")])
                stop.wait(milliseconds: 500)
            }
        }
    }

    private static let idleMilliseconds = 200
    /// Taking up a few at a time would cost a transaction for each few.
    private var roomMin: Int { max(1, concurrency / 4) }

    private func takeUp() throws -> Int {
        let room = concurrency - underWay.count
        guard room >= roomMin, ContinuousClock.now >= pausedUntil else { return 0 }
        let start = ContinuousClock.now
        let letters = try postOffice.collect(limit: room)
        // A process that was frozen for long has lost its lease: the attempts count as lost, and
        // the provider is asked about them. Sending now might send twice.
        guard ContinuousClock.now - start < .seconds(Dispatching.leaseSeconds / 3) else { return 0 }
        for letter in letters {
            lastTag += 1
            underWay[lastTag] = letter
            client.submit(postOffice.provider.sendRequest(letter.outbound), tag: lastTag)
        }
        return letters.count
    }

    private func finish() {
        guard !underWay.isEmpty else { return }
        for (tag, outcome) in client.poll(timeoutMilliseconds: 20) {
            guard let letter = underWay.removeValue(forKey: tag) else { continue }
            let result = postOffice.provider.readSend(outcome)
            metrics.count("sms_attempts_total")
            rest(after: result)
            unrecorded.append(
                Progressing.Item(
                    messageID: letter.outbound.id,
                    attemptNumber: letter.attemptNumber,
                    news: News(result),
                    call: .init(outcome)
                )
            )
        }
    }

    private func recordOutcomes() throws {
        guard !unrecorded.isEmpty else { return }
        try postOffice.record(unrecorded)
        unrecorded.removeAll()
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
