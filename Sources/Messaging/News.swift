/// What is heard about one attempt, from whichever side.
package enum News: Sendable, Hashable {
    /// The provider took the message.
    case accepted(Receipt)
    /// The provider refused it, in its own words.
    case refused(Fault)
    /// The provider asked to come back later; nothing was sent.
    case throttled(retryAfterSeconds: Int?)
    /// The provider was never reached; nothing was sent.
    case notSent(reason: String)
    /// The request may have reached the provider, but its answer was lost.
    case answerLost(reason: String)
    /// A status callback, or the provider's answer when asked.
    case reported(Receipt, Fault?)
    /// The provider's message list holds the message whose answer was lost.
    case found(Receipt)
    /// The provider's message list was asked, late enough, and does not hold it.
    case absent
    /// The answer was lost, and nobody could say in all the time allowed what became of it: a
    /// person decides.
    case undecidable(reason: String)
    /// The provider was asked what a message cost whose outcome is known, and says it.
    case priced(Receipt)
    /// The provider was asked, and its answer settles nothing yet.
    case nothingNew
}

/// What a provider says of a message that it has.
package struct Receipt: Sendable, Hashable {
    package var providerMessageID: String
    package var status: DeliveryStatus
    package var segments: Int?
    package var price: Money?
    package var sender: String?

    package init(
        providerMessageID: String,
        status: DeliveryStatus,
        segments: Int? = nil,
        price: Money? = nil,
        sender: String? = nil
    ) {
        self.providerMessageID = providerMessageID
        self.status = status
        self.segments = segments
        self.price = price
        self.sender = sender
    }
}

/// Why a provider failed a message.
package struct Fault: Sendable, Hashable {
    /// The provider's code, or one of `OwnErrorCode`.
    package let code: String
    package let message: String?
    package let errorClass: ErrorClass

    package init(code: String, message: String? = nil, errorClass: ErrorClass) {
        self.code = code
        self.message = message
        self.errorClass = errorClass
    }

    package init(_ own: OwnErrorCode, message: String? = nil) {
        let explanation = ErrorCatalogue.lookup(own)
        self.init(code: own.rawValue, message: message, errorClass: explanation.errorClass)
    }

    /// A fault as it was stored: judged by the adapter that met it, else by the catalogue.
    package init(stored code: String, message: String?, judged: ErrorClass?, httpStatus: Int?) {
        if let judged {
            self.init(code: code, message: message, errorClass: judged)
        } else if let own = OwnErrorCode(rawValue: code) {
            self.init(own, message: message)
        } else {
            self.init(ProviderErrorCode(code), message: message, httpStatus: httpStatus)
        }
    }

    package init(_ code: ProviderErrorCode?, message: String? = nil, httpStatus: Int? = nil) {
        self.init(
            code: code.map(\.description) ?? OwnErrorCode.providerRefused.rawValue,
            message: message,
            errorClass: ErrorCatalogue.classify(code, httpStatus: httpStatus)
        )
    }
}
