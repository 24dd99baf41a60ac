/// What a provider's answer to a question about an attempt means; a value, so that it is decided
/// without a database or a provider.
///
/// Nothing is guessed: a lost call is settled by the provider's report, by the message standing in
/// its list, or by its absence from a list asked late enough. Where none of these comes in time, a
/// person decides.
package struct Settlement: Sendable, Hashable {
    /// A message stands in the provider's list at the latest so long after the call, in seconds.
    package let settleSeconds: Int

    package init(settleSeconds: Int) { self.settleSeconds = settleSeconds }

    /// So long after a call nobody is asked any more what became of it: by then the message is no
    /// longer welcome anyway, and a customer who has it could be asked.
    package static let decidableSeconds = 24 * 3600

    /// The attempt that is asked about.
    package struct Question: Sendable, Hashable {
        package let state: AttemptState
        /// The provider's highest word so far.
        package let status: DeliveryStatus?
        package let body: String
        /// How long ago the call ended, as far as that is known, else began.
        package let ageSeconds: Int
        /// Whether another attempt with the same recipient awaits an answer as well.
        package var hasRivals = false

        package init(state: AttemptState, status: DeliveryStatus?, body: String, ageSeconds: Int) {
            self.state = state
            self.status = status
            self.body = body
            self.ageSeconds = ageSeconds
        }
    }

    /// A message as the provider has it.
    package struct Listed: Sendable, Hashable {
        package let receipt: Receipt
        package let fault: Fault?
        package let body: String

        package init(receipt: Receipt, fault: Fault?, body: String) {
            self.receipt = receipt
            self.fault = fault
            self.body = body
        }
    }

    package enum Answer: Sendable, Hashable {
        /// It was asked by the provider's own id.
        case message(Listed)
        /// Its messages to the number since the attempt, newest first, and all of them.
        case list([Listed])
        /// It gave no answer that is of use, or not the whole of it.
        case nothing
        /// It cannot be asked.
        case cannotSay
    }

    /// Decides what an answer means for the attempt.
    ///
    /// `claimed` are the provider's ids that belong to an attempt already; the one found is added.
    package func news(
        of question: Question,
        _ answer: Answer,
        claimed: inout Set<String>
    ) -> News {
        switch answer {
        case .nothing: return silence(question, "no answer")
        case .cannotSay: return silence(question, "no list")
        case .message(let message): return word(message, to: question)
        case .list(let messages): return whetherTaken(question, messages, &claimed)
        }
    }

    private func silence(_ question: Question, _ reason: String) -> News {
        let isInDoubt = question.state == .started || question.state == .unknown
        return isInDoubt && question.ageSeconds >= Self.decidableSeconds
            ? .undecidable(reason: reason) : .nothingNew
    }

    private func word(_ message: Listed, to question: Question) -> News {
        let receipt = message.receipt
        guard question.status.map({ $0.accepts(report: receipt.status) }) ?? true else {
            let isComplete = receipt.status.isFinal && receipt.price != nil
            return isComplete ? .priced(receipt) : .nothingNew
        }
        return .reported(receipt, message.fault)
    }

    private func whetherTaken(
        _ question: Question,
        _ messages: [Listed],
        _ claimed: inout Set<String>
    ) -> News {
        let hasSettled = question.ageSeconds >= settleSeconds
        let candidates = messages.filter {
            !claimed.contains($0.receipt.providerMessageID) && $0.mayCarry(question.body)
        }
        guard let oldest = candidates.last else { return hasSettled ? .absent : .nothingNew }
        // Two of our messages with the same text may be meant; a callback would tell them apart.
        guard hasSettled || !question.hasRivals else { return .nothingNew }
        // One without its text may be the rival's: to take it would send that one's text twice.
        if question.hasRivals, candidates.contains(where: \.body.isEmpty) {
            return silence(question, "text not shown")
        }
        claimed.insert(oldest.receipt.providerMessageID)
        return .found(oldest.receipt)
    }
}

extension Settlement.Listed {
    /// Providers may replace look-alike characters (Twilio: smart encoding), trim, or no longer
    /// show a text; to take such a message for another's would be to send it twice.
    fileprivate func mayCarry(_ text: String) -> Bool {
        body.isEmpty || body == text
            || body.smartEncoded.split(whereSeparator: \.isWhitespace)
                == text.smartEncoded.split(whereSeparator: \.isWhitespace)
    }
}
