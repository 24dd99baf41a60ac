/// What decides, at the last step before a provider is called, whether a due message may leave.
///
/// Pure: the facts are read in the transaction that records the attempt, so nothing can become true
/// between the decision and the record. The checks stand in this order, the first that objects
/// decides:
///
/// 1. **The suppression list**: no kind of message passes it, except the one confirmation that
///    answers an opt-out.
/// 2. **A hold**: a person has to decide first. What has lost its text meanwhile expires.
/// 3. **Validity**: what is too old to be welcome expires.
/// 4. **The frequency cap**: this person has had enough lately.
/// 5. **Quiet hours**: the message waits for the next allowed minute, or expires when that comes too
///    late for it.
/// 6. **Shadow mode**: everything is prepared and nothing leaves.
///
/// A message that a person sends by hand, and the answer to a person's own words, wait for no hour
/// and count for no cap: steps 3 to 5 are not theirs.
package enum Gate {
    package static func decide(_ facts: GateFacts) -> GateDecision {
        if let reason = facts.suppression, !mayLeave(facts.kind, though: reason) {
            return .suppress(.listed(reason))
        }
        if facts.hasLostItsText { return .expire }
        if let hold = facts.hold { return .park(hold) }
        if facts.kind == .transaction, let objection = objection(facts) { return objection }
        return facts.isShadow ? .shadow : .send
    }

    /// Whether a message may go to a number that stands on the list; asked once more when the
    /// attempt is recorded and its call about to begin, because somebody may have said STOP since.
    package static func mayLeave(_ kind: MessageKind, though reason: SuppressionReason) -> Bool {
        kind == .confirmation && reason == .optedOut
    }

    private static func objection(_ facts: GateFacts) -> GateDecision? {
        if facts.ageSeconds > facts.validitySeconds { return .expire }
        if let cap = facts.cap, facts.countOfPerson >= cap { return .suppress(.frequency) }
        guard let opening = facts.opening, opening.inSeconds > 0 else { return nil }
        guard facts.ageSeconds + opening.inSeconds <= facts.validitySeconds else { return .expire }
        return .wait(untilSeconds: opening.inSeconds, rule: opening.rule)
    }
}

/// What must be known of a due message before it may leave.
package struct GateFacts: Sendable, Hashable {
    package var kind = MessageKind.transaction
    /// Why this number must not be written to, when it stands on the list.
    package var suppression: SuppressionReason?
    /// Why the message waits for a person.
    package var hold: HoldReason?
    /// The next moment that every candidate zone allows; nil where no quiet hours are kept.
    package var opening: Opening?
    /// Messages that this person has had within the cap's days, or that are on their way.
    package var countOfPerson = 0
    /// How many of those there may be; nil for no cap.
    package var cap: Int?
    /// How long the message has been due.
    package var ageSeconds = 0
    /// How long after its due time the message is welcome.
    package var validitySeconds = 72 * 3600
    /// Whether its text was removed because it was old; what would be made anew is another text.
    package var hasLostItsText = false
    /// Whether the tenant only rehearses, and no person has let this message go all the same.
    package var isShadow = false

    package init() {}

    /// When the recipient's day allows the message.
    package struct Opening: Sendable, Hashable {
        /// 0 when it is allowed now.
        package let inSeconds: Int
        /// The rule that says so, such as `US-FL 08:00-20:00 (1)`.
        package let rule: String
        /// The IANA zones in all of which the moment is allowed.
        package let zones: [String]

        package init(inSeconds: Int, rule: String, zones: [String]) {
            self.inSeconds = inSeconds
            self.rule = rule
            self.zones = zones
        }
    }
}

/// What becomes of a due message.
package enum GateDecision: Sendable, Hashable {
    case send
    /// Not now: so many seconds from now, because of the rule.
    case wait(untilSeconds: Int, rule: String)
    /// Never.
    case suppress(SuppressionCause)
    /// It came too late to be welcome.
    case expire
    /// A person decides.
    case park(HoldReason)
    /// Like `send`, without the call; then a person decides.
    case shadow
}

/// Why a number is not written to.
///
/// The raw values are stored and shown by the API; they never change.
package enum SuppressionReason: String, Sendable, Hashable, CaseIterable {
    /// The person said so, by message, page or any other means.
    case optedOut = "opted_out"
    /// The number does not exist any more, or can receive nothing.
    case deadNumber = "dead_number"
    /// Somebody else answered.
    case wrongNumber = "wrong_number"
    /// The person complained.
    case complained
    /// A person of the business entered it.
    case operatorsWish = "operator"
    /// A provider refuses the number.
    case providerCode = "provider_code"
}

/// Why a message that was due is never sent.
package enum SuppressionCause: Sendable, Hashable {
    /// The number stands on the suppression list.
    case listed(SuppressionReason)
    /// The person has had as many messages as the settings allow.
    case frequency
}

/// Why a scheduled message waits for a person.
///
/// The raw values are stored and shown by the API; they never change.
package enum HoldReason: String, Sendable, Hashable, CaseIterable {
    /// The transaction was long over when it was reported.
    case stale
    /// Far more transactions came at once than this business ever has.
    case burst
    /// The customer came back: a complaint, a reopened order, a refund.
    case comeback
    /// The month's budget is used up.
    case budget
    /// The customer wrote something that sounds like a wish to be left alone.
    case review
    /// The tenant only rehearses: everything was done but the call.
    case shadow
}
