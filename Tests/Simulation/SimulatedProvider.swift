import Messaging
import TestSupport

/// A provider that takes messages and tells of them as it likes, or not.
struct SimulatedProvider {
    let name: String
    /// Whether it can be asked for what it has.
    let hasList: Bool
    /// Whether its reports get lost on the way, every one of them.
    let isMute: Bool
    /// How often, of a hundred, things go wrong in its good times.
    let trouble: Int
    /// When nearly everything goes wrong, and how.
    let outage: (seconds: Range<Int>, kind: Outage)?
    private(set) var taken: [Taken] = []

    enum Outage: CaseIterable {
        case isAway, fails, takesAndFails, throttles
    }

    struct Taken {
        let id: String
        let recipient: Int
        let body: String
        let second: Int
        /// When it stands in the list.
        let listedAt: Int
        /// The text as the list shows it.
        let listedBody: String
        /// What it will say of the message, and when; the last one is the outcome.
        let words: [(second: Int, status: DeliveryStatus)]
        let fault: Fault?
        /// Whether the customer gets the text.
        let arrives: Bool
    }

    /// How a call ends.
    enum Ending: CaseIterable {
        case accepted, refusedForNow, refusedForGood, throttled, notReached, lost, takenAndLost
    }

    /// A message stands in the list at the latest so long after the call; `SETTLE_SECONDS`.
    static let settleSeconds = 30
    /// A call without an answer is given up after so long.
    static let callSeconds = 10

    func isTroubled(at second: Int) -> Bool { outage?.seconds.contains(second) ?? false }

    func ending(at second: Int, using random: inout SplitMix64) -> Ending {
        if let outage, outage.seconds.contains(second), random.happens(95) {
            switch outage.kind {
            case .isAway: return .notReached
            case .fails: return .lost
            case .takesAndFails: return random.happens(50) ? .takenAndLost : .lost
            case .throttles: return .throttled
            }
        }
        return random.happens(trouble) ? Ending.allCases.any(using: &random) : .accepted
    }

    /// Takes a message whose call ends at the second `callEnd`.
    mutating func take(
        recipient: Int,
        body: String,
        at second: Int,
        callEnd: Int,
        using random: inout SplitMix64
    ) -> Taken {
        let outcome: DeliveryStatus =
            random.happens(trouble)
            ? [.undelivered, .failed, .sent].any(using: &random) : .delivered
        let fault: Fault? =
            outcome == .undelivered || outcome == .failed
            ? Fault(ProviderErrorCode(rawValue: [30003, 30005, 30007].any(using: &random))) : nil
        var moment = second
        var words: [(second: Int, status: DeliveryStatus)] = []
        for status in [.queued, .sending, .sent, outcome] as [DeliveryStatus] {
            words.append((moment, status))
            moment += Int.random(in: 0...(random.happens(10) ? 90_000 : 30), using: &random)
        }
        let shown = [body, body, body.smartEncoded, " \(body) ", ""].any(using: &random)
        let lag = [0, 0, Self.settleSeconds].any(using: &random)
        let message = Taken(
            id: "\(name)\(taken.count + 1)",
            recipient: recipient,
            body: body,
            second: second,
            listedAt: callEnd + Int.random(in: 0...lag, using: &random),
            listedBody: shown,
            words: words,
            fault: fault,
            arrives: fault == nil
        )
        taken.append(message)
        return message
    }

    /// Its messages to a number, newest first.
    func list(recipient: Int, since: Int, at second: Int) -> [Settlement.Listed] {
        taken.filter { $0.recipient == recipient && $0.second >= since && $0.listedAt <= second }
            .reversed().map { $0.listed(at: second) }
    }

    /// Whether it has a message to the number that its list does not show yet.
    func isBehind(recipient: Int, at second: Int) -> Bool {
        taken.contains {
            $0.recipient == recipient && $0.second <= second && $0.listedAt > second
        }
    }

    func fetch(_ id: String, at second: Int) -> Settlement.Listed? {
        taken.first { $0.id == id }?.listed(at: second)
    }
}

extension SimulatedProvider.Taken {
    func receipt(_ status: DeliveryStatus) -> Receipt {
        Receipt(providerMessageID: id, status: status)
    }

    fileprivate func listed(at second: Int) -> Settlement.Listed {
        let status = words.last { $0.second <= second }?.status ?? .queued
        return Settlement.Listed(
            receipt: receipt(status),
            fault: status == .undelivered || status == .failed ? fault : nil,
            body: listedBody
        )
    }
}

extension SplitMix64 {
    /// Chance of so many of a hundred.
    mutating func happens(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &self) < percent
    }
}

extension Collection {
    /// One of the elements; there must be one.
    func any(using random: inout SplitMix64) -> Element {
        self[index(startIndex, offsetBy: Int.random(in: 0..<count, using: &random))]
    }
}
