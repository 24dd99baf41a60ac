import Messaging

/// Questions to the providers: what `Inspector` and `Inquiry` do.
extension Simulation {
    mutating func ask(_ place: Happening.Place, by worker: Happening.Worker) {
        guard let attempt = store[place], let provider = providers[attempt.provider] else { return }
        let question = Settlement.Question(
            state: attempt.progress.state,
            status: attempt.progress.status,
            body: store.messages[place.message].body,
            ageSeconds: attempt.ageSeconds(at: now)
        )
        let answer = answer(provider, about: place, attempt)
        let second = now + chance(upTo: SimulatedProvider.callSeconds)
        agenda.add(.settled(question, answer, place, by: worker), at: second)
    }

    private mutating func answer(
        _ provider: SimulatedProvider,
        about place: Happening.Place,
        _ attempt: SimulatedStore.Attempt
    ) -> Settlement.Answer {
        guard provider.hasList else { return .cannotSay }
        let isAway = provider.isTroubled(at: now) && random.happens(50)
        if isAway || random.happens(provider.trouble / 2) {
            tally.add(.listIncomplete)
            return .nothing
        }
        if attempt.progress.state == .accepted {
            let message = attempt.progress.providerMessageID.flatMap { provider.fetch($0, at: now) }
            return message.map(Settlement.Answer.message) ?? .nothing
        }
        let recipient = store.messages[place.message].recipient
        if provider.isBehind(recipient: recipient, at: now) { tally.add(.listBehind) }
        // The provider's clock may be behind ours.
        let since = attempt.startedAt - 60
        return .list(provider.list(recipient: recipient, since: since, at: now))
    }

    /// What our own rows say is read when the answer is there, and may be old when it is written.
    mutating func conclude(
        _ question: Settlement.Question,
        _ answer: Settlement.Answer,
        _ place: Happening.Place,
        by worker: Happening.Worker
    ) {
        guard !crashes(worker), let name = store[place]?.provider else { return }
        var question = question
        question.hasRivals = store.hasRivals(place)
        if question.hasRivals { tally.add(.hadRival) }
        var claimed = store.claimedIDs(at: name)
        let news = Settlement(settleSeconds: SimulatedProvider.settleSeconds)
            .news(of: question, answer, claimed: &claimed)
        switch news {
        case .found: tally.add(.foundInList)
        case .absent: tally.add(.notInList)
        case .undecidable: tally.add(.undecidable)
        default: break
        }
        agenda.add(.concluded(news, place, by: worker), at: now + stall())
    }
}
