package import Messaging

/// One message as it is handed to a provider.
package struct OutboundMessage: Sendable {
    /// Our own id, which the status callback brings back.
    package let id: String
    package let attempt: Int
    package let to: E164
    package let body: String
    /// Where the provider reports to, without a query.
    package let callbackURL: String
    /// The number or name it goes out under; nil for the account's own.
    package let sender: String?

    package init(
        id: String,
        attempt: Int,
        to: E164,
        body: String,
        callbackURL: String,
        sender: String? = nil
    ) {
        self.id = id
        self.attempt = attempt
        self.to = to
        self.body = body
        self.callbackURL = callbackURL
        self.sender = sender
    }

    /// What a provider keeps beside the message and brings back.
    package var reference: MessageReference { MessageReference(messageID: id, attempt: attempt) }

    /// The callback's address with our reference, so that a report finds its message even when the
    /// answer to the sending was lost.
    package var statusCallback: String { "\(callbackURL)?\(reference.query)" }
}

/// Which attempt of which message something is about.
package struct MessageReference: Sendable, Hashable {
    package let messageID: String
    package let attempt: Int

    package init(messageID: String, attempt: Int) {
        self.messageID = messageID
        self.attempt = attempt
    }
}

extension MessageReference: CustomStringConvertible {
    /// As a provider keeps it: the message's id and the attempt's number, with a point between.
    package var description: String { "\(messageID).\(attempt)" }

    package init?(_ text: String) {
        let halves = text.split(separator: ".")
        guard halves.count == 2, let attempt = Int(halves[1]), attempt > 0 else { return nil }
        self.init(messageID: String(halves[0]), attempt: attempt)
    }
}
