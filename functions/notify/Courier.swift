import Alerting
import FunctionRuntime
import HTTPClient
import Store

/// Posts alerts to webhooks, many at once: one that does not answer holds up no other.
struct Courier: ~Copyable {
    private let ledger: Ledger
    private let writer: RequestWriter
    private let client = MultiClient(connectionCountPerHostMax: 8)
    private var underWay: [Int: AlertDeliveries.Due] = [:]
    private var lastTag = 0

    private static let atOnceMax = 32

    init(ledger: Ledger, writer: RequestWriter) {
        self.ledger = ledger
        self.writer = writer
    }

    /// Works until there is nothing left to do; after the signal it only finishes what it has begun.
    mutating func run(until stop: StopSignal) throws {
        repeat {
            if !stop.isStopping, underWay.count < Self.atOnceMax { try takeUp() }
            guard !underWay.isEmpty else { return }
            for (tag, outcome) in client.poll(timeoutMilliseconds: 500) {
                guard let due = underWay.removeValue(forKey: tag) else { continue }
                try ledger.record(WebhookVerdict(outcome).outcome(of: due))
            }
        } while true
    }

    private mutating func takeUp() throws {
        let room = Self.atOnceMax - underWay.count
        for due in try ledger.claim([.slack, .webhook], limit: room) {
            guard let request = try writer.request(for: due) else {
                try ledger.record(WebhookVerdict.unreadable.outcome(of: due))
                continue
            }
            lastTag += 1
            underWay[lastTag] = due
            client.submit(request, tag: lastTag)
        }
    }
}
