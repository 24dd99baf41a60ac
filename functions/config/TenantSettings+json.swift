import Store
import Web

extension TenantSettings {
    var configJSON: JSON {
        .object(
            JSON.Object(
                [
                    .init("message_template", .string(messageTemplate)),
                    .init("google_review_url", .string(googleReviewURL)),
                    .init("trustpilot_url", .string(trustpilotURL)),
                    .init("feedback_url", .string(feedbackURL)),
                    .init("delay_hours", .int(delayHours)),
                    .init("retry_attempts", .int(retryAttempts)),
                    .init("retry_delay_minutes", .int(retryDelayMinutes)),
                    .init("batch_size", .int(batchSize)),
                    .init("smart_encoding", .bool(smartEncoding)),
                    .init(
                        "short_links",
                        .string(shortLinks.map { $0 ? "on" : "off" } ?? "default")
                    ),
                ] + rules.members
            )
        )
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
