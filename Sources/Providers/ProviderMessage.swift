package import Messaging

/// A provider's identifier of one message, such as Twilio's `SM…`.
package struct ProviderMessageID: RawRepresentable, Sendable, Hashable {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }
}

extension ProviderMessageID: CustomStringConvertible {
    package var description: String { rawValue }
}

/// A message as the provider has it.
package struct ProviderMessage: Sendable, Hashable {
    package let receipt: ProviderReceipt
    /// As the provider writes it; a channel address is not E.164.
    package let to: String
    /// Empty when the provider no longer keeps it.
    package let body: String
    /// Why it did not arrive; nil as long as it may.
    package let fault: Fault?
    /// Unix seconds of when the provider took it; nil when it does not say.
    package let createdAtSeconds: Int64?

    package init(
        receipt: ProviderReceipt,
        to: String,
        body: String,
        fault: Fault? = nil,
        createdAtSeconds: Int64? = nil
    ) {
        self.receipt = receipt
        self.to = to
        self.body = body
        self.fault = fault
        self.createdAtSeconds = createdAtSeconds
    }

    package var id: ProviderMessageID { receipt.id }
    package var status: DeliveryStatus { receipt.status }
}

/// Where a list goes on; only the provider that made it can read it.
package struct NextPage: Sendable, Hashable {
    package let reference: String

    package init(reference: String) { self.reference = reference }
}

package enum ListResult: Sendable, Hashable {
    /// Outbound messages, newest first.
    case page([ProviderMessage], next: NextPage?)
    /// The question got no usable answer; asking again is harmless.
    case unavailable(reason: String)
}

package enum FetchResult: Sendable, Hashable {
    case found(ProviderMessage)
    /// The provider answered that it has no such message.
    case absent
    /// The question got no usable answer; asking again is harmless.
    case unavailable(reason: String)
}
