import JSONParser
package import Web

/// The kinds of accounts that are built in, beside `declared` ones.
package enum ProviderKinds {
    package static let twilio = "twilio"
    /// An account that brings its own document.
    package static let declared = "declared"

    package static var all: [String] { [twilio, declared] + documents.keys.sorted() }

    /// What an account of this kind needs to be told; nil for a kind that there is not.
    package static func fields(_ kind: String) -> [AccountField]? {
        kind == twilio ? twilioFields : adapter(kind)?.fields
    }

    /// The adapter of a built-in kind.
    static func adapter(_ kind: String) -> Adapter? {
        documents[kind].flatMap { try? JSON(parsing: $0) }.flatMap { try? Adapter($0) }
    }

    /// The document of a built-in kind: the best start for one's own.
    package static func document(_ kind: String) -> JSON? {
        documents[kind].flatMap { try? JSON(parsing: $0) }
    }

    static let twilioFields = [
        AccountField(
            name: "account_sid",
            about: "The account's SID, AC and 32 digits.",
            isSecret: false,
            isRequired: true,
            fallback: nil
        ),
        AccountField(
            name: "from",
            about: "The sender: a number, a messaging service (MG…) or whatsapp:+…",
            isSecret: false,
            isRequired: true,
            fallback: nil
        ),
        AccountField(
            name: "api_base",
            about: "Where the API is.",
            isSecret: false,
            isRequired: false,
            fallback: TwilioAccount.defaultAPIBase
        ),
        AccountField(
            name: "auth_token",
            about: "The account's auth token, with which callbacks are signed as well.",
            isSecret: true,
            isRequired: true,
            fallback: nil
        ),
    ]

    static let documents: [String: [UInt8]] = [
        "bandwidth": PackageResources.bandwidth_json,
        "bird": PackageResources.bird_json,
        "infobip": PackageResources.infobip_json,
        "jasmin": PackageResources.jasmin_json,
        "kannel": PackageResources.kannel_json,
        "messagebird": PackageResources.messagebird_json,
        "plivo": PackageResources.plivo_json,
        "sinch": PackageResources.sinch_json,
        "telnyx": PackageResources.telnyx_json,
        "vonage": PackageResources.vonage_json,
        "vonage-messages": PackageResources.vonage_messages_json,
        "whatsapp": PackageResources.whatsapp_json,
        "whatsapp-template": PackageResources.whatsapp_template_json,
    ]
}
