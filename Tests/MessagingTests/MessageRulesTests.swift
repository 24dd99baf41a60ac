import Messaging
import Testing

@Suite struct `The rules of a message's life` {
    @Test func `a lost answer sends nothing again, however long it takes`() {
        var message = MessageProgress.sending()
        let lost = message.hear(.answerLost(reason: "timeout"), of: 1, fraction: 0)
        #expect(lost?.messageStatus == .unknown && lost?.check == .inSeconds(2))
        for _ in 0..<50 {
            let step = message.hear(.nothingNew, of: 1, fraction: 0)
            #expect(step?.plan == Step.Plan.none && message.status == .unknown)
            #expect(step?.check != Step.Check.none)
        }
    }

    @Test func `what nobody can settle waits for a person`() {
        var message = MessageProgress.sending()
        _ = message.hear(.answerLost(reason: "timeout"), of: 1, fraction: 0)
        let end = message.hear(.undecidable(reason: "no list"), of: 1, fraction: 0)
        #expect(end?.messageStatus == .failed && end?.plan == Step.Plan.none)
        #expect(end?.fault == Fault(.outcomeUnknown) && end?.check == Step.Check.none)
        #expect(end?.events.map(\.kind) == [.undecidable, .failed])
        let late = message.hear(.report(.delivered, of: 1), of: 1, fraction: 0)
        #expect(late?.messageStatus == .delivered)
    }

    @Test func `a provider is asked for three days after the call, with growing pauses`() {
        func pause(afterSeconds age: Int, checks: Int) -> Step.Check? {
            var message = MessageProgress.sending()
            message.attempts[1] = AttemptProgress(
                state: .accepted,
                status: .sent,
                providerMessageID: "SM1",
                checkCount: checks,
                ageSeconds: age
            )
            message.ageSeconds = 400 * 3600
            return message.hear(.nothingNew, of: 1, fraction: 0)?.check
        }
        #expect(pause(afterSeconds: 600, checks: 0) == .inSeconds(1200))
        #expect(pause(afterSeconds: 2000, checks: 1) == .inSeconds(2400))
        #expect(pause(afterSeconds: 250_000, checks: 20) == .inSeconds(6 * 3600))
        #expect(pause(afterSeconds: 72 * 3600, checks: 25) == Step.Check.none)
    }

    @Test(arguments: [DeliveryStatus.suppressed, .expired, .cancelled])
    func `no report brings back what a rule or a person forbade`(_ decided: DeliveryStatus) {
        var message = MessageProgress.sending()
        _ = message.hear(.report(.failed, of: 1), of: 1, fraction: 0)
        message.status = decided
        message.isAwaitingAttempt = false
        let fault = Fault(ProviderErrorCode(rawValue: 30003))
        let receipt = Receipt(providerMessageID: "SM1", status: .undelivered)
        let step = message.hear(.reported(receipt, fault), of: 1, fraction: 0)
        #expect(step?.messageStatus == decided && step?.plan == .asItIs)
    }

    @Test func `the seconds to delivery stand on the timeline`() {
        var message = MessageProgress.sending()
        message.attempts[1] = AttemptProgress(state: .accepted, status: .sent, ageSeconds: 7)
        let step = message.hear(.report(.delivered, of: 1), of: 1, fraction: 0)
        #expect(step?.events.first?.detail["seconds"] == "7")
    }

    @Test func `proof of absence sends it again at the cost of a retry`() {
        var message = MessageProgress.sending(retriesMax: 1, delayMinutes: 3)
        _ = message.hear(.answerLost(reason: "timeout"), of: 1, fraction: 0)
        #expect(message.hear(.absent, of: 1, fraction: 0)?.plan == .attempt(inSeconds: 180))
        message.begin(attempt: 2)
        let last = message.hear(.absent, of: 2, fraction: 0)
        #expect(last?.messageStatus == .failed && last?.plan == Step.Plan.none)
    }

    @Test(arguments: [
        News.throttled(retryAfterSeconds: nil), .notSent(reason: "refused"),
        .refused(Fault(.credentialsRefused)),
    ])
    func `a provider that is away, busy or closed to the account costs no retry`(_ news: News) {
        var message = MessageProgress.sending(retriesMax: 0)
        for number in 1...20 {
            let step = message.hear(news, of: number, fraction: 0)
            #expect(step?.messageStatus == .scheduled && step?.isFreeAttempt == true)
            message.begin(attempt: number + 1)
        }
        #expect(message.freeAttempts == 20)
        let end = message.hear(.refused(.lasting), of: 21, fraction: 0)
        #expect(end?.messageStatus == .failed)
    }

    @Test func `a provider that is away for two days makes it fail`() {
        var message = MessageProgress.sending()
        message.ageSeconds = RetryPolicy.patienceSeconds
        let step = message.hear(.notSent(reason: "refused"), of: 1, fraction: 0)
        #expect(step?.messageStatus == .failed && step?.plan == Step.Plan.none)
    }

    @Test func `the provider's wish to wait is granted`() {
        var message = MessageProgress.sending()
        let step = message.hear(.throttled(retryAfterSeconds: 90), of: 1, fraction: 0)
        #expect(step?.plan == .attempt(inSeconds: 90))
    }

