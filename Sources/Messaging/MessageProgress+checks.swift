extension MessageProgress {
    /// When the provider is to be asked about an attempt after this news of it.
    ///
    /// In doubt about a call: after 2, 4, 8 seconds and so on up to once a minute, until
    /// `Settlement` calls it undecidable. Without a final report: after the overdue time, twice
    /// that, and so on up to every six hours, until 72 hours after the call; then the provider's
    /// last word stands. A callback that comes later still counts.
    func check(
        after news: News,
        of before: AttemptProgress,
        now attempt: AttemptProgress
    ) -> Step.Check {
        // What changes nothing must not put off a question that is due.
        guard attempt != before else { return .asItIs }
        if case .priced = news { return .none }
        switch attempt.state {
        case .refused, .absent: return .none
        case .unknown where attempt.isUndecidable: return .none
        case .started, .unknown:
            return next(
                RetrySchedule(baseSeconds: Self.firstCheckSeconds, capSeconds: 60),
                for: attempt
            )
        case .accepted:
            if attempt.status?.isFinal == true { return priceCheck(after: news, for: attempt) }
            if attempt.ageSeconds >= RetryPolicy.reportPatienceSeconds { return .none }
            return next(
                RetrySchedule(baseSeconds: policy.reportOverdueSeconds, capSeconds: 6 * 3600),
                for: attempt
            )
        }
    }

    private func next(_ schedule: RetrySchedule, for attempt: AttemptProgress) -> Step.Check {
        .inSeconds(schedule.delaySeconds(afterAttempt: attempt.checkCount + 1, fraction: 0))
    }

    /// Callbacks carry no price: it is asked for a few times after the outcome is known.
    private func priceCheck(after news: News, for attempt: AttemptProgress) -> Step.Check {
        switch news {
        case .accepted(let receipt), .found(let receipt), .reported(let receipt, _):
            if receipt.price != nil { return .none }
        default: break
        }
        guard attempt.checkCount < Self.priceChecksMax else { return .none }
        return .inSeconds(policy.reportOverdueSeconds)
    }

    /// A message that the provider took is in its list soon after.
    private static let firstCheckSeconds = 2
    private static let priceChecksMax = 3
}
