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
        var question = Settlement.Question(
            state: check.state,
            status: check.status,
            body: check.body,
            ageSeconds: check.ageSeconds
        )
        question.hasRivals = facts.withRivals.contains(check.place)
        return Settlement(settleSeconds: settleSeconds)
            .news(of: question, Settlement.Answer(answer), claimed: &facts.claimed)
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
}

extension Settlement.Answer {
    fileprivate init(_ answer: Inquiry.Answer) {
        self =
            switch answer {
            case .message(let message): .message(Settlement.Listed(message))
            case .list(let messages): .list(messages.map(Settlement.Listed.init))
            case .nothing: .nothing
            case .cannotSay: .cannotSay
            }
    }
}

extension Settlement.Listed {
    fileprivate init(_ message: ProviderMessage) {
        self.init(receipt: Receipt(message), fault: message.fault, body: message.body)
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
