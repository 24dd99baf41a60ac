import Store
import Web

extension TenantSettings {
    var configJSON: JSON {
        [
            "message_template": .string(messageTemplate),
            "google_review_url": .string(googleReviewURL),
            "trustpilot_url": .string(trustpilotURL), "feedback_url": .string(feedbackURL),
            "delay_hours": .int(delayHours), "retry_attempts": .int(retryAttempts),
            "retry_delay_minutes": .int(retryDelayMinutes), "batch_size": .int(batchSize),
            "smart_encoding": .bool(smartEncoding),
        ]
    }

    var defaultsJSON: JSON {
        [
            "default_dealership": .string(defaultDealership),
            "default_customer": .string(defaultCustomer),
        ]
    }
}

extension JSON {
    /// The names of the members that differ between two objects of the same shape.
    func changes(to other: JSON) -> JSON {
        guard case .object(let mine) = self else { return [] }
        let names = mine.members.filter { other[$0.name] != $0.value }.map { JSON.string($0.name) }
        return .array(names)
    }
}
