import Messaging
import TestSupport
import Testing

@Suite struct `A message's progress` {
    @Test func `ends the same for any order and repetition of news of one attempt`() {
        var random = SplitMix64(seed: 7)
        for _ in 0..<12_000 {
            let told = History.ofOneAttempt(using: &random)
            let start = MessageProgress.sending(retriesMax: Int.random(in: 0...2, using: &random))
            let order = told.shuffled(using: &random)
            let again = (told + told.shuffled(using: &random).prefix(3)).shuffled(using: &random)
            let (one, other) = (start.hearing(order), start.hearing(again))
            #expect(one.outcome == other.outcome, "\(order)\n\(again)")
        }
    }

    @Test func `ends the same for any order and repetition of news of several attempts`() {
        var random = SplitMix64(seed: 8)
        for _ in 0..<12_000 {
            let count = Int.random(in: 2...4, using: &random)
            let start = MessageProgress.resent(attempts: count, using: &random)
            let told = (1...count).flatMap { number in
                History.late(of: number, newest: count, using: &random)
            }
            let order = told.shuffled(using: &random)
            let again = (told + told.shuffled(using: &random).prefix(3)).shuffled(using: &random)
            let (one, other) = (start.hearing(order), start.hearing(again))
            #expect(one.outcome == other.outcome, "\(start)\n\(order)\n\(again)")
        }
    }

    @Test func `is never sent again without proof that no attempt got through`() {
        var random = SplitMix64(seed: 9)
        for _ in 0..<20_000 {
            let count = Int.random(in: 1...3, using: &random)
            var message = MessageProgress.resent(attempts: count, using: &random)
            for _ in 0..<8 {
                let number = Int.random(in: 1...count, using: &random)
                let before = message
                let step = message.hear(.anything(using: &random), of: number, fraction: 0)
                let isListed =
                    message.status == before.status
                    || before.status.successors.contains(message.status)
                #expect(isListed, "\(before.status) \(message.status)")
                guard case .attempt = step?.plan else { continue }
                let isCertain = message.attempts.values.allSatisfy(\.isProvenLost)
                #expect(isCertain, "\(before) \(message)")
            }
        }
    }

    @Test func `that was delivered never becomes worse`() {
        var random = SplitMix64(seed: 10)
        for _ in 0..<10_000 {
            let count = Int.random(in: 1...3, using: &random)
            var message = MessageProgress.resent(attempts: count, using: &random)
            let arrived = Int.random(in: 1...count, using: &random)
            _ = message.hear(.report(.delivered, of: arrived), of: arrived, fraction: 0)
            for _ in 0..<6 {
                let number = Int.random(in: 1...count, using: &random)
                _ = message.hear(.anything(using: &random), of: number, fraction: 0)
                #expect(message.status == .delivered && !message.isAwaitingAttempt)
            }
        }
    }
}

/// Stories of what attempts can be told of.
private enum History {
    typealias Told = (news: News, number: Int)

    /// One call has one end; the reports on it come as they like.
    static func ofOneAttempt(using random: inout SplitMix64) -> [Told] {
        let ends: [[News]] = [
            [.accepted(.receipt(.queued, of: 1))], [.answerLost(reason: "timeout")],
            [.answerLost(reason: "timeout"), .found(.receipt(.sent, of: 1))],
            [.answerLost(reason: "timeout"), .absent], [.absent], [],
            [.answerLost(reason: "timeout"), .undecidable(reason: "no list")],
            [.undecidable(reason: "no list"), .absent],
            [.refused(Fault(code: "21211", errorClass: .permanent))],
            [.throttled(retryAfterSeconds: nil), .absent], [.notSent(reason: "refused")],
        ]
        var news = ends.randomElement(using: &random) ?? []
        // What the provider refused is not reported on.
        let isTaken = !news.contains {
            switch $0 {
            case .refused, .throttled, .notSent: true
            default: false
            }
        }
        if isTaken { news += reports(of: 1, using: &random) }
        return news.map { ($0, 1) }
    }

    /// Older attempts are over; reports on those that the provider had may still come.
    static func late(of number: Int, newest: Int, using random: inout SplitMix64) -> [Told] {
        let news =
            number == newest
            ? ofOneAttempt(using: &random).map(\.news) : reports(of: number, using: &random)
        return news.map { ($0.of(number), number) }
    }

