extension SuppressionReason {
    /// What a provider's error code says about the number, where it says anything lasting.
    ///
    /// A handset that is off, or a carrier that filtered one text, says nothing lasting; a landline
    /// may learn to take texts, and a person who asks for another try is to have it.
    package init?(errorCode: String) {
        switch errorCode {
        // Opted out: at the carrier, at the provider, or on WhatsApp.
        case "21610", "30630", "63014", "63033": self = .optedOut
        // Nobody has this number.
        case "30005": self = .deadNumber
        default: return nil
        }
    }
}
