import Glibc
import HTTPClient
import Synchronization

/// Delivers callbacks when they are due, on a thread of its own.
final class Postman: Sendable {
    private let inbox = Mutex<[Errand]>([])
    private let waker: MultiClientWaker
    /// When the thread looks into the inbox next, without being woken.
    private let nextLookMilliseconds = Atomic<Int64>(0)

    /// One callback on its way, and how often it has failed.
    fileprivate struct Errand: Sendable {
        let key: CallbackKey
        let dueMilliseconds: Int64
        var retryCount = 0
    }

    /// Begins with the callbacks that the ledger still owes.
    init(ledger: Ledger, account: Account) {
        let client = MultiClient(connectionCountPerHostMax: Round.connectionCountMax)
        waker = client.waker
        Thread.start(Round(client: client, ledger: ledger, account: account, postman: self))
        post(ledger.owedCallbacks())
    }

    func post(_ callbacks: [(key: CallbackKey, dueMilliseconds: Int64)]) {
        guard !callbacks.isEmpty else { return }
        inbox.withLock { inbox in
            inbox += callbacks.map { Errand(key: $0.key, dueMilliseconds: $0.dueMilliseconds) }
        }
        // Most callbacks are due later than the thread looks again by itself.
        let nextLook = nextLookMilliseconds.load(ordering: .sequentiallyConsistent)
        if callbacks.contains(where: { $0.dueMilliseconds < nextLook }) { waker.wake() }
    }

    /// Takes what was posted.
    ///
    /// `nextLook` is announced first: a callback posted from now on that is due earlier wakes the
    /// thread, even if it has not fallen asleep yet.
    fileprivate func collect(nextLookMilliseconds nextLook: Int64) -> [Errand] {
        nextLookMilliseconds.store(nextLook, ordering: .sequentiallyConsistent)
        return inbox.withLock { inbox in
            defer { inbox.removeAll(keepingCapacity: true) }
            return inbox
        }
    }
}

/// The thread's own part: what is waiting, and what is under way.
private final class Round: ThreadBody {
    static let connectionCountMax = 64
    /// More wait in the heap, where they cost nothing.
    private static let inFlightMax = 256
    /// Milliseconds between two looks into the inbox, at most.
    private static let pauseMax: Int64 = 100

    private let client: MultiClient
    private let ledger: Ledger
    private let account: Account
    private let postman: Postman
    private var waiting = TimerHeap<Postman.Errand>()
    private var underWay: [Int: (errand: Postman.Errand, policy: DeliveryPolicy)] = [:]
    private var lastTag = 0

    init(client: MultiClient, ledger: Ledger, account: Account, postman: Postman) {
        self.client = client
        self.ledger = ledger
        self.account = account
        self.postman = postman
    }

    /// Never ends: the callbacks not yet delivered when the process ends are in the journal.
    func run() {
        while true {
            for errand in postman.collect(nextLookMilliseconds: nowMilliseconds() + Self.pauseMax) {
                waiting.insert(errand, dueMilliseconds: errand.dueMilliseconds)
            }
            submitDue()
            for (tag, outcome) in client.poll(timeoutMilliseconds: pauseMilliseconds) {
                if let (errand, policy) = underWay.removeValue(forKey: tag) {
                    settle(errand, policy, outcome)
                }
            }
        }
    }

    private func submitDue() {
        let now = nowMilliseconds()
        while underWay.count < Self.inFlightMax, let errand = waiting.pop(nowMilliseconds: now) {
            guard let message = ledger.find(errand.key.sid),
                let policy = message.statusCallback.map({ DeliveryPolicy($0) }),
                let request = message.callbackRequest(errand.key, to: policy.url, by: account)
            else { continue }
            lastTag += 1
            underWay[lastTag] = (errand, policy)
            client.submit(request, tag: lastTag)
        }
    }

    private var pauseMilliseconds: Int {
        guard underWay.count < Self.inFlightMax, let next = waiting.nextDueMilliseconds else {
            return Int(Self.pauseMax)
        }
        return Int(min(max(next - nowMilliseconds(), 0), Self.pauseMax))
    }

    private func settle(
        _ errand: Postman.Errand,
        _ policy: DeliveryPolicy,
        _ outcome: HTTPOutcome
    ) {
        let wantsRetry =
            switch outcome {
            case .answered(let answer): policy.retries(status: answer.status)
            case .failed: policy.retriesBrokenConnections
            }
        guard wantsRetry, errand.retryCount < policy.retryCountMax else {
            ledger.end(errand.key)
            return
        }
        var again = errand
        again.retryCount += 1
        let delay = policy.delayMilliseconds(beforeRetry: again.retryCount)
        waiting.insert(again, dueMilliseconds: nowMilliseconds() + delay)
    }
}