    @Test func `a permanent failure stops at once`() {
        var refused = MessageProgress.sending(retriesMax: 5)
        #expect(refused.hear(.refused(.lasting), of: 1, fraction: 0)?.plan == Step.Plan.none)
        var reported = MessageProgress.sending(retriesMax: 5)
        let step = reported.hear(.report(.undelivered, of: 1), of: 1, fraction: 0)
        #expect(step?.messageStatus == .undelivered && step?.plan == Step.Plan.none)
    }

    @Test(arguments: [
        (ErrorClass.permanent, false), (.transient, true), (.throttled, true), (.account, false),
        (.content, false), (.optOut, false),
    ])
    func `only what may pass is tried again by itself`(_ errorClass: ErrorClass, _ again: Bool) {
        for number in [0.0, 0.5, 0.999] {
            var message = MessageProgress.sending(retriesMax: 5, delayMinutes: 5)
            let fault = Fault(code: "x", errorClass: errorClass)
            let step = message.hear(.refused(fault), of: 1, fraction: number)
            // A fifth at most is added by chance, so that not all come back together.
            let wait = 300 + Int(60 * number)
            #expect(step?.plan == (again ? .attempt(inSeconds: wait) : Step.Plan.none))
            #expect(step?.messageStatus == (again ? .scheduled : .failed))
        }
    }

    @Test func `passing failures are tried again as often and as late as the policy says`() {
        var message = MessageProgress.sending(retriesMax: 3, delayMinutes: 5)
        for (number, minutes) in [(1, 5), (2, 10), (3, 20)] {
            let step = message.hear(.refused(.passing), of: number, fraction: 0)
            #expect(step?.plan == .attempt(inSeconds: minutes * 60))
            message.begin(attempt: number + 1)
        }
        let last = message.hear(.refused(.passing), of: 4, fraction: 0)
        #expect(last?.messageStatus == .failed && last?.plan == Step.Plan.none)
        #expect(message.attemptCount == 4 && message.freeAttempts == 0)
    }

    @Test func `a report may come before the answer to the call`() {
        var message = MessageProgress.sending()
        _ = message.hear(.report(.sent, of: 1), of: 1, fraction: 0)
        _ = message.hear(.accepted(.receipt(.queued, of: 1)), of: 1, fraction: 0)
        #expect(message.status == .sent && message.attempts[1]?.providerMessageID == "SM1")
        let lost = message.hear(.answerLost(reason: "timeout"), of: 1, fraction: 0)
        #expect(lost?.messageStatus == .sent && lost?.check == .asItIs)
    }

    @Test func `a late delivery of an older attempt takes the planned one back`() {
        var message = MessageProgress.sending()
        _ = message.hear(.absent, of: 1, fraction: 0)
        #expect(message.isAwaitingAttempt)
        let step = message.hear(.report(.sent, of: 1), of: 1, fraction: 0)
        #expect(step?.messageStatus == .sent && step?.plan == Step.Plan.none)
    }

    @Test func `a newer attempt's failure is not retried while an older one may arrive`() {
        var message = MessageProgress.sending()
        _ = message.hear(.absent, of: 1, fraction: 0)
        message.begin(attempt: 2)
        _ = message.hear(.report(.sent, of: 1), of: 1, fraction: 0)
        let failure = message.hear(.refused(.passing), of: 2, fraction: 0)
        #expect(failure?.messageStatus == .sent && failure?.plan == Step.Plan.none)
        let end = message.hear(.report(.undelivered, of: 1), of: 1, fraction: 0)
        #expect(end?.messageStatus == .scheduled && end?.fault == .passing)
    }

    @Test func `late reports leave alone what a person decided`() {
        var cancelled = MessageProgress.sending()
        _ = cancelled.hear(.report(.failed, of: 1), of: 1, fraction: 0)
        cancelled.status = .cancelled
        cancelled.isAwaitingAttempt = false
        let late = cancelled.hear(.report(.undelivered, of: 1), of: 1, fraction: 0)
        #expect(late?.messageStatus == .cancelled && late?.plan == .asItIs)

        var retried = MessageProgress.sending(retriesMax: 0)
        _ = retried.hear(.report(.failed, of: 1), of: 1, fraction: 0)
        retried.status = .scheduled
        retried.isAwaitingAttempt = true
        retried.freeAttempts = 1
        let again = retried.hear(.report(.undelivered, of: 1), of: 1, fraction: 0)
        #expect(again?.messageStatus == .scheduled && again?.plan == .asItIs)
    }

    @Test func `a repetition does not put off the question that is due`() {
        var message = MessageProgress.sending()
        _ = message.hear(.accepted(.receipt(.queued, of: 1)), of: 1, fraction: 0)
        let step = message.hear(.report(.queued, of: 1), of: 1, fraction: 0)
        #expect(step?.check == .asItIs && step?.events.map(\.kind) == [.lateReport])
    }

    @Test func `news of an attempt that there is not changes nothing`() {
        var message = MessageProgress.sending()
        #expect(message.hear(.absent, of: 2, fraction: 0) == nil)
        #expect(message == .sending())
    }
}

extension MessageProgress {
    /// What dispatch writes when it takes a message up again.
    fileprivate mutating func begin(attempt number: Int) {
        #expect(isAwaitingAttempt)
        status = .queued
        attemptCount = number
        isAwaitingAttempt = false
        attempts[number] = AttemptProgress(state: .started)
    }
}
