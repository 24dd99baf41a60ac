/// An address on our own domain that stands in the text of one message.
package struct MessageLink: Sendable, Hashable {
    package let purpose: Purpose
    /// What is unguessable about it; only its hash is stored.
    package let token: String
    package let url: String

    /// Where a link leads; the raw value is stored.
    package enum Purpose: String, Sendable, Hashable, CaseIterable {
        /// To the platform that the message asks for a review on.
        case review
        /// To the customer's own page, where the visit can be rated.
        case feedback
    }
}

extension MessageLink.Purpose {
    /// The first segment of the path: one letter, because every character is paid for.
    package var path: String {
        switch self {
        case .review: "r"
        case .feedback: "f"
        }
    }

    /// The length of a token in characters of `MessageLinks.alphabet`.
    ///
    /// A review's link leads to a public page, so guessing one gains nothing but a false click: some
    /// 60 bits keep even that from happening. The customer's page takes a rating and an opt-out, so
    /// its token has the 128 bits of a secret.
    package var tokenLength: Int {
        switch self {
        case .review: 10
        case .feedback: 22
        }
    }
}

/// Makes the links of messages.
///
/// A token is computed from the message's id with a key, so that every attempt at a message carries
/// the same link and no token needs to be stored.
package struct MessageLinks: Sendable {
    /// The address of this installation, without a slash at its end.
    package let origin: String
    /// At least 16 bytes of which nobody else can know any, for a text.
    private let secret: @Sendable (String) -> [UInt8]

    package init(origin: String, secret: @escaping @Sendable (String) -> [UInt8]) {
        self.origin = origin
        self.secret = secret
    }

    /// Links that lead nowhere and are as long as those that are sent, for counting a text.
    package init(samplesFor origin: String) {
        self.init(origin: origin) { _ in [UInt8](repeating: 0, count: 16) }
    }

    /// The same links under another address.
    package func under(_ origin: String) -> MessageLinks {
        MessageLinks(origin: origin, secret: secret)
    }

    /// Whether texts get short links where a business does not say: plain HTTP would make a phone
    /// warn, where the platform's own address would not.
    package var areShortByDefault: Bool { origin.hasPrefix("https://") }

    package func link(_ purpose: MessageLink.Purpose, of messageID: String) -> MessageLink {
        let bytes = secret("\(purpose.rawValue) \(messageID)")
        let token = Self.token(bytes, length: purpose.tokenLength)
        return MessageLink(
            purpose: purpose,
            token: token,
            url: "\(origin)/\(purpose.path)/\(token)"
        )
    }

    package static func isInAlphabet(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }

    /// Letters and digits alone: phones cut other characters off the end of an address.
    private static let alphabet = Array(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    )

    /// Eleven characters hold the 64 bits of eight bytes.
    private static func token(_ bytes: [UInt8], length: Int) -> String {
        var token = ""
        var rest = bytes[...]
        while token.count < length, !rest.isEmpty {
            var number = rest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            rest = rest.dropFirst(8)
            for _ in 0..<min(11, length - token.count) {
                token.append(alphabet[Int(number % 62)])
                number /= 62
            }
        }
        return token
    }
}
