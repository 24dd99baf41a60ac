package import Messaging

/// A provider's news of one message, as its status callback brings it.
package struct StatusReport: Sendable, Hashable {
    package let id: ProviderMessageID
    /// Nil for a word that we do not know: kept as it came, but nothing follows from it.
    package let status: DeliveryStatus?
    /// The provider's own word.
    package let statusWord: String
    package let errorCode: ProviderErrorCode?
    package let errorMessage: String?
    /// What it costs, positive; most reports do not say.
    package let price: Money?
    package let segments: Int?
    package let sender: String?

    package init(
        id: ProviderMessageID,
        status: DeliveryStatus?,
        statusWord: String,
        errorCode: ProviderErrorCode? = nil,
        errorMessage: String? = nil,
        price: Money? = nil,
        segments: Int? = nil,
        sender: String? = nil
    ) {
        self.id = id
        self.status = status
        self.statusWord = statusWord
        self.errorCode = errorCode
        self.errorMessage = errorMessage
        self.price = price
        self.segments = segments
        self.sender = sender
    }
}

/// A callback that is not a status report.
package enum MalformedReport: Error, Sendable, Hashable {
    case missing(String)
    case malformed(String)
}
