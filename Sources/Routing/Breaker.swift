/// Keeps calls from a provider that fails, and lets it come back little by little.
///
/// Closed, it watches: of at least ten calls in five minutes seven in ten failing open it, and so do
/// as many in five seconds, because a provider that goes down after five good minutes of much traffic
/// has failed few of many. Open, it lets nothing through for half a minute, twice as long each time
/// it opens again. Half-open, a few calls are tried: two failures open it, three successes close it
/// with a tenth of the provider's calls, which doubles every half minute. Its verdicts count only
/// calls since it last changed, so that old failures do not make it flap.
package struct Breaker: Sendable, Hashable {
    package var state: State
    /// Percent of its calls at once while it comes back; 100 otherwise.
    package var share: Int
    /// When it last changed, in seconds since 1970.
    package var since: Int
    /// When it opens its door again; of use only when open.
    package var until: Int?
    /// How often it opened without having come back wholly since.
    package var openings: Int

    package enum State: String, Sendable, Hashable, CaseIterable {
        case closed, open
        case halfOpen = "half_open"
    }

    package init(
        state: State = .closed,
        share: Int = 100,
        since: Int = 0,
        until: Int? = nil,
        openings: Int = 0
    ) {
        self.state = state
        self.share = share
        self.since = since
        self.until = until
        self.openings = openings
    }

    /// The calls since the breaker last changed, or of the last five minutes if that is less.
    package struct Calls: Sendable, Hashable {
        package let count: Int
        package let failures: Int

        package init(count: Int, failures: Int) {
            self.count = count
            self.failures = failures
        }
    }

    package static let windowSeconds = 300
    package static let latelySeconds = 5

    /// What it becomes, and why; nil when it stays as it is.
    ///
    /// `lately` are those of the calls that ended in the last five seconds.
    package func next(
        after calls: Calls,
        lately: Calls = Calls(count: 0, failures: 0),
        now: Int
    ) -> (breaker: Breaker, reason: String)? {
        switch state {
        case .closed where Self.isFailing(calls):
            return (opened(now), "\(calls.failures) of \(calls.count) calls failed.")
        case .closed where Self.isFailing(lately):
            return (opened(now), "\(lately.failures) of the latest \(lately.count) calls failed.")
        case .closed where share < 100 && now - since >= Self.stepSeconds:
            let successes = calls.count - calls.failures
            return (widened(now), "\(successes) of \(calls.count) calls succeeded.")
        case .open where now >= (until ?? now):
            let breaker = Breaker(state: .halfOpen, since: now, openings: openings)
            return (breaker, "It rested for \(now - since) seconds; a few calls are tried.")
        case .halfOpen where calls.failures >= Self.probeFailuresMax:
            return (opened(now), "\(calls.failures) of \(calls.count) trial calls failed.")
        case .halfOpen where calls.count - calls.failures >= Self.probesToClose:
            let breaker = Breaker(share: Self.firstShare, since: now, openings: openings)
            return (breaker, "\(calls.count - calls.failures) trial calls succeeded.")
        default: return nil
        }
    }

    /// How many calls may run at once, of a process that runs at most so many.
    package func callsAtOnce(of most: Int) -> Int {
        switch state {
        case .open: 0
        case .halfOpen: min(most, Self.probesToClose)
        case .closed: max(1, most * share / 100)
        }
    }

    private static func isFailing(_ calls: Calls) -> Bool {
        calls.count >= 10 && calls.failures * 10 >= calls.count * 7
    }

    private func opened(_ now: Int) -> Breaker {
        let rest = min(Self.restSeconds << min(openings, 8), Self.longestRestSeconds)
        return Breaker(state: .open, since: now, until: now + rest, openings: openings + 1)
    }

    private func widened(_ now: Int) -> Breaker {
        let share = min(100, share * 2)
        return Breaker(share: share, since: now, openings: share == 100 ? 0 : openings)
    }

    private static let restSeconds = 30
    private static let longestRestSeconds = 300
    private static let probeFailuresMax = 2
    private static let probesToClose = 3
    private static let firstShare = 10
    private static let stepSeconds = 30
}
