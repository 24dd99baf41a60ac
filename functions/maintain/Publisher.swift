import HTTPClient
import Messaging
import Store
import Web

/// Hands news to the gateway, which passes them on to every open page.
struct Publisher: Sendable {
    private let socketPath: String

    init(socketPath: String) { self.socketPath = socketPath }

    /// More changes at once are not named: the page then reads everything anew.
    private static let namedMax = 200

    /// News that does not arrive is not repeated: pages that lost their stream poll.
    func publish(_ changes: [Counts.Change], to tenant: TenantID) {
        let named = changes.suffix(Self.namedMax).map { change -> JSON in
            ["id": .string(change.messageID), "status": .string(change.status.rawValue)]
        }
        send(
            [
                "kind": "messages", "changes": .array(named),
                "more": .bool(changes.count > Self.namedMax),
            ],
            to: tenant
        )
    }

    /// Says that something changed that is no message's status.
    func publishAnything(to tenant: TenantID) {
        send(["kind": "messages", "changes": [], "more": true], to: tenant)
    }

    private func send(_ news: JSON, to tenant: TenantID) {
        var request = HTTPRequest(
            .post,
            "http://localhost/publish/\(tenant.rawValue)",
            headers: [HTTPHeader("Content-Type", "application/json")],
            body: news.serialized
        )
        request.unixSocketPath = socketPath
        request.totalTimeoutMilliseconds = 1000
        _ = HTTPClient.send(request)
    }
}
