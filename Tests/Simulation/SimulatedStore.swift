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
        var attempts: [Int: Attempt] = [:] {
            didSet { nextCheckAt = attempts.values.lazy.compactMap(\.checkAt).min() }
        }
        private(set) var nextCheckAt: Int?
    }

    struct Attempt {
        let provider: String
        let startedAt: Int
        var endedAt: Int?
        var checkAt: Int?
        var progress: AttemptProgress
    }

    var messages: [Message]
    private(set) var suppressed: Set<Int> = []
    /// Transitions that the database would have refused.
    private(set) var refused: [String] = []

    static let lease = Lease(seconds: 90)
    static let policy = RetryPolicy(
        retriesMax: 3,
        retryDelayMinutes: 5,
        reportOverdueSeconds: 600
    )

    init(messages: [Message]) { self.messages = messages }

    subscript(place: Happening.Place) -> Attempt? {
        get { messages[place.message].attempts[place.attempt] }
        set { messages[place.message].attempts[place.attempt] = newValue }
    }

    /// When something is due next.
    var nextDue: Int? {
        var next: Int?
        for message in messages {
            if let second = message.nextAttemptAt, second < next ?? .max { next = second }
            if let second = message.nextCheckAt, second < next ?? .max { next = second }
        }
        return next
    }

    // MARK: - Before the call

    func dueMessages(at now: Int) -> [Int] {
        messages.indices.filter { messages[$0].nextAttemptAt.map { $0 <= now } ?? false }
    }

    /// Records an attempt; after the lease it counts as lost.
    mutating func record(_ index: Int, through provider: String, at now: Int) -> Happening.Place {
        let number = messages[index].attemptCount + 1
        move(index, to: .queued)
        messages[index].nextAttemptAt = nil
        messages[index].attemptCount = number
        messages[index].attempts[number] = Attempt(
            provider: provider,
            startedAt: now,
            checkAt: now + Self.lease.seconds,
            progress: AttemptProgress(state: .started)
        )
        return Happening.Place(message: index, attempt: number)
    }

    /// Ends a message that is not sent.
    mutating func end(_ index: Int, as status: DeliveryStatus) {
        move(index, to: status)
        messages[index].nextAttemptAt = nil
    }

    // MARK: - People

    /// The number is written to no more, and what waits for it is withdrawn.
    mutating func suppress(_ recipient: Int) {
        suppressed.insert(recipient)
        for index in messages.indices where messages[index].recipient == recipient { cancel(index) }
    }

    mutating func release(_ recipient: Int) { suppressed.remove(recipient) }

    /// Withdraws a message that waits.
    @discardableResult
    mutating func cancel(_ index: Int) -> Bool {
        guard messages[index].nextAttemptAt != nil else { return false }
        end(index, as: .cancelled)
        return true
    }

    /// Schedules a message that failed; whoever does it knows whether the customer has it.
    mutating func retry(_ index: Int, at now: Int) -> Bool {
        let message = messages[index]
        guard [.failed, .undelivered].contains(message.status),
            message.attempts.values.allSatisfy({ $0.progress.state != .unknown })
        else { return false }
        move(index, to: .scheduled)
        messages[index].nextAttemptAt = now
        messages[index].freeAttempts = message.attemptCount
        return true
    }

    mutating func move(_ index: Int, to status: DeliveryStatus) {
        let before = messages[index].status
        if before != status && !before.successors.contains(status) {
            refused.append("message \(index): \(before) does not become \(status)")
        }
        messages[index].status = status
    }
}
