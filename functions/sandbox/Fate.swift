/// What becomes of a message after it was taken.
enum Fate: Sendable, Hashable {
    case delivered
    /// The carrier took it and gave an error.
    case undelivered(code: Int)
    /// It never reached a carrier.
    case failed(code: Int)
    /// The carrier took it and never said more.
    case silent
    /// Delivered, but no callback tells of it.
    case unreported
}

extension Behaviour {
    /// Draws a fate for a number that has none of its own.
    func fate(using generator: inout some RandomNumberGenerator) -> Fate {
        guard happens(undeliveredRate, using: &generator) else { return .delivered }
        // Unreachable, unknown, landline, filtered, unknown error.
        let codes = [30003, 30005, 30006, 30007, 30008]
        return .undelivered(code: codes.randomElement(using: &generator) ?? 30003)
    }

    /// Lays out a message's life.
    ///
    /// A messaging service chooses the sender first, which is a status more. `wantsCallbacks` says
    /// whether the message named somebody to report to.
    func steps(
        for fate: Fate,
        throughService: Bool,
        wantsCallbacks: Bool,
        nowMilliseconds: Int64,
        using generator: inout some RandomNumberGenerator
    ) -> [Message.Step] {
        var statuses: [(word: String, code: Int?)] =
            throughService ? [("accepted", nil), ("queued", nil)] : [("queued", nil)]
        switch fate {
        case .delivered, .unreported: statuses += [("sent", nil), ("delivered", nil)]
        case .undelivered(let code): statuses += [("sent", nil), ("undelivered", code)]
        case .failed(let code): statuses += [("failed", code)]
        case .silent: statuses += [("sent", nil)]
        }
        var time = nowMilliseconds
        var steps: [Message.Step] = []
        for (index, status) in statuses.enumerated() {
            if index > 0 { time += delay(using: &generator) }
            // The answer to the request told of the initial status already.
            let isReported = index > 0 && wantsCallbacks && fate != .unreported
            steps.append(
                Message.Step(
                    status: status.word,
                    errorCode: status.code,
                    atMilliseconds: time,
                    callbacks: isReported ? callbacks(atMilliseconds: time, using: &generator) : []
                )
            )
        }
        if steps.count > 1, happens(callbackReorderedRate, using: &generator) {
            postpone(&steps[steps.count - 2], beyond: steps[steps.count - 1], using: &generator)
        }
        return steps
    }

    // MARK: -

    private func callbacks(
        atMilliseconds time: Int64,
        using generator: inout some RandomNumberGenerator
    ) -> [Message.Callback] {
        if happens(callbackLostRate, using: &generator) { return [] }
        let first = Message.Callback(atMilliseconds: time, token: randomToken(using: &generator))
        guard happens(callbackDoubledRate, using: &generator) else { return [first] }
        let isRetry = Bool.random(using: &generator)
        let second = Message.Callback(
            atMilliseconds: time + delay(using: &generator) / 2,
            token: isRetry ? first.token : randomToken(using: &generator)
        )
        return [first, second]
    }

    private func postpone(
        _ step: inout Message.Step,
        beyond later: Message.Step,
        using generator: inout some RandomNumberGenerator
    ) {
        let delay = delay(using: &generator) / 2 + 1
        step.callbacks = step.callbacks.map {
            Message.Callback(atMilliseconds: later.atMilliseconds + delay, token: $0.token)
        }
    }

    private func delay(using generator: inout some RandomNumberGenerator) -> Int64 {
        Int64(callbackDelayMilliseconds.randomElement(using: &generator) ?? 0)
    }

    private func happens(
        _ rate: Double,
        using generator: inout some RandomNumberGenerator
    ) -> Bool {
        Double.random(in: 0..<1, using: &generator) < rate
    }
}

/// A random UUID (RFC 9562, version 4), the form of Twilio's idempotency tokens.
func randomToken(using generator: inout some RandomNumberGenerator) -> String {
    let high = generator.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
    let low = generator.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    let digits = Array(hexadecimal(high) + hexadecimal(low))
    let groups = [digits[..<8], digits[8..<12], digits[12..<16], digits[16..<20], digits[20...]]
    return groups.map { String($0) }.joined(separator: "-")
}

/// A resource identifier: two letters and 32 hexadecimal digits.
func randomSID(_ prefix: String, using generator: inout some RandomNumberGenerator) -> String {
    prefix + hexadecimal(generator.next()) + hexadecimal(generator.next())
}

private func hexadecimal(_ number: UInt64) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
}
