import Messaging

extension SimulatedStore {
    /// What `Progressing.apply` and `StepChange` do.
    ///
    /// - Returns: false when an index forbids it: the provider's id belongs to another attempt.
    mutating func apply(
        _ news: News,
        to place: Happening.Place,
        at now: Int,
        fraction: Double
    ) -> Bool {
        let row = messages[place.message]
        var progress = MessageProgress(
            status: row.status,
            attemptCount: row.attemptCount,
            freeAttempts: row.freeAttempts,
            isAwaitingAttempt: row.nextAttemptAt != nil,
            ageSeconds: now - row.dueAt,
            policy: Self.policy,
            attempts: row.attempts.mapValues { $0.aged(at: now) }
        )
        guard let step = progress.hear(news, of: place.attempt, fraction: fraction),
            var attempt = row.attempts[place.attempt]
        else { return true }
        if let id = step.attempt.providerMessageID, let owner = owner(of: id, at: attempt.provider),
            owner != place
        {
            return false
        }
        attempt.progress = step.attempt
        if step.attempt.state != .started { attempt.endedAt = attempt.endedAt ?? now }
        switch step.check {
        case .asItIs: break
        case .none: attempt.checkAt = nil
        case .inSeconds(let seconds): attempt.checkAt = now + seconds
        }
        messages[place.message].attempts[place.attempt] = attempt
        switch step.plan {
        case .asItIs: break
        case .none: messages[place.message].nextAttemptAt = nil
        case .attempt(let seconds): messages[place.message].nextAttemptAt = now + seconds
        }
        if step.isFreeAttempt { messages[place.message].freeAttempts += 1 }
        move(place.message, to: step.messageStatus)
        return true
    }

    /// Brings the next attempt of a message forward that another provider may take at once.
    mutating func hasten(_ index: Int, at now: Int) {
        guard messages[index].status == .scheduled,
            let next = messages[index].nextAttemptAt, next > now
        else { return }
        messages[index].nextAttemptAt = now
    }

    /// The attempt that a report is about: by the provider's id, else the one it names.
    func locate(
        _ id: String,
        named place: Happening.Place,
        through provider: String
    ) -> Happening.Place? {
        if let owner = owner(of: id, at: provider) { return owner }
        guard let named = self[place], named.provider == provider,
            named.progress.providerMessageID == nil
        else { return nil }
        return place
    }

    // MARK: - Questions

    /// Takes up what is due for checking, for as long as a check may take.
    mutating func claimChecks(at now: Int) -> [Happening.Place] {
        let due = messages.indices.filter { messages[$0].nextCheckAt.map { $0 <= now } ?? false }
            .flatMap { index in
                messages[index].attempts.filter { $0.value.checkAt.map { $0 <= now } ?? false }.keys
                    .sorted().map { Happening.Place(message: index, attempt: $0) }
            }
        for place in due { self[place]?.checkAt = now + 60 }
        return due
    }

    /// The provider's ids that belong to an attempt already.
    func claimedIDs(at provider: String) -> Set<String> {
        let attempts = messages.flatMap(\.attempts.values).filter { $0.provider == provider }
        return Set(attempts.compactMap(\.progress.providerMessageID))
    }

    /// Whether another attempt with the same recipient awaits an answer as well.
    func hasRivals(_ place: Happening.Place) -> Bool {
        let recipient = messages[place.message].recipient
        return messages.enumerated().contains { index, message in
            message.recipient == recipient
                && message.attempts.contains { number, attempt in
                    [.started, .unknown].contains(attempt.progress.state)
                        && Happening.Place(message: index, attempt: number) != place
                }
        }
    }

    private func owner(of id: String, at provider: String) -> Happening.Place? {
        for (index, message) in messages.enumerated() {
            let found = message.attempts.first { _, attempt in
                attempt.provider == provider && attempt.progress.providerMessageID == id
            }
            if let found { return Happening.Place(message: index, attempt: found.key) }
        }
        return nil
    }
}

extension SimulatedStore.Attempt {
    /// How long ago the call ended, as far as that is known, else began.
    func ageSeconds(at now: Int) -> Int { now - (endedAt ?? startedAt) }

    fileprivate func aged(at now: Int) -> AttemptProgress {
        AttemptProgress(
            state: progress.state,
            status: progress.status,
            fault: progress.fault,
            providerMessageID: progress.providerMessageID,
            checkCount: progress.checkCount,
            ageSeconds: ageSeconds(at: now)
        )
    }
}
