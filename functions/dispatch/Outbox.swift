import Messaging
import Providers
import Store

/// What happens to a message before and after the provider is called; never meanwhile, so that the
/// database is not held while a provider takes its time.
struct Outbox: Sendable {
    let database: Database
    let provider: any Provider
    let callbackURL: String
    let reportOverdueSeconds: Int
    /// How long an attempt may be under way before it counts as lost.
    let leaseSeconds: Int

    /// A message whose attempt is recorded, ready for the provider.
    struct Outgoing {
        let attemptNumber: Int
        let outbound: OutboundMessage
        /// Afterwards its call might not have ended when the lease runs out.
        let sendBefore: ContinuousClock.Instant
    }

    /// Takes up what is due and records the attempts, all in one transaction.
    func collect(limit: Int) throws -> [Outgoing] {
        let sendBefore = ContinuousClock.now + .seconds(leaseSeconds / 3)
        return try database.inTransaction { connection in
            let due = try Dispatching.claim(limit: limit, on: &connection)
            guard !due.isEmpty else { return [] }
            let composing = try Composing.load(due.map(\.messageID), on: &connection)
            let prepared = due.compactMap { prepare($0, from: composing) }
            let unusable = Set(due.map(\.messageID)).subtracting(prepared.map(\.messageID))
            if !unusable.isEmpty {
                try Dispatching.giveUp(Array(unusable), code: .templateEmpty, on: &connection)
            }
            try Dispatching.record(
                prepared,
                provider: provider.name,
                leaseSeconds: leaseSeconds,
                on: &connection
            )
            try composing.record(prepared.map(\.messageID), on: &connection)
            let recipients = Dictionary(
                due.map { ($0.messageID, $0.recipient) },
                uniquingKeysWith: { first, _ in first }
            )
            return prepared.compactMap { outgoing($0, to: recipients[$0.messageID], sendBefore) }
        }
    }

    /// Writes down how the calls ended.
    ///
    /// - Returns: what the server refused to write.
    func record(_ items: [Progressing.Item]) throws -> [Progressing.Refused] {
        try Progressing.apply(items, reportOverdueSeconds: reportOverdueSeconds, on: database)
    }

    /// Writes down how the provider does.
    func note(_ state: ProviderState) throws {
        try database.forAll { connection in
            try ProviderStates.note(state, of: provider.name, on: &connection)
        }
    }

    private func prepare(
        _ due: Dispatching.Due,
        from composing: Composing
    ) -> Dispatching.Prepared? {
        guard let text = composing.text(of: due) else { return nil }
        return Dispatching.Prepared(
            messageID: due.messageID,
            attemptNumber: due.attemptNumber,
            body: text.body,
            segments: text.count.segments
        )
    }

    private func outgoing(
        _ prepared: Dispatching.Prepared,
        to recipient: String?,
        _ sendBefore: ContinuousClock.Instant
    ) -> Outgoing? {
        guard let recipient, let number = try? E164(recipient) else { return nil }
        let query = "m=\(prepared.messageID)&a=\(prepared.attemptNumber)"
        return Outgoing(
            attemptNumber: prepared.attemptNumber,
            outbound: OutboundMessage(
                id: prepared.messageID,
                to: number,
                body: prepared.body,
                statusCallback: "\(callbackURL)?\(query)"
            ),
            sendBefore: sendBefore
        )
    }
}
