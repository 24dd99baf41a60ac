/// How the sandbox treats what it is asked: how slowly, and how badly.
struct Behaviour: Sendable, Hashable {
    /// Before an answer; the default is a provider a continent away.
    var latencyMilliseconds = 30...150
    /// Between one status and the next.
    var callbackDelayMilliseconds = 200...1_500

    // What happens instead of taking a message and saying so. At most one of them happens to a
    // request, so their sum should stay below 1.

    /// 429 with code 20429.
    var throttleRate = 0.0
    /// 500, 502 or 503 without having taken the message.
    var transientErrorRate = 0.0
    /// 400 with a code that will not change.
    var permanentErrorRate = 0.0
    /// 500 after having taken the message.
    var ambiguousErrorRate = 0.0
    /// The connection breaks in the middle of the answer, after having taken the message.
    var dropRate = 0.0

    // What happens to a message that was taken.

    /// The carrier does not deliver it.
    var undeliveredRate = 0.0
    /// A callback never comes.
    var callbackLostRate = 0.0
    /// A callback comes twice, half of the time with a token of its own.
    var callbackDoubledRate = 0.0
    /// The callback of an earlier status comes after that of a later one.
    var callbackReorderedRate = 0.0

    /// Where inbound messages are posted to; nowhere when nil.
    var inboundURL: String?
}

/// What becomes of one request to send.
enum Reception: Sendable, Hashable {
    case taken
    /// Taken, but answered with 500.
    case takenThenFault
    /// Taken, but the answer breaks off.
    case takenThenDrop
    case throttled
    /// Not taken; the status is 500, 502 or 503.
    case fault(status: Int)
    case refused(code: Int)
}

extension Behaviour {
    /// Draws what becomes of a request that is valid.
    func reception(using generator: inout some RandomNumberGenerator) -> Reception {
        var draw = Double.random(in: 0..<1, using: &generator)
        func falls(within rate: Double) -> Bool {
            draw -= rate
            return draw < 0
        }
        if falls(within: throttleRate) { return .throttled }
        if falls(within: transientErrorRate) {
            return .fault(status: [500, 502, 503].randomElement(using: &generator) ?? 500)
        }
        if falls(within: permanentErrorRate) {
            return .refused(code: [21211, 21612, 21614].randomElement(using: &generator) ?? 21211)
        }
        if falls(within: ambiguousErrorRate) { return .takenThenFault }
        if falls(within: dropRate) { return .takenThenDrop }
        return .taken
    }

    func latency(using generator: inout some RandomNumberGenerator) -> Int {
        latencyMilliseconds.randomElement(using: &generator) ?? 0
    }
}
