/// The second factor: six digits that change every half minute (TOTP, RFC 6238, over HMAC-SHA1 as
/// every authenticator app computes it).
package struct OneTimeCode: Sendable {
    private let secret: [UInt8]

    /// Takes a secret as it was kept.
    package init(secret: [UInt8]) { self.secret = secret }

    /// A new secret of 160 bits, as long as the digest (RFC 4226, section 4, requirement 6).
    package static func generateSecret() -> [UInt8] { randomBytes(20) }

    /// The step of time whose code this is, or nil for a code of no step near this moment.
    ///
    /// One step to either side is taken for clocks that differ and people who type slowly (RFC
    /// 6238, section 5.2). Steps up to `usedStep` are not taken again, so that a code that was
    /// watched over a shoulder opens nothing.
    package func step(of code: String, at unixSeconds: Int, after usedStep: Int?) -> Int? {
        let typed = code.utf8.filter { $0 != UInt8(ascii: " ") }
        let now = unixSeconds / Self.stepSeconds
        return (now - 1...now + 1).first { step in
            step > usedStep ?? .min && constantTimeEquals(Array(digits(at: step).utf8), typed)
        }
    }

    /// The code of a step (RFC 4226, section 5.3).
    func digits(at step: Int) -> String {
        let counter = withUnsafeBytes(of: UInt64(step).bigEndian, Array.init)
        let digest = HMAC.sha1(key: secret, message: counter)
        let offset = Int(digest[19] & 15)
        let number = digest[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let text = String((number & 0x7FFF_FFFF) % 1_000_000)
        return String(repeating: "0", count: 6 - text.count) + text
    }

    /// What an authenticator app reads from a picture
    /// (https://github.com/google/google-authenticator/wiki/Key-Uri-Format); both names must be
    /// percent-encoded.
    package func address(encodedIssuer issuer: String, encodedAccount account: String) -> String {
        "otpauth://totp/\(issuer):\(account)?secret=\(Base32.encode(secret))&issuer=\(issuer)"
    }

    private static let stepSeconds = 30
}

extension OneTimeCode: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Hides the secret: safe in a log line.
    package var description: String { "OneTimeCode(…)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
