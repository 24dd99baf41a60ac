import Messaging

/// A message as the sandbox has it, with everything that will become of it.
///
/// Fate is decided when the message is taken: the steps hold the times at which the status changes.
/// What the status is now follows from the clock alone, so a restart loses nothing and changes
/// nothing.
struct Message: Sendable, Hashable {
    let sid: String
    let direction: Direction
    let to: String
    let from: String
    let messagingServiceSID: String?
    let body: String
    let segments: Int
    let statusCallback: String?
    /// In order of time; the first is how the message was taken.
    let steps: [Step]

    enum Direction: String, Sendable {
        case inbound
        case outbound = "outbound-api"
    }

    /// One status, from when on, and the callbacks that tell of it.
    struct Step: Sendable, Hashable {
        /// Twilio's word.
        let status: String
        let errorCode: Int?
        let atMilliseconds: Int64
        /// None when the status is the initial one, when they are lost, or when nobody asked.
        var callbacks: [Callback]
    }

    struct Callback: Sendable, Hashable {
        let atMilliseconds: Int64
        /// Repeated when the same callback is delivered again.
        let token: String
    }

    /// The steps taken so far, never empty.
    func stepsTaken(nowMilliseconds: Int64) -> ArraySlice<Step> {
        let taken = steps.prefix { $0.atMilliseconds <= nowMilliseconds }
        return taken.isEmpty ? steps.prefix(1) : taken
    }
}

extension Message {
    /// What one segment costs, in dollars: Twilio's price for the United States.
    static let pricePerSegment = Money(micros: 7_900, currency: .usd)

    /// Written as Twilio does, a charge being negative; nil until the message has left.
    func price(nowMilliseconds: Int64) -> String? {
        guard sentAtMilliseconds(nowMilliseconds: nowMilliseconds) != nil else { return nil }
        let micros = Self.pricePerSegment.micros * Int64(segments)
        return Money(micros: micros, currency: .usd).negated.decimal
    }

    func sentAtMilliseconds(nowMilliseconds: Int64) -> Int64? {
        stepsTaken(nowMilliseconds: nowMilliseconds)
            .first { $0.status == "sent" || $0.status == "received" }?.atMilliseconds
    }

    var createdAtMilliseconds: Int64 { steps.first?.atMilliseconds ?? 0 }
}
