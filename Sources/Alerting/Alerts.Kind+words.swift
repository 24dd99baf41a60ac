package import Store

extension Alerts.Kind {
    /// What is the matter, in a few words.
    package var title: String {
        switch self {
        case .failureRate: "Too many messages fail"
        case .errorCode: "An error keeps coming back"
        case .silence: "No transactions arrive"
        case .queueAge: "Messages wait too long"
        case .budgetShare: "The budget is running out"
        case .lowRating: "A customer was not happy"
        case .providerPaused: "A provider does not accept the account"
        case .providerFailing: "A provider is failing"
        case .callbackPathBroken: "Delivery reports do not arrive"
        case .targetDisabled: "Alerts do not reach their target"
        }
    }
}
