import Accounts
import FunctionRuntime
import Messaging
import Providers
import Store
import Web

/// Asks the provider about attempts that are not settled: whose call was cut off, whose answer was
/// lost, whose final report is overdue.
///
/// Nothing is guessed, and nothing is sent from here.
struct Inspector: Sendable {
    let database: Database
    let providers: ProviderDirectory
    let settleSeconds: Int
    let reportOverdueSeconds: Int
    let log: Log

    private static let checksMax = 256

    func inspect(until stop: StopSignal) throws -> Duty.Outcome {
        let due = try database.forAll { connection in
            try Checks.claim(limit: Self.checksMax, on: &connection)
        }
        guard !due.isEmpty else { return .idle }
        let answers = Inquiry(providers: try providers.all()).ask(due, until: stop)
        var facts = try knownFacts(of: answers)
        let items = answers.map { check, answer in
            Progressing.Item(
                messageID: check.messageID,
                attemptNumber: check.attemptNumber,
                news: news(of: check, answer, &facts)
            )
        }
        let refused = try Progressing.apply(
            items,
            reportOverdueSeconds: reportOverdueSeconds,
            on: database
        )
        for news in refused {
            log.write(
                .warning,
                "newsRefused",
                ["messageId": .string(news.item.messageID), "reason": .string(news.reason)]
            )
        }
        return due.count == Self.checksMax ? .more : .idle
    }

    // MARK: - What an answer means

    private func news(
        of check: Checks.Due,
        _ answer: Inquiry.Answer,
        _ facts: inout Facts
    ) -> News {
        switch answer {
        case .nothing: return .nothingNew
        case .message(let message):
            guard check.status.map({ $0.accepts(report: message.status) }) ?? true else {
                let isComplete = message.status.isFinal && message.receipt.price != nil
                return isComplete ? .priced(Receipt(message)) : .nothingNew
            }
            return .reported(Receipt(message), message.fault)
        case .list(let messages): return whetherTaken(check, messages, &facts)
        }
    }

    /// What our own rows say of the messages in the provider's lists.
    private struct Facts {
        /// The provider's ids that belong to an attempt already.
        var claimed: Set<String>
        let withRivals: Set<Checks.Place>
    }

    private func knownFacts(
        of answers: [(check: Checks.Due, answer: Inquiry.Answer)]
    ) throws -> Facts {
        var listed: [String: [String]] = [:]
        var asked: [Checks.Due] = []
        for case (let check, .list(let messages)) in answers where !messages.isEmpty {
            listed[check.provider, default: []] += messages.map(\.id.rawValue)
            asked.append(check)
        }
        guard !listed.isEmpty else { return Facts(claimed: [], withRivals: []) }
        return try database.forAll { connection in
            var claimed: Set<String> = []
            for (provider, ids) in listed {
                claimed.formUnion(try Checks.known(ids, provider: provider, on: &connection))
            }
            return Facts(
                claimed: claimed,
                withRivals: try Checks.withRivals(among: asked, on: &connection)
            )
        }
    }

    private func whetherTaken(
        _ check: Checks.Due,
        _ messages: [ProviderMessage],
        _ facts: inout Facts
    ) -> News {
        let hasSettled = check.ageSeconds >= settleSeconds
        let candidates = messages.filter {
            !facts.claimed.contains($0.id.rawValue) && $0.mayCarry(check.body)
        }
        guard let oldest = candidates.last else { return hasSettled ? .absent : .nothingNew }
        // Two of our messages with the same text may be meant; a callback would tell them apart.
        guard hasSettled || !facts.withRivals.contains(check.place) else { return .nothingNew }
        facts.claimed.insert(oldest.id.rawValue)
        return .found(Receipt(oldest))
    }
}

extension Receipt {
    fileprivate init(_ message: ProviderMessage) {
        self.init(
            providerMessageID: message.id.rawValue,
            status: message.status,
            segments: message.receipt.segments,
            price: message.receipt.price,
            sender: message.receipt.sender
        )
    }
}

extension ProviderMessage {
    fileprivate var fault: Fault? {
        status == .failed || status == .undelivered
            ? Fault(errorCode, message: errorMessage) : nil
    }

    /// Providers may replace look-alike characters (Twilio: smart encoding), trim, or no longer
    /// show a text; to take such a message for another's would be to send it twice.
    fileprivate func mayCarry(_ text: String) -> Bool {
        body.isEmpty || body == text
            || body.smartEncoded.split(whereSeparator: \.isWhitespace)
                == text.smartEncoded.split(whereSeparator: \.isWhitespace)
    }
}
