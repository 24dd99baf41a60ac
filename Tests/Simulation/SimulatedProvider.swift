import Messaging
import TestSupport

/// A provider that takes messages and tells of them as it likes, or not.
struct SimulatedProvider {
    /// Whether it can be asked for what it has.
    let hasList: Bool
    /// How often, of a hundred, things go wrong.
    let trouble: Int
    private(set) var taken: [Taken] = []

    struct Taken {
        let id: String
        let recipient: Int
        let body: String
        let second: Int
        /// What it will say of the message, and when; the last one is the outcome.
        let words: [(second: Int, status: DeliveryStatus)]
        let fault: Fault?
        /// Whether the customer gets the text.
        let arrives: Bool
    }

    /// A message stands in the list at the latest so long after the call.
    static let listLagSeconds = 20

    mutating func take(
        recipient: Int,
        body: String,
        at second: Int,
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
        let message = Taken(
            id: "P\(taken.count + 1)",
            recipient: recipient,
            body: body,
            second: second,
            words: words,
            fault: fault,
            arrives: fault == nil
        )
        taken.append(message)
        return message
    }

    /// Its messages to a number, newest first.
    func list(recipient: Int, since: Int, at second: Int) -> [Settlement.Listed] {
        taken.filter { $0.recipient == recipient && $0.second >= since }.reversed()
            .filter { $0.second + Self.listLagSeconds <= second }
            .map { $0.listed(at: second) }
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
            body: body
        )
    }
}

extension SplitMix64 {
    /// Chance of so many of a hundred.
    mutating func happens(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &self) < percent
    }
}

extension Array {
    /// One of the elements; there must be one.
    func any(using random: inout SplitMix64) -> Element {
        self[Int.random(in: 0..<count, using: &random)]
    }
}
