import Alerting
import HTTPClient
import Store

/// What an answer, or none, means for a delivery.
struct WebhookVerdict {
    var milliseconds = 0
    var status: Int?
    var answer = ""
    /// Nil when it was delivered.
    var problem: String?
    /// Whether another attempt may end better.
    var mayRepeat = false
    /// Whether the target has more to do than it can.
    var isBusy = false
    var retryAfter: Int?

    /// The secret was sealed with a key that is gone.
    static let unreadable = WebhookVerdict(
        problem: "Its secret cannot be opened: SECRETS_KEY has changed. Set the target up anew."
    )

    func outcome(of due: AlertDeliveries.Due) -> AlertDeliveries.Outcome {
        AlertDeliveries.Outcome(
            of: due,
            milliseconds: milliseconds,
            status: status,
            answer: answer,
            problem: problem,
            retrySeconds: mayRepeat
                ? DeliverySchedule.waitSeconds(
                    afterAttempt: due.step,
                    fraction: .random(in: 0..<1),
                    isBusy: isBusy,
                    retryAfter: retryAfter
                ) : nil
        )
    }
}

extension WebhookVerdict {
    init(_ outcome: HTTPOutcome) {
        switch outcome {
        case .answered(let answer): self.init(answer)
        case .failed(let failure): self.init(failure.cause)
        }
    }

    /// Of 4xx only those are worth another attempt that speak of the moment.
    ///
    /// A redirect is not followed: it would lead where nobody has looked.
    private init(_ answer: HTTPAnswer) {
        milliseconds = answer.milliseconds
        status = answer.status
        // PostgreSQL keeps no NUL.
        self.answer = String(
            String(decoding: answer.body, as: UTF8.self).unicodeScalars.filter { $0 != "\0" }
        )
        retryAfter = answer.header("Retry-After").flatMap { Int($0) }
        switch answer.status {
        case 200..<300: return
        case 429:
            problem = "It asks to be left alone for a while (429)."
            (mayRepeat, isBusy) = (true, true)
        case 408, 425, 500...:
            problem = "It answered with an error (\(answer.status))."
            mayRepeat = true
        case 300..<400: problem = "It redirects (\(answer.status)), which is not followed."
        default: problem = "It refused the message (\(answer.status))."
        }
    }

    private init(_ cause: HTTPFailureCause) {
        switch cause.kind {
        case .forbiddenAddress:
            problem = "Its host is inside this system's own network, which is not allowed."
        case .malformedRequest: problem = "Its address cannot be used."
        case .couldNotResolve: (problem, mayRepeat) = ("Its host has no address.", true)
        case .couldNotConnect: (problem, mayRepeat) = ("Nobody answers at its address.", true)
        case .tls: (problem, mayRepeat) = ("Its certificate is not trusted.", true)
        case .timeout:
            (problem, mayRepeat, isBusy) = ("It did not answer in time.", true, true)
        default:
            (problem, mayRepeat) = ("The connection broke: \(cause.message).", true)
        }
    }
}
