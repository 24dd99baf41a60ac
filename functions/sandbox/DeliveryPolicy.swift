/// How hard Twilio tries to deliver a callback: overrides in the URL's fragment, which is neither
/// sent nor signed, such as `#rc=3&rp=5xx,ct`.
///
/// https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
struct DeliveryPolicy: Hashable {
    /// The callback's URL as it is requested and signed.
    let url: String
    let retryCountMax: Int
    private let reasons: Set<String>

    init(_ configuredURL: String) {
        let halves = configuredURL.split(separator: "#", maxSplits: 1)
        url = String(halves.first ?? "")
        var settings: [Substring: Substring] = [:]
        for piece in (halves.count > 1 ? halves[1] : "").split(separator: "&") {
            let parts = piece.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { settings[parts[0]] = parts[1] }
        }
        retryCountMax = settings["rc"].flatMap { Int($0) }.map { min(max($0, 0), 5) } ?? 4
        reasons = Set((settings["rp"] ?? "ct,rt").split(separator: ",").map { String($0) })
    }

    /// A connection that could not be made, or broke before an answer came.
    var retriesBrokenConnections: Bool {
        !reasons.isDisjoint(with: ["ct", "rt", "all"])
    }

    func retries(status: Int) -> Bool {
        switch status {
        case 400..<500: !reasons.isDisjoint(with: ["4xx", "all"])
        case 500...: !reasons.isDisjoint(with: ["5xx", "all"])
        default: false
        }
    }

    /// A quarter of a second, then twice as long each time: 0.25, 0.5, 1, 2, 4 seconds.
    func delayMilliseconds(beforeRetry retry: Int) -> Int64 { 250 << Int64(min(retry, 6) - 1) }
}
