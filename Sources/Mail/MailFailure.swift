import HTTPClient

/// Why a message was not taken by the mail server, in words that are safe to log.
package struct MailFailure: Error, Hashable {
    package enum Kind: String, Sendable {
        /// No mail server is set.
        case notConfigured
        /// There is nobody to send to.
        case noRecipient
        /// The server could not be reached, or went away.
        case unreachable
        /// TLS is required and the server has none, or its certificate is not trusted.
        case tls
        case timeout
        /// The server does not take our name and password.
        case login
        /// The server takes it at another time (4xx).
        case postponed
        /// The server will never take it (5xx).
        case refused
        case other
    }

    package let kind: Kind
    /// The server's last reply, when it is what decided: `550 5.1.1 No such user`.
    package let reply: String?
    package let message: String

    init(_ kind: Kind, _ message: String, reply: String? = nil) {
        self.kind = kind
        self.message = message
        self.reply = reply
    }

    /// Whether the same message will fail the same way, however often it is sent.
    package var isPermanent: Bool { kind == .refused || kind == .noRecipient }
}

extension MailFailure: CustomStringConvertible {
    package var description: String {
        "\(kind.rawValue): \(message)\(reply.map { " (\($0))" } ?? "")"
    }
}

extension MailFailure {
    init(_ cause: HTTPFailureCause) {
        let kind: Kind =
            switch cause.kind {
            case .couldNotResolve, .couldNotConnect, .connectionLost: .unreachable
            case .tls: .tls
            case .timeout: .timeout
            default: .other
            }
        self.init(kind, cause.message)
    }
}
