/// What it takes to send through one Twilio account.
package struct TwilioAccount: Sendable {
    package let sid: String
    package let authToken: String
    /// Scheme and host, without a slash at the end.
    package let apiBase: String
    package let sender: Sender

    package static let defaultAPIBase = "https://api.twilio.com"

    /// What messages come from.
    package enum Sender: Sendable, Hashable {
        /// A number in E.164 form, a short code, an alphanumeric sender, or a WhatsApp sender such as
        /// `whatsapp:+14155238886`.
        case number(String)
        /// A pool of senders (`MG…`), which chooses one.
        case messagingService(String)

        /// Tells a service from a number by its form.
        package init(_ text: String) {
            let isService = text.hasPrefix("MG") && text.utf8.count == 34
            self = isService ? .messagingService(text) : .number(text)
        }

        package var text: String {
            switch self {
            case .number(let text), .messagingService(let text): text
            }
        }
    }

    package init(
        sid: String,
        authToken: String,
        apiBase: String = defaultAPIBase,
        sender: Sender
    ) {
        self.sid = sid
        self.authToken = authToken
        self.apiBase = apiBase.hasSuffix("/") ? String(apiBase.dropLast()) : apiBase
        self.sender = sender
    }
}

extension TwilioAccount: CustomStringConvertible {
    /// Hides the token: settings end up in logs.
    package var description: String { "\(sid) at \(apiBase)" }
}
