package import Messaging

/// What became of handing one message to a provider.
///
/// Only `throttled` and `notSent` may be repeated as they are. After `ambiguous` the provider may
/// have the message, so it is asked before anything is sent again.
package enum SendResult: Sendable, Hashable {
    case accepted(ProviderReceipt)
    /// The provider answered that it does not take the message; nothing was created.
    case refused(Refusal)
    /// Too many requests; nothing was created.
    case throttled(retryAfterSeconds: Int?)
    /// Nothing reached the provider.
    case notSent(reason: String)
    case ambiguous(reason: String)
}

/// The provider's word that it has the message.
package struct ProviderReceipt: Sendable, Hashable {
    package let id: ProviderMessageID
    package let status: DeliveryStatus
    /// Nil until the provider has counted them.
    package let segments: Int?
    /// What it costs, positive; nil until the provider knows.
    package let price: Money?
    /// The number or name it goes out under; nil until a pool has chosen one.
    package let sender: String?

    package init(
        id: ProviderMessageID,
        status: DeliveryStatus,
        segments: Int? = nil,
        price: Money? = nil,
        sender: String? = nil
    ) {
        self.id = id
        self.status = status
        self.segments = segments
        self.price = price
        self.sender = sender
    }
}

/// Why a provider did not take a message.
package struct Refusal: Sendable, Hashable {
    /// Its sentence may quote the recipient's number: to be stored, never logged.
    package let fault: Fault
    package let httpStatus: Int
    /// Whether the account as a whole is refused, rather than what it wanted to send: no
    /// credentials, no credit, suspended.
    package let stopsAccount: Bool

    package init(_ fault: Fault, httpStatus: Int, stopsAccount: Bool) {
        self.fault = fault
        self.httpStatus = httpStatus
        self.stopsAccount = stopsAccount
    }

    /// Whether the cause and its cure lie with our account, so that every message would meet it.
    package var isAboutAccount: Bool { fault.errorClass == .account }
}
