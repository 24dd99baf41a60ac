package import HTTPClient
package import Messaging

/// An API that messages are sent through, and that calls back.
///
/// An adapter only writes requests and reads outcomes. Who calls decides when, on which connection
/// and how many at once, so the same adapter serves the dispatcher and a single question.
package protocol Provider: Sendable {
    /// Which adapter it is, such as `twilio`.
    var name: String { get }

    func sendRequest(_ message: OutboundMessage) -> HTTPRequest
    func readSend(_ outcome: HTTPOutcome, of message: OutboundMessage) -> SendResult

    /// Asks for the newest messages to one number; nil where the provider shows no such list.
    ///
    /// Those before `sinceUnixSeconds` may be left out, but some may still come. `page` is what the
    /// page before named as its next, or nil for the first.
    func listRequest(to: E164, sinceUnixSeconds: Int64, page: NextPage?) -> HTTPRequest?
    func readList(_ outcome: HTTPOutcome) -> ListResult

    /// Asks what became of one message; nil where the provider cannot be asked.
    func fetchRequest(_ id: ProviderMessageID, to: E164) -> HTTPRequest?
    func readFetch(_ outcome: HTTPOutcome, of id: ProviderMessageID) -> FetchResult

    /// Proves that a call to us comes from the provider, and reads what it brings.
    func read(_ call: IncomingCall) throws(RefusedCall) -> Callback
}
