extension MessageProgress {
    /// Decides what news of an attempt changes, and takes the change over.
    ///
    /// An attempt only moves forward, whatever the order and repetition of the news. Nothing is
    /// sent again unless it is certain that the provider did not take it, or that it reports the
    /// message as not delivered.
    /// `fraction` is chance from 0 up to 1, which spreads retries. News of an attempt that there
    /// is not changes nothing.
    package mutating func hear(_ news: News, of number: Int, fraction: Double) -> Step? {
        guard let attempt = attempts[number] else { return nil }
        var step = Step(attemptNumber: number, messageStatus: status, attempt: attempt)
        switch news {
        case .accepted(let receipt): take(receipt, .accepted, in: &step)
        case .found(let receipt): take(receipt, .found, in: &step)
        case .reported(let receipt, let fault):
            take(receipt, .reported, fault: fault, fraction: fraction, in: &step)
        case .refused(let fault): refuse(fault, fraction: fraction, in: &step)
        case .throttled(let seconds):
            wait(.throttled, .providerThrottled, atLeast: seconds ?? 0, fraction, in: &step)
        case .notSent(let reason):
            wait(.notSent, .providerNotReachable, reason: reason, fraction, in: &step)
        case .answerLost(let reason): doubt(reason, in: &step)
        case .priced(let receipt): step.receipt = receipt
        case .nothingNew: askAgain(in: &step)
        case .absent: proveAbsent(fraction: fraction, in: &step)
        }
        adopt(step)
        return step
    }

    private mutating func adopt(_ step: Step) {
        status = step.messageStatus
        attempts[step.attemptNumber] = step.attempt
        if step.isFreeAttempt { freeAttempts += 1 }
        switch step.plan {
        case .asItIs: break
        case .none: isAwaitingAttempt = false
        case .attempt: isAwaitingAttempt = true
        }
    }

    /// Only the newest attempt may make a message worse; an older one can still prove that it
    /// arrived.
    private func isNewest(_ step: Step) -> Bool { step.attemptNumber == attemptCount }

    private func hasNoAnswerYet(_ step: Step) -> Bool {
        step.attempt.state == .started || step.attempt.state == .unknown
    }

    // MARK: - The provider has it

    private func take(
        _ receipt: Receipt,
        _ kind: TimelineEvent.Kind,
        fault: Fault? = nil,
        fraction: Double = 0,
        in step: inout Step
    ) {
        let detail = [
            "status": receipt.status.rawValue, "providerMessageId": receipt.providerMessageID,
            "errorCode": fault?.code,
        ]
        let isNew = step.attempt.status.map { $0.accepts(report: receipt.status) } ?? true
        guard isNew else {
            // A report may overtake the answer to the call that it reports on.
            step.events.append(TimelineEvent(kind == .reported ? .lateReport : kind, detail))
            step.receipt = receipt
            step.attempt.providerMessageID = receipt.providerMessageID
            step.checkInSeconds = checkSeconds(step)
            return
        }
        step.attempt.state = .accepted
        step.attempt.status = receipt.status
        step.attempt.providerMessageID = receipt.providerMessageID
        step.receipt = receipt
        step.events.append(TimelineEvent(kind, detail))
        step.checkInSeconds = checkSeconds(step)
        let isProof = receipt.status == .delivered || receipt.status == .sent
        guard isNewest(step) || isProof, status != .delivered else { return }
        if receipt.status == .failed || receipt.status == .undelivered {
            fail(as: receipt.status, fault ?? Fault(nil), fraction: fraction, in: &step)
        } else {
            step.messageStatus = receipt.status
            step.plan = .none
        }
    }

    // MARK: - The provider does not have it

    private func refuse(_ fault: Fault, fraction: Double, in step: inout Step) {
        guard hasNoAnswerYet(step) else { return }
        step.attempt.state = .refused
        step.events.append(
            TimelineEvent(.refused, ["errorCode": fault.code, "message": fault.message])
        )
        if isNewest(step), status != .delivered {
            fail(as: .failed, fault, fraction: fraction, in: &step)
        }
    }

