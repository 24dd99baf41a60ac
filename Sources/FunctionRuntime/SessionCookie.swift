package import Crypto
package import Web

/// The cookie that carries a session's token.
package struct SessionCookie: Sendable {
    package let token: Token
    private let isPrefixed: Bool

    /// A new session's, for the browser of whoever uses the system at this address.
    package init(_ token: Token, publicURL: String) {
        self.token = token
        isPrefixed = Self.isSecure(publicURL)
    }

    /// What the browser sent, if it looks like one.
    package init?(in request: Request) {
        let prefixed = request.cookie(Self.secureName)
        guard let token = (prefixed ?? request.cookie(Self.plainName)).flatMap(Token.init) else {
            return nil
        }
        self.token = token
        isPrefixed = prefixed != nil
    }

    /// What the database knows the session by.
    ///
    /// It differs by the cookie's name: a token that was given out over HTTPS opens nothing under the
    /// plain name, which another host of the domain could plant (OWASP ASVS 5.0, 3.3.3).
    package var hash: String { isPrefixed ? token.hash : "plain \(token.hash)" }

    /// The value of `Set-Cookie`; the browser keeps it for so many seconds.
    package func header(seconds: Int) -> String {
        Self.header(token.text, seconds: seconds, isPrefixed: isPrefixed)
    }

    /// The value of `Set-Cookie` that makes the browser forget it.
    package static func removal(publicURL: String) -> String {
        header("", seconds: 0, isPrefixed: isSecure(publicURL))
    }
}

// MARK: -

extension SessionCookie {
    /// Over HTTPS the prefix lets browsers refuse a cookie that another host planted
    /// (RFC 6265bis, section 4.1.3.2); over HTTP they would refuse the prefix.
    private static let secureName = "__Host-sms-session"
    private static let plainName = "sms-session"

    private static func isSecure(_ publicURL: String) -> Bool { publicURL.hasPrefix("https://") }

    private static func header(_ text: String, seconds: Int, isPrefixed: Bool) -> String {
        "\(isPrefixed ? secureName : plainName)=\(text); Path=/; Max-Age=\(seconds); "
            + "HttpOnly; SameSite=Strict" + (isPrefixed ? "; Secure" : "")
    }
}
