import Web

/// Refuses programs that ask more in a minute than their keys, or all keys of their business
/// together, may; and tells those that may how much is left.
struct RateLimiter: Sendable {
    private let table: QuotaTable
    private let clock: @Sendable () -> Int64

    init(_ table: QuotaTable, clock: @escaping @Sendable () -> Int64 = { WallClock.nanoseconds }) {
        self.table = table
        self.clock = clock
    }

    /// What a caller's request did to its quotas.
    struct Verdict {
        /// `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers); none for whom
        /// nothing limits.
        var headers = Headers()
        /// What a caller is told who asks too much.
        var refusal: Problem?
    }

    /// Counts one request.
    func count(_ caller: Caller) -> Verdict {
        let quotas = caller.quotas
        guard !quotas.isEmpty else { return Verdict() }
        let now = clock()
        var outcomes: [Quota.Outcome] = []
        for quota in quotas {
            outcomes.append(table.take(from: quota, now: now))
            guard outcomes.last?.isWithin == true else { break }
        }
        var verdict = Verdict()
        verdict.headers["RateLimit-Policy"] = quotas.map(\.policy).joined(separator: ", ")
        verdict.headers["RateLimit"] = zip(quotas, outcomes).map { $0.standing(after: $1) }
            .joined(separator: ", ")
        if let last = outcomes.last, !last.isWithin {
            // What is refused uses up nothing.
            for (quota, outcome) in zip(quotas, outcomes) where outcome.isWithin {
                table.giveBack(to: quota, now: now)
            }
            verdict.refusal = quotas[outcomes.count - 1].refusal(after: last)
        }
        return verdict
    }
}

extension Caller {
    fileprivate var quotas: [Quota] {
        guard let key, key.perMinute != nil || key.perMinuteOfTenant != nil else { return [] }
        return [
            key.perMinute.map { Quota(subject: .key(key.id), perMinute: $0) },
            key.perMinuteOfTenant.map { Quota(subject: .business(tenant.rawValue), perMinute: $0) },
        ].compactMap(\.self)
    }
}

extension Quota {
    fileprivate func refusal(after outcome: Outcome) -> Problem {
        let whose =
            switch subject {
            case .key: "This key"
            case .business: "All keys of this business together"
            }
        return Problem(
            .tooManyRequests,
            "too-many-requests",
            "\(whose) may make \(perMinute) requests a minute; come again in \(outcome.retryInSeconds) s.",
            headers: ["Retry-After": "\(outcome.retryInSeconds)"]
        )
    }
}
