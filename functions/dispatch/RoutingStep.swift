import Messaging
import Routing
import Store

/// Gives each of a batch of messages its way, or lets it wait.
struct RoutingStep {
    private(set) var routed: [Dispatching.Routed] = []
    private(set) var waits: [(messageID: String, seconds: Double, reason: String)] = []
    private var candidates: [Candidate]
    private let rates: [String: Double]
    /// How long until each lane is free, in seconds.
    private(set) var busy: [String: Double]
    /// How long the messages that already wait will keep each account's senders, in seconds.
    private var queued: [String: Double] = [:]

    /// There is one provider and no other: nothing to decide, and nothing to look up.
    init(_ messages: [Dispatching.Prepared], throughOnly provider: String) {
        (candidates, rates, busy) = ([], [:], [:])
        routed = messages.map { .init($0, provider: provider) }
    }

    /// Decides for each; `busy` says how long until each lane is free.
    init(
        _ messages: [Dispatching.Prepared],
        to recipients: [String: String],
        known: [String: RouteDecisions.Circumstances],
        busy: [String: Double],
        through table: RouteTable
    ) {
        candidates = table.candidates
        rates = table.lanes
        self.busy = busy
        for message in messages {
            guard let known = known[message.messageID],
                let recipient = recipients[message.messageID].flatMap({ try? E164($0) })
            else { continue }
            decide(message, known, recipient)
        }
    }

    private mutating func decide(
        _ message: Dispatching.Prepared,
        _ known: RouteDecisions.Circumstances,
        _ recipient: E164
    ) {
        for index in candidates.indices { bringUpToDate(&candidates[index]) }
        let decision = Router.choose(
            for: MessageFacts(
                recipient: recipient,
                tenant: known.tenant,
                dealership: known.dealership,
                channel: known.channel,
                segments: message.segments,
                tried: known.tried,
                lastSender: known.lastSender,
                wanted: known.wanted
            ),
            among: candidates,
            weights: known.weights,
            fraction: Double.random(in: 0..<1)
        )
        guard let choice = decision.choice else { return wait(message, decision) }
        take(choice, segments: message.segments)
        routed.append(
            .init(
                message,
                provider: choice.name,
                sender: choice.sender,
                decision: decision.jsonText,
                reason: choice.reason
            )
        )
    }

    private func bringUpToDate(_ candidate: inout Candidate) {
        candidate.freeInSeconds = busy[candidate.name] ?? 0
        for index in candidate.senders.indices {
            let lane = RouteTable.lane(candidate.name, candidate.senders[index].address)
            candidate.senders[index].freeInSeconds = busy[lane] ?? 0
        }
    }

    private mutating func take(_ choice: RouteDecision.Choice, segments: Int) {
        if let index = candidates.firstIndex(where: { $0.name == choice.name }) {
            candidates[index].room -= 1
        }
        let lanes = [choice.name, choice.sender.map { RouteTable.lane(choice.name, $0) }]
        for lane in lanes.compactMap(\.self) {
            guard let rate = rates[lane] else { continue }
            busy[lane, default: 0] += Double(segments) / rate
        }
    }

    /// Those that wait for a sender wait one behind the other; the others spread a little, so that
    /// they do not all come back in the same moment.
    private mutating func wait(_ message: Dispatching.Prepared, _ decision: RouteDecision) {
        var seconds = decision.waitSeconds
        let narrow = decision.considered.first { $0.obstacle?.isAboutRate == true }
        if let narrow {
            let ahead = queued[narrow.name, default: 0]
            queued[narrow.name] = ahead + Double(message.segments) / rate(of: narrow.name)
            seconds += ahead
        } else {
            seconds += Double.random(in: 0...min(seconds / 2, 30))
        }
        waits.append((message.messageID, seconds, decision.waitReason))
    }

    private func rate(of name: String) -> Double {
        let senders = candidates.first { $0.name == name }?.senders ?? []
        let pool = senders.reduce(0) { $0 + $1.segmentsPerSecond }
        return max(0.01, min(rates[name] ?? .infinity, pool > 0 ? pool : .infinity))
    }
}

extension Obstacle {
    fileprivate var isAboutRate: Bool {
        guard case .senderBusy = self else { return false }
        return true
    }
}
