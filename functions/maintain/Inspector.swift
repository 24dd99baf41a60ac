import FunctionRuntime
import HTTPClient
import Messaging
import Providers
import Store

/// Asks the provider about attempts that are not settled: whose call was cut off, whose answer was
/// lost, whose final report is overdue.
///
/// Nothing is guessed, and nothing is sent from here.
struct Inspector: Sendable {
    let database: Database
    let provider: any Provider
    let settleSeconds: Int
    let reportOverdueSeconds: Int

    private static let checksMax = 50
    /// A list longer than this proves nothing.
    private static let pagesMax = 5
    /// How far the provider's clock may be behind ours, in seconds.
    private static let clockSkewSeconds = 60

    func inspect(until stop: StopSignal) throws -> Duty.Outcome {
        let due = try database.forAll { connection in
            try Checks.claim(limit: Self.checksMax, on: &connection)
        }
        let client = MultiClient()
        for check in due where !stop.isStopping {
            let news = try news(of: check, client)
            try database.forAll { connection in
                try Progressing.apply(
                    [
                        Progressing.Item(
                            messageID: check.messageID,
                            attemptNumber: check.attemptNumber,
                            news: news
                        )
                    ],
                    reportOverdueSeconds: reportOverdueSeconds,
                    on: &connection
                )
            }
        }
        return due.count == Self.checksMax ? .more : .idle
    }

    private func news(of check: Checks.Due, _ client: MultiClient) throws -> News {
        guard check.state == .accepted, let id = check.providerMessageID else {
            return try whetherTaken(check, client)
        }
        let answer = provider.readFetch(
            client.send(provider.fetchRequest(ProviderMessageID(rawValue: id)))
        )
        guard case .found(let message) = answer else { return .nothingNew }
        guard check.status.map({ $0.accepts(report: message.status) }) ?? true else {
            let isComplete = message.status.isFinal && message.receipt.price != nil
            return isComplete ? .priced(Receipt(message)) : .nothingNew
        }
        return .reported(Receipt(message), message.fault)
    }

    // MARK: - Did the provider take it?

    private func whetherTaken(_ check: Checks.Due, _ client: MultiClient) throws -> News {
        guard let listed = list(check, client) else { return .nothingNew }
        let hasSettled = check.ageSeconds >= settleSeconds
        let candidates = try unclaimed(listed.filter { $0.body == check.body })
        guard let oldest = candidates.last else { return hasSettled ? .absent : .nothingNew }
        // Two of our messages with the same text may be meant; a callback would tell them apart.
        let rivals = try database.forAll { connection in
            try Checks.rivals(of: check, on: &connection)
        }
        guard rivals == 0 || hasSettled else { return .nothingNew }
        return .found(Receipt(oldest))
    }

    /// The provider's messages to the number since the attempt, newest first; nil when the provider
    /// does not tell all of them.
    private func list(_ check: Checks.Due, _ client: MultiClient) -> [ProviderMessage]? {
        let since = Int64(check.startedAtSeconds - Self.clockSkewSeconds)
        var found: [ProviderMessage] = []
        var page: NextPage?
        for _ in 0..<Self.pagesMax {
            let request = provider.listRequest(
                to: check.recipient,
                sinceUnixSeconds: since,
                page: page
            )
            guard case .page(let messages, let next) = provider.readList(client.send(request))
            else { return nil }
            found += messages.filter { ($0.createdAtSeconds ?? since) >= since }
            guard let next, messages.contains(where: { ($0.createdAtSeconds ?? since) >= since })
            else { return found }
            page = next
        }
        return nil
    }

    /// Those that belong to no attempt yet.
    private func unclaimed(_ messages: [ProviderMessage]) throws -> [ProviderMessage] {
        guard !messages.isEmpty else { return [] }
        let known = try database.forAll { connection in
            try Checks.known(
                messages.map(\.id.rawValue),
                provider: provider.name,
                on: &connection
            )
        }
        return messages.filter { !known.contains($0.id.rawValue) }
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
}
