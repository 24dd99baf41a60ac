package import HTTPClient
package import Messaging

/// A provider that a document declares.
package struct DeclaredProvider: Provider {
    let adapter: Adapter
    /// The account's settings and secrets by name, defaults included.
    let account: [String: String]

    package var name: String { adapter.name }

    package func sendRequest(_ message: OutboundMessage) -> HTTPRequest {
        adapter.send.request(SendValues(message, account: account))
    }

    package func readSend(_ outcome: HTTPOutcome, of message: OutboundMessage) -> SendResult {
        switch outcome {
        case .failed(.notSent(let cause)): .notSent(reason: cause.description)
        case .failed(.ambiguous(let cause)): .ambiguous(reason: cause.description)
        case .answered(let answer): read(answer, to: message)
        }
    }

    /// No provider but Twilio shows a list that proves what it does not hold.
    package func listRequest(
        to: E164,
        sinceUnixSeconds: Int64,
        page: NextPage?
    ) -> HTTPRequest? { nil }

    package func readList(_ outcome: HTTPOutcome) -> ListResult {
        .unavailable(reason: "The provider shows no list")
    }

    package func fetchRequest(_ id: ProviderMessageID, to: E164) -> HTTPRequest? {
        adapter.fetch?.call.request(
            SendValues(
                [
                    "message": id.rawValue, "to": to.rawValue,
                    "to.digits": String(to.rawValue.dropFirst()),
                ],
                account: account
            )
        )
    }
}
