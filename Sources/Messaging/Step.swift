/// What news changes: written as one, so that a state and its line on the timeline never part.
package struct Step: Sendable, Hashable {
    package let attemptNumber: Int
    package var messageStatus: DeliveryStatus
    package var attempt: AttemptProgress
    package var plan: Plan = .asItIs
    /// The message's error from now on; nil when it has none.
    package var fault: Fault?
    package var receipt: Receipt?
    package var check: Check = .asItIs
    package var isFreeAttempt = false
    package var events: [TimelineEvent] = []

    /// What becomes of the message's next attempt.
    package enum Plan: Sendable, Hashable {
        case asItIs
        case none
        case attempt(inSeconds: Int)
    }

    /// When the provider is to be asked about this attempt.
    package enum Check: Sendable, Hashable {
        case asItIs
        case none
        case inSeconds(Int)
    }
}

/// One line of a message's timeline.
package struct TimelineEvent: Sendable, Hashable {
    package let kind: Kind
    /// Facts for the line, as words; nothing personal.
    package var detail: [String: String]

    package init(_ kind: Kind, _ detail: [String: String?] = [:]) {
        self.kind = kind
        self.detail = detail.compactMapValues { $0 }
    }

    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case received, attempted, accepted, refused, throttled, notSent, answerLost, reported
        case lateReport, found, absent, retryScheduled, failed, cancelled, retryRequested
        case reportOverdue, routed, waiting
        case delayed, held, released, approved, rearmed, expired, suppressed, rehearsed, answered
        case undecidable, clicked, rated
    }
}

extension TimelineEvent.Kind {
    /// The line as a person reads it.
    package var title: String {
        switch self {
        case .received: "Transaction received"
        case .attempted: "Handed to the provider"
        case .accepted: "The provider accepted the message"
        case .refused: "The provider refused the message"
        case .throttled: "The provider asked to slow down"
        case .notSent: "The provider could not be reached; nothing was sent"
        case .answerLost: "The provider's answer was lost; asking it what happened"
        case .reported: "Status report"
        case .lateReport: "A report that changes nothing: it came late or twice"
        case .found: "The provider has the message after all"
        case .absent: "The provider never had the message"
        case .retryScheduled: "It will be tried again"
        case .failed: "Given up"
        case .cancelled: "Cancelled"
        case .retryRequested: "A person asked to try again"
        case .undecidable: "Nobody could say whether the provider took it; a person decides"
        case .routed: "A provider was chosen"
        case .waiting: "It waits for a provider"
        case .reportOverdue: "No final report came; asking the provider no more"
        case .delayed: "It waits for the recipient's day"
        case .held: "It waits for a person to decide"
        case .released: "It may go on"
        case .approved: "A person let it go"
        case .rearmed: "The matter is closed; its delay begins anew"
        case .expired: "Too old to be welcome"
        case .suppressed: "A rule forbids it"
        case .rehearsed: "Rehearsed: everything was done but the call; a person decides"
        case .answered: "The customer answered"
        case .clicked: "The customer followed a link"
        case .rated: "The customer rated the visit"
        }
    }
}