    private func proveAbsent(fraction: Double, in step: inout Step) {
        guard hasNoAnswerYet(step) else { return }
        step.attempt.state = .absent
        step.events.append(TimelineEvent(.absent))
        let fault = Fault(
            code: OwnErrorCode.absentAtProvider.rawValue,
            errorClass: .transient
        )
        if isNewest(step), status != .delivered {
            fail(as: .failed, fault, fraction: fraction, in: &step)
        }
    }

    /// The provider is away or busy: that is not the message's fault and costs it no retry.
    private func wait(
        _ kind: TimelineEvent.Kind,
        _ code: OwnErrorCode,
        atLeast seconds: Int = 0,
        reason: String? = nil,
        _ fraction: Double,
        in step: inout Step
    ) {
        guard hasNoAnswerYet(step) else { return }
        step.attempt.state = .refused
        step.events.append(TimelineEvent(kind, ["reason": reason]))
        guard isNewest(step) else { return }
        step.fault = Fault(code)
        guard ageSeconds < RetryPolicy.patienceSeconds else {
            return giveUp(as: .failed, in: &step)
        }
        step.isFreeAttempt = true
        let delay = RetrySchedule(baseSeconds: 2, capSeconds: 300)
            .delaySeconds(afterAttempt: freeAttempts + 1, fraction: fraction)
        comeBack(inSeconds: max(delay, seconds), in: &step)
    }

    private func fail(
        as failure: DeliveryStatus,
        _ fault: Fault,
        fraction: Double,
        in step: inout Step
    ) {
        step.fault = fault
        let tries = attemptCount - freeAttempts
        guard fault.errorClass.isRetryable, tries <= policy.retriesMax else {
            return giveUp(as: failure, in: &step)
        }
        let delay = RetrySchedule(baseMinutes: policy.retryDelayMinutes)
            .delaySeconds(afterAttempt: tries, fraction: fraction)
        comeBack(inSeconds: delay, in: &step)
    }

    private func giveUp(as failure: DeliveryStatus, in step: inout Step) {
        step.messageStatus = failure
        step.plan = .none
        step.events.append(TimelineEvent(.failed, ["errorCode": step.fault?.code]))
    }

    private func comeBack(inSeconds seconds: Int, in step: inout Step) {
        step.messageStatus = .scheduled
        step.plan = .attempt(inSeconds: seconds)
        step.events.append(
            TimelineEvent(
                .retryScheduled,
                ["inSeconds": String(seconds), "errorCode": step.fault?.code]
            )
        )
    }

    // MARK: - Nobody knows yet

    private func doubt(_ reason: String, in step: inout Step) {
        guard step.attempt.state == .started else {
            step.checkInSeconds = checkSeconds(step)
            return
        }
        step.attempt.state = .unknown
        step.events.append(TimelineEvent(.answerLost, ["reason": reason]))
        step.checkInSeconds = firstCheckSeconds
        if isNewest(step) { step.messageStatus = .unknown }
    }

    private func askAgain(in step: inout Step) {
        step.attempt.checkCount += 1
        step.checkInSeconds = checkSeconds(step)
    }

    /// When to ask the provider next: soon and often about a lost answer, with growing intervals
    /// about a report that is overdue, not at all about what is settled.
    private func checkSeconds(_ step: Step) -> Int? {
        let intervals: RetrySchedule
        switch step.attempt.state {
        case .refused, .absent: return nil
        case .started, .unknown:
            intervals = RetrySchedule(baseSeconds: firstCheckSeconds, capSeconds: 60)
        case .accepted:
            if step.attempt.status?.isFinal == true { return priceCheckSeconds(step) }
            if ageSeconds > RetryPolicy.reportPatienceSeconds { return nil }
            intervals = RetrySchedule(
                baseSeconds: policy.reportOverdueSeconds,
                capSeconds: 6 * 3600
            )
        }
        return intervals.delaySeconds(afterAttempt: step.attempt.checkCount + 1, fraction: 0)
    }

    /// Callbacks carry no price: it is asked for a few times after the outcome is known.
    private func priceCheckSeconds(_ step: Step) -> Int? {
        guard step.receipt?.price == nil, step.attempt.checkCount < 3 else { return nil }
        return policy.reportOverdueSeconds
    }

    /// The provider's list is asked first when a message that it took is likely to be in it.
    private var firstCheckSeconds: Int { 2 }
}
