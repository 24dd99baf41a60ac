extension MessageProgress {
    /// Decides what news of an attempt changes, and takes the change over.
    ///
    /// Nothing is sent again unless it is certain of every attempt that the provider did not take
    /// it, or that it reports the message as not delivered.
    /// `fraction` is chance from 0 up to 1, which spreads retries. News of an attempt that there
    /// is not changes nothing.
    package mutating func hear(_ news: News, of number: Int, fraction: Double) -> Step? {
        guard let before = attempts[number] else { return nil }
        let wasOver = isOver
        var attempt = before
        let events = attempt.hear(news)
        attempts[number] = attempt
        var step = Step(attemptNumber: number, messageStatus: status, attempt: attempt)
        step.events = events
        step.receipt = news.receipt
        step.isFreeAttempt = attempt.isFree && !before.isFree
        step.check = check(after: news, of: before, now: attempt)
        if step.check == .none, attempt.state == .accepted, attempt.status?.isFinal == false {
            step.events.append(TimelineEvent(.reportOverdue))
        }
        if let word = bestWord {
            step.messageStatus = word
            step.plan = .none
        } else if !wasOver || isReopened(by: number, before) {
            conclude(&step, retryAfterSeconds: news.retryAfterSeconds, fraction: fraction)
        }
        adopt(step)
        return step
    }

    private mutating func adopt(_ step: Step) {
        status = step.messageStatus
        if step.isFreeAttempt { freeAttempts += 1 }
        switch step.plan {
        case .asItIs: break
        case .none: isAwaitingAttempt = false
        case .attempt: isAwaitingAttempt = true
        }
    }

    /// The strongest word of the attempts that arrived or may still arrive.
    private var bestWord: DeliveryStatus? {
        attempts.values.compactMap(\.word).max { $0.precedence < $1.precedence }
    }

    private var isOver: Bool { bestWord == nil }

    /// Attempts that used up a retry, the first one included.
    private var tries: Int { attemptCount - freeAttempts }

    /// Whether the newest attempt, over already, came to another end than was thought: what was
    /// decided then is decided again, unless a person has decided since.
    private func isReopened(by number: Int, _ before: AttemptProgress) -> Bool {
        guard number == attemptCount, tries > 0, let now = attempts[number] else { return false }
        let isChanged = (now.state, now.status) != (before.state, before.status)
        return isChanged && !isDecided(against: before)
    }

    /// Whether the message was withdrawn, or a rule of ours forbade it: not by the attempt itself.
    private func isDecided(against attempt: AttemptProgress) -> Bool {
        switch status {
        case .suppressed: true
        case .cancelled, .expired: attempt.status != status
        default: false
        }
    }

    // MARK: - No attempt is under way

    /// The newest attempt decides: try again, or give up.
    private func conclude(_ step: inout Step, retryAfterSeconds: Int, fraction: Double) {
        guard let newest = attempts[attemptCount] else { return }
        if let status = newest.status, status == .cancelled || status == .expired {
            step.messageStatus = status
            step.plan = .none
            return
        }
        let fault = newest.fault ?? Fault(nil)
        step.fault = fault
        let schedule: RetrySchedule
        if newest.isFree {
            guard ageSeconds < RetryPolicy.patienceSeconds else { return giveUp(newest, &step) }
            schedule = RetrySchedule(baseSeconds: 2, capSeconds: 300)
        } else {
            guard fault.errorClass.isRetryable, tries <= policy.retriesMax else {
                return giveUp(newest, &step)
            }
            schedule = RetrySchedule(baseMinutes: policy.retryDelayMinutes)
        }
        let attempt = newest.isFree ? freeAttempts + 1 : tries
        let delay = schedule.delaySeconds(afterAttempt: attempt, fraction: fraction)
        comeBack(inSeconds: max(delay, retryAfterSeconds), &step)
    }

    private func giveUp(_ newest: AttemptProgress, _ step: inout Step) {
        step.messageStatus = newest.status == .undelivered ? .undelivered : .failed
        step.plan = .none
        step.events.append(TimelineEvent(.failed, ["errorCode": step.fault?.code]))
    }

    private func comeBack(inSeconds seconds: Int, _ step: inout Step) {
        step.messageStatus = .scheduled
        step.plan = .attempt(inSeconds: seconds)
        step.events.append(
            TimelineEvent(
                .retryScheduled,
                ["inSeconds": String(seconds), "errorCode": step.fault?.code]
            )
        )
    }
}

extension News {
    fileprivate var receipt: Receipt? {
        switch self {
        case .accepted(let receipt), .found(let receipt), .priced(let receipt): receipt
        case .reported(let receipt, _): receipt
        default: nil
        }
    }

    fileprivate var retryAfterSeconds: Int {
        guard case .throttled(let seconds) = self else { return 0 }
        return seconds ?? 0
    }
}
