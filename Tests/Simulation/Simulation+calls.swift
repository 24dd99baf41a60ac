import Messaging
import TestSupport

/// The call, and what comes back from it.
extension Simulation {
    mutating func call(_ place: Happening.Place, by worker: Happening.Worker) {
        guard !crashes(worker), let attempt = store[place] else { return }
        guard now - attempt.startedAt < SimulatedStore.lease.callWithinSeconds else {
            tell("\(place) is left alone: it is too late for its call")
            tally.add(.leaseRanOut)
            return
        }
        let recipient = store.messages[place.message].recipient
        guard
            !store.suppressed.contains(recipient) || Gate.mayLeave(.transaction, though: .optedOut)
        else {
            tally.add(.stoppedBeforeCall)
            return hear(.notSent(reason: "the recipient said STOP"), place, by: worker)
        }
        checkCall(place)
        tables[worker.number].begin(attempt.provider)
        let later = now + stall()
        let (news, end) = end(of: place, through: attempt.provider)
        tell("\(place) is called through \(attempt.provider)")
        agenda.add(.answer(news, place, by: worker), at: max(end, later))
    }

    /// How the call ends, and when.
    private mutating func end(
        of place: Happening.Place,
        through name: String
    ) -> (news: News, second: Int) {
        guard let ending = providers[name]?.ending(at: now, using: &random) else {
            return (.notSent(reason: "there is no provider"), now)
        }
        let end = now + chance(upTo: SimulatedProvider.callSeconds)
        switch ending {
        case .accepted:
            let taken = take(place, through: name, callEnd: end)
            return (.accepted(taken.receipt(.queued)), end)
        case .takenAndLost:
            tally.add(.answerLostAndTaken)
            _ = take(place, through: name, callEnd: end)
            return (.answerLost(reason: "the connection broke"), end)
        case .lost:
            tally.add(.answerLostAndNotTaken)
            return (.answerLost(reason: "HTTP 503"), end)
        case .notReached:
            tally.add(.notReached)
            return (.notSent(reason: "connection refused"), now)
        case .throttled:
            tally.add(.throttled)
            return (.throttled(retryAfterSeconds: 30), end)
        case .refusedForNow:
            tally.add(.refused)
            return (.refused(Fault(ProviderErrorCode(rawValue: 20500))), end)
        case .refusedForGood:
            tally.add(.refused)
            return (.refused(Fault(ProviderErrorCode(rawValue: 21610))), end)
        }
    }

    /// The provider takes the message and reports on it: late, twice, out of order, or not at all.
    private mutating func take(
        _ place: Happening.Place,
        through name: String,
        callEnd: Int
    ) -> SimulatedProvider.Taken {
        let row = store.messages[place.message]
        var provider = providers[name] ?? SimulatedProvider(name: name)
        let taken = provider.take(
            recipient: row.recipient,
            body: row.body,
            at: Int.random(in: now...callEnd, using: &random),
            callEnd: callEnd,
            using: &random
        )
        providers[name] = provider
        checkTaken(place)
        for word in taken.words {
            let fault = word.status == taken.words.last?.status ? taken.fault : nil
            let times = provider.isMute ? 0 : [0, 1, 1, 1, 2].any(using: &random)
            if times == 0 { tally.add(.reportLost) }
            if times == 2 { tally.add(.reportTwice) }
            for _ in 0..<times {
                let isLate = random.happens(5)
                if isLate { tally.add(.reportLate) }
                agenda.add(
                    .report(taken.receipt(word.status), fault, place, through: name),
                    at: word.second + chance(upTo: isLate ? 300_000 : 60)
                )
            }
        }
        return taken
    }

    /// A worker writes down how its call ended, what that says of the provider, and whether another
    /// may do better at once.
    mutating func hear(_ news: News, _ place: Happening.Place, by worker: Happening.Worker) {
        guard !crashes(worker), let name = store[place]?.provider else { return }
        if called.contains(place) {
            tables[worker.number].end(name)
            tables[worker.number].hear(name, failed: news.isProvidersFailure)
        }
        if case .throttled(let seconds) = news {
            tables[worker.number].rest(name, until: now + (seconds ?? 1))
            routes.rest(name, until: now + (seconds ?? 1))
        }
        apply(news, to: place)
        let tried = Set(store.messages[place.message].attempts.values.map(\.provider))
        if news.mayGoElsewhere, tables[worker.number].hasAnother(than: tried, at: now) {
            store.hasten(place.message, at: now)
        }
    }

    mutating func takeReport(
        _ receipt: Receipt,
        _ fault: Fault?,
        _ named: Happening.Place,
        through name: String
    ) {
        let id = receipt.providerMessageID
        guard let place = store.locate(id, named: named, through: name) else { return }
        if store[place]?.progress.state == .started { tally.add(.reportBeforeAnswer) }
        apply(.reported(receipt, fault), to: place)
    }

    mutating func apply(_ news: News, to place: Happening.Place) {
        let fraction = Double.random(in: 0..<1, using: &random)
        let isTaken = store.apply(news, to: place, at: now, fraction: fraction)
        tell("\(place): \(news.sentence)\(isTaken ? "" : ", which is another's")")
        let message = store.messages[place.message]
        let next = message.nextAttemptAt.map { ", next attempt \(clock.text($0))" } ?? ""
        tell("    the message is \(message.status)\(next)")
    }

    mutating func people(_ happening: Happening) {
        switch happening {
        case .stop(let recipient):
            tell("customer \(recipient) says STOP")
            tally.add(.stopped)
            store.suppress(recipient)
            if random.happens(30) {
                agenda.add(.start(recipient: recipient), at: now + chance(upTo: 7200))
            }
        case .start(let recipient):
            tell("customer \(recipient) says START")
            store.release(recipient)
        case .cancel(let message):
            guard store.cancel(message) else { return }
            tell("message \(message) is cancelled")
            tally.add(.cancelled)
        case .retry(let message):
            guard store.retry(message, at: now) else { return }
            tell("message \(message) is to be tried again")
            tally.add(.retriedByPerson)
        default: break
        }
    }
}

extension SimulatedProvider {
    fileprivate init(name: String) {
        self.init(name: name, hasList: true, isMute: false, trouble: 0, outage: nil)
    }
}

extension News {
    fileprivate var isProvidersFailure: Bool {
        switch self {
        case .notSent, .answerLost: true
        default: false
        }
    }

    /// As `SendResult` judges it.
    fileprivate var mayGoElsewhere: Bool {
        switch self {
        case .notSent, .throttled: true
        case .refused(let fault): fault.errorClass.isRetryable
        default: false
        }
    }

    fileprivate var sentence: String {
        switch self {
        case .accepted(let receipt): "accepted as \(receipt.providerMessageID)"
        case .refused(let fault): "refused with \(fault.code)"
        case .throttled(let seconds): "come back in \(seconds ?? 1) s"
        case .notSent(let reason): "not sent, \(reason)"
        case .answerLost(let reason): "the answer is lost, \(reason)"
        case .reported(let receipt, _):
            "report on \(receipt.providerMessageID): \(receipt.status)"
        case .found(let receipt): "found in the list as \(receipt.providerMessageID)"
        case .absent: "not in the list"
        case .undecidable(let reason): "nobody can say: \(reason)"
        case .priced: "priced"
        case .nothingNew: "nothing new"
        }
    }
}
