package import Crypto
package import Web

/// What a browser keeps of having been let in once, so that somebody who guesses an account's
/// password from elsewhere does not lock out the browsers that its owner uses.
///
/// After OWASP's "Slow Down Online Guessing Attacks with Device Cookies"
/// (https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies).
package struct DeviceCookie: Sendable {
    private let key: SealingKey
    private let isSecure: Bool

    /// Nil without the installation's key: then all browsers are strangers.
    package init?(sealedWith key: SealingKey?, publicURL: String) {
        guard let key else { return nil }
        self.key = key
        isSecure = publicURL.hasPrefix("https://")
    }

    /// The name of this browser, if it was let into the account before.
    package func device(in request: Request, of email: String) -> String? {
        let parts = request.cookie(name)?.split(separator: ".") ?? []
        guard parts.count == 2, let nonce = Token(String(parts[0])),
            constantTimeEquals(Array(parts[1].utf8), Array(mark(nonce, email).utf8))
        else { return nil }
        return nonce.hash
    }

    /// The header's value for a browser that was let in now.
    package func header(for email: String) -> String {
        let nonce = Token.generate()
        return "\(name)=\(nonce.text).\(mark(nonce, email)); Path=/; Max-Age=\(Self.seconds); "
            + "HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "")
    }

    private func mark(_ nonce: Token, _ email: String) -> String {
        Base64.encodeURLSafe(key.mark("\(nonce.text) \(email.lowercased())", for: "device"))
    }

    private var name: String { isSecure ? "__Host-sms-device" : "sms-device" }

    /// Half a year.
    private static let seconds = 180 * 24 * 3600
}
