import Alerting
import Crypto
import FunctionRuntime
import HTTPClient
import Secrets
import Store
import Web

/// Makes the request that a delivery to a webhook is.
struct RequestWriter: Sendable {
    let origin: PublicOrigin
    let vault: Vault?
    let database: Database
    /// Whether hosts of our own network may be asked.
    let toInside: Bool

    /// Nil when the target's secret does not open any more.
    func request(for due: AlertDeliveries.Due) throws -> HTTPRequest? {
        guard let secret = try secret(of: due) else { return nil }
        let announcement = Announcement(
            due.event,
            content: due.content,
            baseURL: origin.at(due.head.hostName)
        )
        var headers = [
            HTTPHeader("Content-Type", "application/json"),
            HTTPHeader("User-Agent", "sms-tracker-alerts"),
        ]
        let (url, body): (String, [UInt8])
        switch due.kind {
        case .slack:
            (url, body) = (secret, announcement.slack.serialized)
        case .webhook:
            (url, body) = (due.address, announcement.webhook.serialized)
            guard let secret = WebhookSecret(secret) else { return nil }
            headers += signature(of: due, body, with: secret)
        case .email: return nil
        }
        var request = HTTPRequest(.post, url, headers: headers, body: body)
        request.connectTimeoutMilliseconds = 5_000
        request.totalTimeoutMilliseconds = 15_000
        request.responseByteCountMax = Self.answerByteCountMax
        request.cutsLongAnswers = true
        request.toPublicAddressesOnly = !toInside
        return request
    }

    private func secret(of due: AlertDeliveries.Due) throws -> String? {
        guard let sealed = due.sealed, let vault else { return nil }
        let opened = try database.forAll { connection in
            try vault.open(
                sealed,
                as: .alertTarget,
                of: due.targetID,
                for: due.tenant,
                on: &connection
            )
        }
        return opened.map { String(decoding: $0, as: UTF8.self) }
    }

    /// More of an answer is not kept.
    static let answerByteCountMax = 20_000

    private func signature(
        of due: AlertDeliveries.Due,
        _ body: [UInt8],
        with secret: WebhookSecret
    ) -> [HTTPHeader] {
        let timestamp = WallClock.milliseconds / 1000
        return [
            HTTPHeader("webhook-id", due.id),
            HTTPHeader("webhook-timestamp", String(timestamp)),
            HTTPHeader(
                "webhook-signature",
                secret.signature(id: due.id, timestamp: timestamp, body: body)
            ),
        ]
    }
}
