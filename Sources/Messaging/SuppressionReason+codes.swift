extension SuppressionReason {
    /// What a provider's error says about the number, where it says anything lasting.
    ///
    /// A handset that is off, or a carrier that filtered one text, says nothing lasting; a landline
    /// may learn to take texts, and a person who asks for another try is to have it.
    package init?(_ fault: Fault) {
        if Self.optOutCodes.contains(fault.code) {
            self = .optedOut
        } else if Self.deadNumberCodes.contains(fault.code) {
            self = .deadNumber
        } else if fault.errorClass == .optOut, fault.isDeclared {
            // Whoever declared the adapter said so.
            self = .optedOut
        } else {
            return nil
        }
    }

    /// Opted out: at the carrier, at the provider, or on WhatsApp.
    private static let optOutCodes: Set = [
        "21610", "30630", "63014", "63033", "vonage:7", "vonage:dlr-4", "plivo:200",
        "telnyx:40300", "bandwidth:4775", "infobip:EC_DEST_ADDRESS_BLACKLISTED",
        "whatsapp:131050",
    ]

    /// Nobody has this number.
    private static let deadNumberCodes: Set = [
        "30005", "vonage:33", "vonage:dlr-3", "plivo:70", "sinch:405", "bandwidth:4721",
        "infobip:EC_UNKNOWN_SUBSCRIBER",
    ]
}

extension Fault {
    /// Whether its code is of an adapter that the catalogue does not know.
    fileprivate var isDeclared: Bool {
        code.contains(":") && ErrorCatalogue.lookup(named: code) == nil
    }
}
