package import HTTPClient
package import Messaging

/// An API that messages are sent through.
///
/// An adapter only writes requests and reads outcomes. Who calls decides when, on which connection
/// and how many at once, so the same adapter serves the dispatcher and a single question.
package protocol Provider: Sendable {
    /// A stable word that is stored with every attempt, such as `twilio`.
    var name: String { get }

    func sendRequest(_ message: OutboundMessage) -> HTTPRequest
    func readSend(_ outcome: HTTPOutcome) -> SendResult

    /// Asks for the newest messages to one number.
    ///
    /// Those before `sinceUnixSeconds` may be left out, but some may still come. `page` is what the
    /// page before named as its next, or nil for the first.
    func listRequest(to: E164, sinceUnixSeconds: Int64, page: NextPage?) -> HTTPRequest
    func readList(_ outcome: HTTPOutcome) -> ListResult

    func fetchRequest(_ id: ProviderMessageID) -> HTTPRequest
    func readFetch(_ outcome: HTTPOutcome) -> FetchResult
}

/// One message as it is handed to a provider.
package struct OutboundMessage: Sendable {
    /// Our own id, which the status callback brings back.
    package let id: String
    package let to: E164
    package let body: String
    /// Where the provider reports to; carries `id`, so that a report finds its message even when
    /// the answer to the sending was lost.
    package let statusCallback: String
    /// The number or name it goes out under; nil for the account's own.
    package let sender: String?

    package init(
        id: String,
        to: E164,
        body: String,
        statusCallback: String,
        sender: String? = nil
    ) {
        self.id = id
        self.to = to
        self.body = body
        self.statusCallback = statusCallback
        self.sender = sender
    }

    /// The query parameter of the status callback that holds our id.
    package static let idParameter = "m"

    /// Makes the status callback from the function's address, which has no query of its own.
    package init(id: String, to: E164, body: String, callbackURL: String) {
        self.init(
            id: id,
            to: to,
            body: body,
            statusCallback: "\(callbackURL)?\(Self.idParameter)=\(id)"
        )
    }
}
