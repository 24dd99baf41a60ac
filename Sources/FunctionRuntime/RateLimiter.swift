import Web

/// Refuses programs that ask more in a minute than their keys, or all keys of their business
/// together, may; and tells those that may how much is left.
struct RateLimiter: Sendable {
    private let table: QuotaTable
    private let shared: SharedQuotas?
    private let clock: @Sendable () -> Int64

    /// `shared` are the buckets of all hosts, where there are several.
    init(
        _ table: QuotaTable,
        shared: SharedQuotas? = nil,
        clock: @escaping @Sendable () -> Int64 = { WallClock.nanoseconds }
    ) {
        self.table = table
        self.shared = shared
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
        let outcomes = take(from: quotas)
        var verdict = Verdict()
        verdict.headers["RateLimit-Policy"] = quotas.map(\.policy).joined(separator: ", ")
        verdict.headers["RateLimit"] = zip(quotas, outcomes).map { $0.standing(after: $1) }
            .joined(separator: ", ")
        if let (quota, outcome) = zip(quotas, outcomes).first(where: { !$1.isWithin }) {
            verdict.refusal = quota.refusal(after: outcome)
        }
        return verdict
    }

    /// Takes one request out of each bucket, or out of none: what is refused uses up nothing.
    ///
    /// What this host has refused, no other host needs to be asked about.
    private func take(from quotas: [Quota]) -> [Quota.Outcome] {
        let now = clock()
        var here: [Quota.Outcome] = []
        for quota in quotas where here.last?.isWithin != false {
            here.append(table.take(from: quota, now: now))
        }
        let everywhere = here.allSatisfy(\.isWithin) ? shared?.take(from: quotas) : nil
        let outcomes = everywhere ?? here
        if !outcomes.allSatisfy(\.isWithin) {
            for (quota, outcome) in zip(quotas, here) where outcome.isWithin {
                table.giveBack(to: quota, now: now)
            }
        }
        return outcomes
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
