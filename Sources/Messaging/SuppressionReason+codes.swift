extension SuppressionReason {
    /// What a provider's error code says about the number, where it says anything lasting.
    ///
    /// A handset that is off, or a carrier that filtered one text, says nothing lasting.
    package init?(errorCode: String) {
        switch errorCode {
        // Opted out: at the carrier, on WhatsApp, or at the provider.
        case "21610", "30630", "63014", "63033": self = .optedOut
        // Not a number that exists, or not one that can receive texts.
        case "21211", "21217", "21614", "30005", "30006": self = .deadNumber
        default: return nil
        }
    }
}
