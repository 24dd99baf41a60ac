/// A secret of 256 random bits as text that fits in a URL, a cookie or a header.
package struct Token: Sendable, Hashable {
    /// 43 characters of the URL-safe Base64 alphabet; whoever holds them is believed.
    package let text: String

    /// A new token that nobody can guess.
    package static func generate() -> Token { Token(known: Base64.encodeURLSafe(randomBytes(32))) }

    /// Accepts what looks like a token, so that rubbish costs no look-up.
    package init?(_ text: String) {
        guard text.utf8.count == 43, text.utf8.allSatisfy(\.isURLSafe) else { return nil }
        self.text = text
    }

    private init(known text: String) { self.text = text }

    /// What is stored in place of the token: its SHA-256 in hexadecimal.
    ///
    /// A fast hash is right here: 256 random bits cannot be guessed, however fast one tries.
    package var hash: String { SHA256.hex(text) }

    /// What the pages of this session say with every change, to show that it is they who ask: pages
    /// of other sites send the cookie along but cannot read this.
    package var pageToken: String {
        Base64.encodeURLSafe(HMAC.sha256(key: Array(text.utf8), message: Array("page".utf8)))
    }

    /// Whether a page said so.
    package func isPageToken(_ said: String) -> Bool {
        constantTimeEquals(Array(said.utf8), Array(pageToken.utf8))
    }
}

extension Token: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Hides the secret: safe in a log line.
    package var description: String { "Token(…)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

// MARK: -

extension UInt8 {
    fileprivate var isURLSafe: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }
}