    private static func reports(of number: Int, using random: inout SplitMix64) -> [News] {
        let words: [DeliveryStatus] = [
            .queued, .sending, .sent, .delivered, .undelivered, .failed, .expired,
        ]
        return (0..<Int.random(in: 0...4, using: &random)).map { _ in
            .report(words.randomElement(using: &random) ?? .sent, of: number)
        }
    }
}

extension MessageProgress {
    /// A message whose first attempt is under way.
    static func sending(retriesMax: Int = 2, delayMinutes: Int = 1) -> Self {
        MessageProgress(
            status: .queued,
            attemptCount: 1,
            freeAttempts: 0,
            isAwaitingAttempt: false,
            ageSeconds: 5,
            policy: RetryPolicy(
                retriesMax: retriesMax,
                retryDelayMinutes: delayMinutes,
                reportOverdueSeconds: 600
            ),
            attempts: [1: AttemptProgress(state: .started)]
        )
    }

    /// A message whose newest attempt is under way, and all before it came to nothing.
    static func resent(attempts count: Int, using random: inout SplitMix64) -> Self {
        var message = sending(retriesMax: Int.random(in: 0...4, using: &random))
        let ends: [AttemptProgress] = [
            AttemptProgress(state: .absent, fault: Fault(.absentAtProvider)),
            AttemptProgress(
                state: .accepted,
                status: .undelivered,
                fault: .passing,
                providerMessageID: "SM"
            ),
        ]
        for number in 1..<count {
            message.attempts[number] = ends.randomElement(using: &random)
            message.attempts[number + 1] = AttemptProgress(state: .started)
        }
        message.attemptCount = count
        return message
    }

    func hearing(_ told: [(news: News, number: Int)]) -> Self {
        var message = self
        for (news, number) in told { _ = message.hear(news, of: number, fraction: 0) }
        return message
    }

    /// All that counts in the end; how often the provider was asked does not.
    var outcome: [String] {
        ["\(status) \(isAwaitingAttempt) \(freeAttempts)"]
            + attempts.sorted { $0.key < $1.key }.map {
                "\($0.value.state) \($0.value.status as Any)"
            }
    }
}

extension AttemptProgress {
    fileprivate var isProvenLost: Bool {
        switch state {
        case .refused, .absent: true
        case .accepted: [.failed, .undelivered, .cancelled, .expired].contains(status)
        case .started, .unknown: false
        }
    }
}

extension Fault {
    static let passing = Fault(ProviderErrorCode(rawValue: 30003))
    static let lasting = Fault(ProviderErrorCode(rawValue: 30005))
}

extension Receipt {
    static func receipt(_ status: DeliveryStatus, of number: Int) -> Self {
        Receipt(providerMessageID: "SM\(number)", status: status)
    }
}

extension News {
    /// A report with the reason that goes with its word, so that the same word says the same.
    static func report(_ status: DeliveryStatus, of number: Int) -> Self {
        let fault: Fault? =
            switch status {
            case .failed: .passing
            case .undelivered: .lasting
            default: nil
            }
        return .reported(.receipt(status, of: number), fault)
    }

    /// Any news at all, sensible or not.
    static func anything(using random: inout SplitMix64) -> Self {
        let words = DeliveryStatus.allCases.filter {
            ![.unknown, .scheduled, .suppressed].contains($0)
        }
        let word = words.randomElement(using: &random) ?? .sent
        let all: [News] = [
            .accepted(.receipt(word, of: 1)), .found(.receipt(word, of: 1)), .report(word, of: 1),
            .report(word, of: 1), .answerLost(reason: "reset"), .absent, .nothingNew,
            .undecidable(reason: "no list"),
            .refused(.passing), .throttled(retryAfterSeconds: 3), .notSent(reason: "refused"),
            .priced(.receipt(word, of: 1)),
        ]
        return all.randomElement(using: &random) ?? .absent
    }

    fileprivate func of(_ number: Int) -> Self {
        switch self {
        case .accepted(let receipt): .accepted(.receipt(receipt.status, of: number))
        case .found(let receipt): .found(.receipt(receipt.status, of: number))
        case .reported(let receipt, let fault):
            .reported(.receipt(receipt.status, of: number), fault)
        default: self
        }
    }
}
