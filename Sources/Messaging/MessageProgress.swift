/// Where a message stands when news of one of its attempts arrives; a value, so that every rule of
/// the message's life is decided without a database and tested without one.
package struct MessageProgress: Sendable, Hashable {
    package var status: DeliveryStatus
    /// The number of the newest attempt; the first is 1.
    package var attemptCount: Int
    /// Attempts that do not use up retries: those before a person asked for another, and those that
    /// the provider never took up.
    package var freeAttempts: Int
    /// Whether dispatch will take it up at some time.
    package var isAwaitingAttempt: Bool
    /// How long ago it was due, or a person asked for it again, in seconds.
    package var ageSeconds: Int
    package var policy: RetryPolicy
    package var attempts: [Int: AttemptProgress]

    package init(
        status: DeliveryStatus,
        attemptCount: Int,
        freeAttempts: Int,
        isAwaitingAttempt: Bool,
        ageSeconds: Int,
        policy: RetryPolicy,
        attempts: [Int: AttemptProgress]
    ) {
        self.status = status
        self.attemptCount = attemptCount
        self.freeAttempts = freeAttempts
        self.isAwaitingAttempt = isAwaitingAttempt
        self.ageSeconds = ageSeconds
        self.policy = policy
        self.attempts = attempts
    }
}

/// How often and when a message is tried again.
package struct RetryPolicy: Sendable, Hashable {
    /// Retries after the first attempt; 0 for none.
    package let retriesMax: Int
    package let retryDelayMinutes: Int
    /// How long an attempt that the provider accepted may go without a final report before the
    /// provider is asked, in seconds.
    package let reportOverdueSeconds: Int

    package init(retriesMax: Int, retryDelayMinutes: Int, reportOverdueSeconds: Int) {
        self.retriesMax = retriesMax
        self.retryDelayMinutes = retryDelayMinutes
        self.reportOverdueSeconds = reportOverdueSeconds
    }

    /// A provider that is away or throttles is tried again for this long after a message was due:
    /// a review request two days late is no longer welcome.
    package static let patienceSeconds = 48 * 3600
    /// After this long without a final report the provider is asked no more; many routes report no
    /// more than `sent` (Twilio: treat it as final after 72 hours).
    package static let reportPatienceSeconds = 72 * 3600
}
