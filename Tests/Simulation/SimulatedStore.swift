import Messaging

/// The rows that the real store keeps, and the statements that matter, each of them a transaction.
struct SimulatedStore {
    struct Message {
        let recipient: Int
        let body: String
        let dueAt: Int
        var status = DeliveryStatus.scheduled
        var nextAttemptAt: Int?
        var attemptCount = 0
        var freeAttempts = 0
        var errorCode: String?
        var attempts: [Int: Attempt] = [:]
    }

    struct Attempt {
        let startedAt: Int
        var endedAt: Int?
        var checkAt: Int?
        var progress: AttemptProgress
    }

    var messages: [Message]
    var suppressed: Set<Int> = []
    /// Transitions that the database would have refused.
    private(set) var refused: [String] = []

    static let leaseSeconds = 90
    static let policy = RetryPolicy(
        retriesMax: 3,
        retryDelayMinutes: 5,
        reportOverdueSeconds: 600
    )

    /// When something is due next.
    var nextDue: Int? {
        messages.compactMap { message in
            (message.attempts.values.map(\.checkAt) + [message.nextAttemptAt]).compactMap(\.self)
                .min()
        }.min()
    }

    func dueMessages(at now: Int) -> [Int] {
        messages.indices.filter { messages[$0].nextAttemptAt.map { $0 <= now } ?? false }
    }

    func dueChecks(at now: Int) -> [Happening.Place] {
        messages.indices.flatMap { index in
            messages[index].attempts.filter { $0.value.checkAt.map { $0 <= now } ?? false }.keys
                .sorted().map { Happening.Place(message: index, attempt: $0) }
        }
    }

    mutating func record(_ index: Int, at now: Int) -> Happening.Place {
        let number = messages[index].attemptCount + 1
        move(index, to: .queued)
        messages[index].nextAttemptAt = nil
        messages[index].attemptCount = number
        messages[index].attempts[number] = Attempt(
            startedAt: now,
            checkAt: now + Self.leaseSeconds,
            progress: AttemptProgress(state: .started)
        )
        return Happening.Place(message: index, attempt: number)
    }

    mutating func settle(_ index: Int, as status: DeliveryStatus) {
        move(index, to: status)
        messages[index].nextAttemptAt = nil
    }

    /// The number is written to no more, and what waits for it is withdrawn.
    mutating func suppress(_ recipient: Int) {
        suppressed.insert(recipient)
        for index in messages.indices
        where messages[index].recipient == recipient && messages[index].nextAttemptAt != nil {
            settle(index, as: .suppressed)
        }
    }

    /// What `Progressing.apply` and `StepChange` do.
    mutating func apply(_ news: News, to place: Happening.Place, at now: Int, fraction: Double) {
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
        else { return }
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
        messages[place.message].errorCode = step.fault?.code
        move(place.message, to: step.messageStatus)
    }

    /// The attempt that a report is about: by the provider's id, else the one it names.
    func locate(_ id: String, named place: Happening.Place) -> Happening.Place? {
        for (index, message) in messages.enumerated() {
            for (number, attempt) in message.attempts
            where attempt.progress.providerMessageID == id {
                return Happening.Place(message: index, attempt: number)
            }
        }
        let named = messages[place.message].attempts[place.attempt]
        return named?.progress.providerMessageID == nil ? place : nil
    }

    var claimedIDs: Set<String> {
        Set(messages.flatMap { $0.attempts.values.compactMap(\.progress.providerMessageID) })
    }

    func hasRivals(_ place: Happening.Place) -> Bool {
        let asked = messages[place.message]
        return messages.enumerated().contains { index, message in
            message.recipient == asked.recipient && message.body == asked.body
                && message.attempts.contains { number, attempt in
                    [.started, .unknown].contains(attempt.progress.state)
                        && Happening.Place(message: index, attempt: number) != place
                }
        }
    }

    private mutating func move(_ index: Int, to status: DeliveryStatus) {
        let before = messages[index].status
        if before != status && !before.successors.contains(status) {
            refused.append("message \(index): \(before) does not become \(status)")
        }
        messages[index].status = status
    }
}

extension SimulatedStore.Attempt {
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
