import Messaging
import Postgres
import Providers
import Routing
import Store

/// What happens to a message before and after the provider is called; never meanwhile, so that the
/// database is not held while a provider takes its time.
struct Outbox: Sendable {
    let database: Database
    let estimates: Estimates
    let callbackURL: String
    let reportOverdueSeconds: Int
    /// How long an attempt may be under way before it counts as lost.
    let leaseSeconds: Int
    /// Whether tenants that do not say otherwise keep quiet hours.
    let quietHours: Bool
    /// Nil without a key to make them with.
    let links: MessageLinks?
    /// Tell the numbers of people who were erased; nil without a key.
    let marks: (any NumberMarks)?

    /// A message whose attempt is recorded, ready for the provider.
    struct Outgoing {
        let attemptNumber: Int
        let outbound: OutboundMessage
        let provider: String
        /// Providers that have failed the message before.
        let tried: Set<String>
        /// Afterwards its call might not have ended when the lease runs out.
        let sendBefore: ContinuousClock.Instant
    }

    /// Takes up what is due and records the attempts, all in one transaction.
    func collect(limit: Int, through routes: RouteTable) throws -> [Outgoing] {
        let callWithin = Lease(seconds: leaseSeconds).callWithinSeconds
        let sendBefore = ContinuousClock.now + .seconds(callWithin)
        return try database.inTransaction { connection in
            let claimed = try Dispatching.claim(limit: limit, on: &connection)
            guard !claimed.isEmpty else { return [] }
            let composing = try Composing.load(
                claimed.map(\.messageID),
                links: links,
                on: &connection
            )
            let passed = try Gating.apply(
                claimed,
                quietHours: quietHours,
                marks: marks,
                on: &connection
            )
            try Rehearsal.hold(
                passed.shadow.compactMap { prepare($0, from: composing) }
                    .map { .init($0, provider: ProviderAccounts.homeName) },
                on: &connection
            )
            let due = passed.live
            let prepared = due.compactMap { prepare($0, from: composing) }
            let unusable = Set(due.map(\.messageID)).subtracting(prepared.map(\.messageID))
            if !unusable.isEmpty {
                try Dispatching.giveUp(Array(unusable), code: .templateEmpty, on: &connection)
            }
            let recipients = Dictionary(
                due.map { ($0.messageID, $0.recipient) },
                uniquingKeysWith: { first, _ in first }
            )
            // The only way there is needs no choice, unless it is not the channel's.
            let only = due.allSatisfy { $0.channel == .sms } ? routes.onlyName : nil
            let known =
                only == nil ? try circumstances(of: prepared, routes, on: &connection) : [:]
            let step = try route(prepared, to: recipients, known, routes, only, on: &connection)
            let admitted = try admit(step.routed, on: &connection)
            try Dispatching.record(admitted, leaseSeconds: leaseSeconds, on: &connection)
            try composing.record(admitted.map(\.message.messageID), on: &connection)
            try Links.record(admitted.map(\.message), on: &connection)
            try RouteDecisions.postpone(step.waits, on: &connection)
            return admitted.compactMap { routed in
                outgoing(
                    routed,
                    to: recipients[routed.message.messageID],
                    tried: known[routed.message.messageID]?.tried ?? [],
                    sendBefore
                )
            }
        }
    }

    /// Begins calls whose attempts are recorded, except to those who said STOP since.
    ///
    /// `begin` hears of each message whether it may still leave; nobody's STOP is committed
    /// meanwhile.
    func lookAgain(
        at messages: [Outgoing],
        begin: (_ message: Outgoing, _ isWelcome: Bool) -> Void
    ) throws {
        guard !messages.isEmpty else { return }
        try database.inTransaction { connection in
            let unwelcome = try LastLook.unwelcome(
                among: messages.map(\.outbound.id),
                on: &connection
            )
            for message in messages { begin(message, !unwelcome.contains(message.outbound.id)) }
        }
    }

