import Messaging

/// What must hold, by rules of its own: nothing here asks the code that is tried.
extension Simulation {
    /// The moment at which a call begins.
    mutating func checkCall(_ place: Happening.Place) {
        let message = store.messages[place.message]
        if store.suppressed.contains(message.recipient) {
            violate("\(place) was sent after STOP")
        }
        if !clock.allows(now) { violate("\(place) was sent in quiet hours") }
        if now - message.dueAt > validitySeconds + 60 { violate("\(place) was sent too late") }
        if !called.insert(place).inserted { violate("\(place) was called twice") }
        if message.status == .cancelled { violate("\(place) was sent although withdrawn") }
    }

    /// The moment at which a provider has taken a message: a customer gets no text more often than
    /// there are messages with it, two of which cannot be told apart by anybody.
    mutating func checkTaken(_ place: Happening.Place) {
        let message = store.messages[place.message]
        let text = Text(message.recipient, message.body)
        let due = store.messages.count { Text($0.recipient, $0.body) == text }
        if arrivals(text) > due { violate("customer \(message.recipient) got a text twice") }
    }

    /// Nobody is forgotten, and what is recorded is what happened.
    mutating func checkEnd() {
        for (index, message) in store.messages.enumerated() {
            let text = Text(message.recipient, message.body)
            let isAlone = store.messages.count { Text($0.recipient, $0.body) == text } == 1
            let hasArrived = arrivals(text) > 0
            let isOpen = message.status == .scheduled || message.status == .unknown
            let isNeverSettled = message.attempts.values.contains { $0.progress.state == .started }
            if isOpen || isNeverSettled { violate("message \(index) is forgotten") }
            if message.status == .delivered, !hasArrived {
                violate("message \(index) counts as delivered, but never arrived")
            }
            let isLost = message.status.isFinal && message.status != .delivered
            let isUndecided = message.attempts.values.contains {
                $0.progress.fault?.code == OwnErrorCode.outcomeUnknown.rawValue
            }
            if isLost, hasArrived, isAlone, !isUndecided {
                violate("message \(index) arrived, but counts as \(message.status)")
            }
        }
    }

    private func arrivals(_ text: Text) -> Int {
        providers.values.reduce(0) { sum, provider in
            sum + provider.taken.count { $0.arrives && Text($0.recipient, $0.body) == text }
        }
    }

    private struct Text: Hashable {
        let recipient: Int
        let body: String

        init(_ recipient: Int, _ body: String) {
            self.recipient = recipient
            // As a provider shows it that replaces look-alikes.
            self.body = body.smartEncoded
        }
    }
}
