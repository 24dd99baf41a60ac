/// The secret of one webhook, and its signatures (Standard Webhooks, version 1).
package struct WebhookSecret: Sendable {
    /// `whsec_` and the Base64 of the key.
    package let text: String
    /// The beginning, by which its owner recognises the secret in a list.
    package var beginning: String { String(text.prefix(prefix.count + 6)) }
    private let key: [UInt8]

    /// A new secret that nobody can guess.
    package static func generate() -> WebhookSecret { WebhookSecret(key: randomBytes(32)) }

    private init(key: [UInt8]) {
        self.key = key
        text = prefix + Base64.encode(key)
    }

    /// Reads a secret again that was kept sealed.
    package init?(_ text: String) {
        guard text.hasPrefix(prefix), let key = Base64.decode(String(text.dropFirst(prefix.count))),
            !key.isEmpty
        else { return nil }
        self.init(key: key)
    }

    /// The value of `webhook-signature`: of the id, the moment and the very bytes of the body.
    package func signature(id: String, timestamp: Int64, body: [UInt8]) -> String {
        let message = Array("\(id).\(timestamp).".utf8) + body
        return "v1," + Base64.encode(HMAC.sha256(key: key, message: message))
    }

    /// Whether one of the signatures that a sender gave, with spaces between them, is of this secret.
    ///
    /// There are several while a sender changes its secret.
    package func isAmong(
        _ signatures: String,
        id: String,
        timestamp: Int64,
        body: [UInt8]
    ) -> Bool {
        let expected = Array(signature(id: id, timestamp: timestamp, body: body).utf8)
        return signatures.split(separator: " ").prefix(Self.signatureCountMax)
            .contains { constantTimeEquals(Array($0.utf8), expected) }
    }

    private static let signatureCountMax = 8
}

private let prefix = "whsec_"

extension WebhookSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Hides the secret: safe in a log line.
    package var description: String { "WebhookSecret(…)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
