package import HTTPClient
import JSONParser
import Messaging
import Web

extension Twilio {
    package func readSend(_ outcome: HTTPOutcome, of message: OutboundMessage) -> SendResult {
        switch outcome {
        case .failed(.notSent(let cause)): .notSent(reason: cause.description)
        case .failed(.ambiguous(let cause)): .ambiguous(reason: cause.description)
        case .answered(let answer): readSend(answer)
        }
    }

    package func readList(_ outcome: HTTPOutcome) -> ListResult {
        switch document(of: outcome) {
        case .failure(let problem):
            return .unavailable(reason: problem.reason)
        case .success(let document):
            guard case .array(let elements)? = document["messages"] else {
                return .unavailable(reason: "The list has no messages member")
            }
            let messages = elements.filter { $0["direction"]?.text?.hasPrefix("inbound") != true }
                .compactMap(TwilioMessage.read)
            return .page(messages, next: nextPage(of: document))
        }
    }

    package func readFetch(_ outcome: HTTPOutcome, of id: ProviderMessageID) -> FetchResult {
        switch document(of: outcome) {
        case .failure(let problem):
            problem.isAbsence ? .absent : .unavailable(reason: problem.reason)
        case .success(let document):
            TwilioMessage.read(document).map { .found($0) }
                ?? .unavailable(reason: "The answer is not a message")
        }
    }

    // MARK: -

    /// Sorts answers by what they prove: a refusal proves that no message exists, a fault proves
    /// nothing.
    private func readSend(_ answer: HTTPAnswer) -> SendResult {
        switch answer.status {
        case 200...299:
            guard let message = (try? JSON(parsing: answer.body)).flatMap(TwilioMessage.read) else {
                return .ambiguous(
                    reason: "HTTP \(answer.status) with an answer that cannot be read"
                )
            }
            return .accepted(message.receipt)
        case 429:
            return .throttled(retryAfterSeconds: answer.retryAfterSeconds)
        // 408 comes from something in between that lost patience; how far the request got, it
        // does not say.
        case 408, 500...:
            return .ambiguous(reason: "HTTP \(answer.status)")
        default:
            return .refused(TwilioMessage.refusal(answer))
        }
    }

    /// A reference that leads to another host is dropped; see `request(_:_:)`.
    private func nextPage(of document: JSON) -> NextPage? {
        guard let reference = document["next_page_uri"]?.text, reference.hasPrefix("/") else {
            return nil
        }
        return NextPage(reference: reference)
    }

    private struct UnusableAnswer: Error {
        let reason: String
        var isAbsence = false
    }

    private func document(of outcome: HTTPOutcome) -> Result<JSON, UnusableAnswer> {
        switch outcome {
        case .failed(let failure):
            return .failure(UnusableAnswer(reason: failure.cause.description))
        case .answered(let answer) where answer.status != 200:
            // An unknown path answers 404 as well, but only Twilio's own says 20404.
            let isAbsence = TwilioMessage.isAbsence(answer)
            return .failure(UnusableAnswer(reason: "HTTP \(answer.status)", isAbsence: isAbsence))
        case .answered(let answer):
            guard let document = try? JSON(parsing: answer.body) else {
                return .failure(UnusableAnswer(reason: "The answer is not JSON"))
            }
            return .success(document)
        }
    }
}
