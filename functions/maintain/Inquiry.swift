import FunctionRuntime
import HTTPClient
import Messaging
import Providers
import Store

/// Puts many questions to the providers, a number of them at once, from one thread.
final class Inquiry {
    private let providers: [String: any Provider]
    private let client = MultiClient(connectionCountPerHostMax: Inquiry.questionsAtOnceMax)
    private var underWay: [Int: Question] = [:]
    private var lastTag = 0

    /// What the provider said of one attempt.
    enum Answer {
        /// It was asked by the provider's own id.
        case message(ProviderMessage)
        /// Its messages to the number since the attempt, newest first, and all of them.
        case list([ProviderMessage])
        /// It gave no answer that is of use, or not the whole of it.
        case nothing
        /// It cannot be asked.
        case cannotSay
    }

    private struct Question {
        let check: Checks.Due
        let provider: any Provider
        var found: [ProviderMessage] = []
        var pages = 0
    }

    private static let questionsAtOnceMax = 128
    /// A list longer than this proves nothing.
    private static let pagesMax = 5
    /// How far the provider's clock may be behind ours, in seconds.
    private static let clockSkewSeconds = 60

    init(providers: [String: any Provider]) { self.providers = providers }

    /// Asks about each; left out are those that the signal leaves unasked.
    func ask(
        _ checks: [Checks.Due],
        until stop: StopSignal
    ) -> [(check: Checks.Due, answer: Answer)] {
        var rest = checks[...]
        var answers: [(check: Checks.Due, answer: Answer)] = []
        while !underWay.isEmpty || (!rest.isEmpty && !stop.isStopping) {
            while underWay.count < Self.questionsAtOnceMax, !stop.isStopping,
                let check = rest.popFirst()
            {
                guard let provider = providers[check.provider],
                    put(Question(check: check, provider: provider))
                else {
                    answers.append((check, .cannotSay))
                    continue
                }
            }
            for (tag, outcome) in client.poll(timeoutMilliseconds: 100) {
                guard let question = underWay.removeValue(forKey: tag) else { continue }
                if let answer = read(outcome, to: question) {
                    answers.append((question.check, answer))
                }
            }
        }
        return answers
    }

    /// Puts a question; false where the provider cannot be asked it.
    @discardableResult
    private func put(_ question: Question, page: NextPage? = nil) -> Bool {
        guard let request = request(question, page) else { return false }
        lastTag += 1
        underWay[lastTag] = question
        client.submit(request, tag: lastTag)
        return true
    }

    private func request(_ question: Question, _ page: NextPage?) -> HTTPRequest? {
        let (check, provider) = (question.check, question.provider)
        if let id = check.knownID { return provider.fetchRequest(id, to: check.recipient) }
        return provider.listRequest(
            to: check.recipient,
            sinceUnixSeconds: since(check),
            page: page
        )
    }

    private func since(_ check: Checks.Due) -> Int64 {
        Int64(check.startedAtSeconds - Self.clockSkewSeconds)
    }

    /// The answer, or nil when the next page is asked for first.
    private func read(_ outcome: HTTPOutcome, to question: Question) -> Answer? {
        let provider = question.provider
        if let id = question.check.knownID {
            guard case .found(let message) = provider.readFetch(outcome, of: id) else {
                return .nothing
            }
            return .message(message)
        }
        guard case .page(let messages, let next) = provider.readList(outcome) else {
            return .nothing
        }
        let since = since(question.check)
        let recent = messages.filter { ($0.createdAtSeconds ?? since) >= since }
        var question = question
        question.found += recent
        question.pages += 1
        guard let next, !recent.isEmpty else { return .list(question.found) }
        guard question.pages < Self.pagesMax else { return .nothing }
        put(question, page: next)
        return nil
    }
}

extension Checks.Due {
    /// The provider's id of an attempt that it accepted; the others are looked for in its list.
    fileprivate var knownID: ProviderMessageID? {
        state == .accepted ? providerMessageID.map { ProviderMessageID(rawValue: $0) } : nil
    }
}
