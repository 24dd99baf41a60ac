package import HTTPClient
package import Messaging
import Web

/// Twilio's Messages API, version 2010-04-01.
///
/// https://www.twilio.com/docs/messaging/api/message-resource
package struct Twilio: Provider {
    package let name = "twilio"
    private let account: TwilioAccount

    var authToken: String { account.authToken }

    /// Twilio answers in a fraction of a second; after ten the answer is better asked for than
    /// waited for.
    package static let totalTimeoutMilliseconds = 10_000
    /// Enough to find a message among all that one number got in a day, in one request.
    package static let listPageSize = 100

    package init(_ account: TwilioAccount) { self.account = account }

    /// An account that only reads calls to us.
    package init(callbacksSignedWith token: String) {
        account = TwilioAccount(sid: "", authToken: token, sender: .number(""))
    }

    package func sendRequest(_ message: OutboundMessage) -> HTTPRequest {
        var form = Form([
            .init("To", address(message.to, from: message.sender)),
            .init("Body", message.body),
            .init("StatusCallback", message.statusCallback),
        ])
        switch message.sender.map(TwilioAccount.Sender.init) ?? account.sender {
        case .number(let number): form.add("From", number)
        case .messagingService(let sid): form.add("MessagingServiceSid", sid)
        }
        var request = request(.post, "\(messagesPath).json")
        request.headers = [HTTPHeader("Content-Type", "application/x-www-form-urlencoded")]
        request.body = Array(form.encoded.utf8)
        return request
    }

    package func listRequest(
        to: E164,
        sinceUnixSeconds: Int64,
        page: NextPage?
    ) -> HTTPRequest? {
        if let page { return request(.get, page.reference) }
        // The filter knows days, in GMT; an hour of slack covers clocks that differ at midnight.
        let day = InternetDate.day(ofUnixSeconds: sinceUnixSeconds - 3_600)
        let query = Form([
            .init("To", address(to, from: nil)),
            .init("DateSent>", day),
            .init("PageSize", String(Self.listPageSize)),
        ])
        return request(.get, "\(messagesPath).json?\(query.encoded)")
    }

    package func fetchRequest(_ id: ProviderMessageID, to: E164) -> HTTPRequest? {
        request(.get, "\(messagesPath)/\(PercentCoding.encode(id.rawValue)).json")
    }

    // MARK: -

    /// The recipient on the channel of the sender: a WhatsApp sender writes to WhatsApp addresses.
    private func address(_ recipient: E164, from sender: String?) -> String {
        (sender ?? account.sender.text).hasPrefix(Self.whatsApp)
            ? Self.whatsApp + recipient.rawValue : recipient.rawValue
    }

    private static let whatsApp = "whatsapp:"

    private var messagesPath: String {
        "/2010-04-01/Accounts/\(PercentCoding.encode(account.sid))/Messages"
    }

    /// Every request goes to the configured host, whatever a page reference says: it carries the
    /// account's token.
    private func request(_ method: HTTPRequest.Method, _ pathAndQuery: String) -> HTTPRequest {
        var request = HTTPRequest(method, account.apiBase + pathAndQuery)
        request.credentials = BasicCredentials(name: account.sid, password: account.authToken)
        request.totalTimeoutMilliseconds = Self.totalTimeoutMilliseconds
        return request
    }
}
