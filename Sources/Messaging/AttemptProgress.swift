/// Where one attempt stands.
///
/// News only moves it forward, to what is more certain: any order and repetition of the same news
/// ends in the same place.
package struct AttemptProgress: Sendable, Hashable {
    package private(set) var state: AttemptState
    /// The provider's highest word on it so far.
    package private(set) var status: DeliveryStatus?
    /// Why it came to nothing; nil as long as it may still arrive.
    package private(set) var fault: Fault?
    package private(set) var providerMessageID: String?
    /// How often the provider was asked about it.
    package private(set) var checkCount: Int
    /// How long ago the call ended, as far as that is known, else began, in seconds.
    package let ageSeconds: Int

    package init(
        state: AttemptState,
        status: DeliveryStatus? = nil,
        fault: Fault? = nil,
        providerMessageID: String? = nil,
        checkCount: Int = 0,
        ageSeconds: Int = 0
    ) {
        self.state = state
        self.status = status
        self.fault = fault
        self.providerMessageID = providerMessageID
        self.checkCount = checkCount
        self.ageSeconds = ageSeconds
    }

    /// What the message is by this attempt alone; nil when the attempt came to nothing.
    package var word: DeliveryStatus? {
        switch state {
        case .started: .queued
        case .unknown: isUndecidable ? nil : .unknown
        case .refused, .absent: nil
        case .accepted:
            switch status {
            case .failed, .undelivered, .cancelled, .expired, .suppressed: nil
            default: status ?? .queued
            }
        }
    }

    /// Whether its answer was lost and nothing more is done to find out what became of it.
    var isUndecidable: Bool { state == .unknown && fault != nil }

    /// Whether it was the provider that was away, busy or closed to our account, which costs the
    /// message no retry.
    var isFree: Bool {
        fault?.code == OwnErrorCode.providerThrottled.rawValue
            || fault?.code == OwnErrorCode.providerNotReachable.rawValue
            || fault?.code == OwnErrorCode.credentialsRefused.rawValue
    }

    /// Takes the news over, and tells the timeline of it.
    mutating func hear(_ news: News) -> [TimelineEvent] {
        switch news {
        case .accepted(let receipt): return take(receipt, .accepted)
        case .found(let receipt): return take(receipt, .found)
        case .reported(let receipt, let fault): return take(receipt, .reported, fault)
        case .refused(let fault):
            let detail = ["errorCode": fault.code, "message": fault.message]
            return end(.refused, fault, TimelineEvent(.refused, detail))
        case .throttled:
            return end(.refused, Fault(.providerThrottled), TimelineEvent(.throttled))
        case .notSent(let reason):
            let event = TimelineEvent(.notSent, ["reason": reason])
            return end(.refused, Fault(.providerNotReachable), event)
        case .absent:
            return end(.absent, Fault(.absentAtProvider), TimelineEvent(.absent))
        case .undecidable(let reason):
            guard word == .queued && state == .started || word == .unknown else { return [] }
            state = .unknown
            fault = Fault(.outcomeUnknown)
            return [TimelineEvent(.undecidable, ["reason": reason])]
        case .answerLost(let reason):
            guard state == .started else { return [] }
            state = .unknown
            return [TimelineEvent(.answerLost, ["reason": reason])]
        case .nothingNew, .priced:
            checkCount += 1
            return []
        }
    }

    /// The provider has it.
    private mutating func take(
        _ receipt: Receipt,
        _ kind: TimelineEvent.Kind,
        _ fault: Fault? = nil
    ) -> [TimelineEvent] {
        var detail = [
            "status": receipt.status.rawValue, "providerMessageId": receipt.providerMessageID,
            "errorCode": fault?.code,
        ]
        providerMessageID = providerMessageID ?? receipt.providerMessageID
        guard status?.accepts(report: receipt.status) ?? true else {
            // A report may overtake the answer to the call that it reports on.
            return [TimelineEvent(kind == .reported ? .lateReport : kind, detail)]
        }
        state = .accepted
        status = receipt.status
        if status == .delivered { detail["seconds"] = String(ageSeconds) }
        self.fault = word == nil ? fault ?? Fault(nil) : nil
        return [TimelineEvent(kind, detail)]
    }

    /// The provider does not have it.
    private mutating func end(
        _ end: AttemptState,
        _ fault: Fault,
        _ event: TimelineEvent
    ) -> [TimelineEvent] {
        guard end.certainty > state.certainty else { return [] }
        state = end
        self.fault = fault
        return [event]
    }
}

extension AttemptState {
    /// The place in the order in which one state may follow another: the provider's own answer to
    /// the call is worth more than its list, and nothing outweighs that it has the message.
    fileprivate var certainty: Int {
        switch self {
        case .started: 0
        case .unknown: 1
        case .absent: 2
        case .refused: 3
        case .accepted: 4
        }
    }
}
