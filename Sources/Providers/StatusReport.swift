package import Messaging
package import Web

/// A provider's news of one message, as its status callback brings it.
package struct StatusReport: Sendable, Hashable {
    package let id: ProviderMessageID
    /// Nil for a word that we do not know: kept as it came, but nothing follows from it.
    package let status: DeliveryStatus?
    /// The provider's own word.
    package let statusWord: String
    /// Why it did not arrive; nil as long as it may.
    package let fault: Fault?
    /// What it costs, positive; most reports do not say.
    package var price: Money?
    package var segments: Int?
    package var sender: String?
    /// Our own reference, where the report brings it back.
    package var reference: MessageReference?
    /// Repeats its value when the same report is delivered again.
    package var idempotencyToken: String?
    /// The report as it came.
    package var raw: JSON

    package init(
        id: ProviderMessageID,
        status: DeliveryStatus?,
        statusWord: String,
        fault: Fault? = nil,
        raw: JSON = .null
    ) {
        self.id = id
        self.status = status
        self.statusWord = statusWord
        self.fault = fault
        self.raw = raw
    }
}
