/// A number or name that messages go out under.
package struct SenderLine: Sendable, Hashable {
    package let address: String
    package let kind: Kind
    /// Of a North American number; customers answer to a neighbour's number more readily.
    package let areaCode: String?
    /// What carriers let through.
    package let segmentsPerSecond: Double
    /// How long until it may send another segment, in seconds; 0 when it is free.
    package var freeInSeconds: Double

    package init(
        address: String,
        kind: Kind,
        areaCode: String? = nil,
        segmentsPerSecond: Double? = nil,
        freeInSeconds: Double = 0
    ) {
        self.address = address
        self.kind = kind
        self.areaCode = areaCode
        self.segmentsPerSecond = segmentsPerSecond ?? kind.segmentsPerSecond
        self.freeInSeconds = freeInSeconds
    }

    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case longCode = "long_code"
        case tollFree = "toll_free"
        case shortCode = "short_code"
        case alphanumeric
        case messagingService = "messaging_service"
        case whatsApp = "whatsapp"

        /// What a sender may be trusted with as long as nothing better is known of it.
        ///
        /// US carriers let an unregistered long code send one segment a second, a toll-free number
        /// three and a short code a hundred; the others are limited by the provider itself.
        package var segmentsPerSecond: Double {
            switch self {
            case .longCode: 1
            case .tollFree: 3
            case .shortCode, .alphanumeric, .messagingService: 100
            case .whatsApp: 80
            }
        }
    }
}