    /// What the choice of a way depends on.
    private func circumstances(
        of messages: [Dispatching.Prepared],
        _ routes: RouteTable,
        on connection: inout Connection
    ) throws -> [String: RouteDecisions.Circumstances] {
        try RouteDecisions.circumstances(
            of: messages.map(\.messageID),
            knowsSenders: routes.hasSenders,
            on: &connection
        )
    }

    private func route(
        _ messages: [Dispatching.Prepared],
        to recipients: [String: String],
        _ known: [String: RouteDecisions.Circumstances],
        _ routes: RouteTable,
        _ only: String?,
        on connection: inout Connection
    ) throws -> RoutingStep {
        if let only { return RoutingStep(messages, throughOnly: only) }
        let step = RoutingStep(
            messages,
            to: recipients,
            known: known,
            busy: try Lanes.lock(Array(routes.lanes.keys), on: &connection),
            through: routes
        )
        try Lanes.occupy(step.busy.filter { $0.value > 0 }, on: &connection)
        return step
    }

    /// Those for which there is money; the others are held from now on.
    private func admit(
        _ routed: [Dispatching.Routed],
        on connection: inout Connection
    ) throws -> [Dispatching.Routed] {
        let byProvider = Dictionary(grouping: routed, by: \.provider)
        // In one order, so that two workers never wait for each other's budgets.
        return try byProvider.sorted { $0.key < $1.key }.flatMap { provider, routed in
            let messages = routed.map(\.message)
            let admitted = try estimates.admit(messages, provider: provider, on: &connection)
            let ids = Set(admitted.map(\.messageID))
            return routed.filter { ids.contains($0.message.messageID) }
        }
    }

    /// Writes down how the calls ended.
    ///
    /// - Returns: what the server refused to write.
    func record(_ items: [Progressing.Item]) throws -> [Progressing.Refused] {
        try Progressing.apply(items, reportOverdueSeconds: reportOverdueSeconds, on: database)
    }

    /// Lets messages that one provider failed go through another at once.
    func hasten(_ messageIDs: [String]) throws {
        guard !messageIDs.isEmpty else { return }
        try database.forAll { connection in
            try RouteDecisions.hasten(messageIDs, on: &connection)
        }
    }

    /// Writes down how a provider does.
    func note(_ state: ProviderState, of provider: String) throws {
        try database.forAll { connection in
            try ProviderStates.note(state, of: provider, on: &connection)
        }
    }

    /// Stops a provider that does not accept our account, and tells a person.
    func pause(_ provider: String, _ reason: String) throws {
        try database.inTransaction { connection in
            try ProviderRoutes.pause(provider, reason: reason, by: nil, on: &connection)
            try Alerts.raise(
                .providerPaused,
                subject: provider,
                detail: reason,
                on: &connection
            )
        }
    }

    /// Lets a provider go on that trouble had stopped, now that it takes messages again.
    func resume(_ provider: String) throws {
        try database.forAll { connection in
            _ = try ProviderRoutes.resume(
                provider,
                reason: "It took a message again.",
                by: nil,
                on: &connection
            )
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
            body: text.prepared.body,
            segments: text.prepared.count.segments,
            links: text.links
        )
    }

    private func outgoing(
        _ routed: Dispatching.Routed,
        to recipient: String?,
        tried: Set<String>,
        _ sendBefore: ContinuousClock.Instant
    ) -> Outgoing? {
        let message = routed.message
        guard let recipient, let number = try? E164(recipient) else { return nil }
        return Outgoing(
            attemptNumber: message.attemptNumber,
            outbound: OutboundMessage(
                id: message.messageID,
                attempt: message.attemptNumber,
                to: number,
                body: message.body,
                callbackURL: callbackURL(of: routed.provider),
                sender: routed.sender
            ),
            provider: routed.provider,
            tried: tried,
            sendBefore: sendBefore
        )
    }

    /// Where an account reports to: each has an address of its own, so that its signature is
    /// checked with its own secret.
    private func callbackURL(of provider: String) -> String {
        provider == ProviderAccounts.homeName ? callbackURL : "\(callbackURL)/\(provider)"
    }
}
