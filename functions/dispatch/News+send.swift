import HTTPClient
import Messaging
import Providers
import Store

extension News {
    /// What the end of a call means for the message.
    init(_ result: SendResult) {
        switch result {
        case .accepted(let receipt):
            self = .accepted(
                Receipt(
                    providerMessageID: receipt.id.rawValue,
                    status: receipt.status,
                    segments: receipt.segments,
                    price: receipt.price,
                    sender: receipt.sender
                )
            )
        case .refused(let refusal) where refusal.stopsAccount:
            self = .refused(Fault(.credentialsRefused, message: refusal.fault.message))
        case .refused(let refusal): self = .refused(refusal.fault)
        case .throttled(let seconds): self = .throttled(retryAfterSeconds: seconds)
        case .notSent(let reason): self = .notSent(reason: reason)
        case .ambiguous(let reason): self = .answerLost(reason: reason)
        }
    }
}

extension HTTPOutcome {
    /// Whether the process came back too late to make the call.
    var isTooLate: Bool {
        if case .failed(.notSent(let cause)) = self { cause.kind == .tooLate } else { false }
    }
}

extension ProviderState {
    /// What the end of a call says of the provider itself.
    init(_ result: SendResult) {
        switch result {
        case .refused(let refusal) where refusal.isAboutAccount: self = .refusing
        case .accepted, .refused, .throttled: self = .answering
        case .notSent, .ambiguous: self = .away
        }
    }
}

extension Progressing.Item.Call {
    init(_ outcome: HTTPOutcome) {
        guard case .answered(let answer) = outcome else {
            self.init()
            return
        }
        self.init(milliseconds: Int(answer.milliseconds), httpStatus: Int(answer.status))
    }
}

extension SendResult {
    /// Whether another provider may do better with the message now: this one has not taken it, and
    /// not for what the message is.
    var mayGoElsewhere: Bool {
        switch self {
        case .notSent, .throttled: true
        case .refused(let refusal): refusal.stopsAccount || refusal.fault.errorClass.isRetryable
        case .accepted, .ambiguous: false
        }
    }
}
