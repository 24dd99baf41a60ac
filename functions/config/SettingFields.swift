import Messaging
import Views
import Web

/// The settings as the interface names them; each may be sent alone.
enum SettingFields {
    static let template = Field<MessageTemplate>.template(
        "message_template",
        "The text of every message; variables stand in braces."
    ).refusingEmpty().optional
    static let googleReviewURL = url("google_review_url", "Where reviews are asked for.")
    static let trustpilotURL = url("trustpilot_url", "Used when there is no google_review_url.")
    static let feedbackURL = url("feedback_url", "Where customers may answer.")
    static let delayHours = Field<Int>.integer(
        "delay_hours",
        0...168,
        "Hours from a transaction to its message."
    ).optional
    static let retryAttempts = Field<Int>.integer(
        "retry_attempts",
        0...10,
        "Retries after a failure that may pass."
    ).optional
    static let retryDelayMinutes = Field<Int>.integer(
        "retry_delay_minutes",
        0...1440,
        "Minutes to the first retry; it doubles with each."
    ).optional
    static let batchSize = Field<Int>.integer(
        "batch_size",
        1...1000,
        "Messages that are taken up at once."
    ).optional
    static let smartEncoding = Field<Bool>.flag(
        "smart_encoding",
        "Whether look-alike characters are replaced, so that texts cost fewer segments."
    ).optional
    static let shortLinks = Field<String>.onOffOrDefault(
        "short_links",
        "on, off, or default: whether links to reviews are short ones of our own, which count clicks; "
            + "default is on where this system is reached by https."
    ).optional
    static let defaultDealership = Field<String>.text(
        "default_dealership",
        0...200,
        "For transactions that name none."
    ).optional
    static let defaultCustomer = Field<String>.text(
        "default_customer",
        0...200,
        "The name in the greeting when there is none."
    ).optional

    static let config: [any DescribedField] =
        [
            template, googleReviewURL, trustpilotURL, feedbackURL, delayHours, retryAttempts,
            retryDelayMinutes, batchSize, smartEncoding, shortLinks,
        ] + RuleFields.all
    static let defaults: [any DescribedField] = [defaultDealership, defaultCustomer]

    private static func url(_ name: String, _ summary: String) -> Field<String?> {
        Field(
            name,
            summary,
            schema: .text(0...500),
            expected: "an address that begins with https:// or http://, or nothing"
        ) { json in
            guard let text = json.text, text.utf8.count <= 500 else { return nil }
            let isWeb = text.hasPrefix("https://") || text.hasPrefix("http://")
            let isClean = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
            return text.isEmpty || (isWeb && isClean && text.utf8.count > 10) ? text : nil
        }.optional
    }
}
