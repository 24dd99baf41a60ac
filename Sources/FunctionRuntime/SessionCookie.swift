package import Crypto
package import Web

/// The cookie that carries a session's token.
package enum SessionCookie {
    /// Over HTTPS the prefix lets browsers refuse a cookie that another host planted
    /// (RFC 6265bis, section 4.1.3.2); over HTTP they would refuse the prefix.
    private static let secureName = "__Host-sms-session"
    private static let plainName = "sms-session"

    package static func token(in request: Request) -> Token? {
        (request.cookie(secureName) ?? request.cookie(plainName)).flatMap(Token.init)
    }

    /// The header's value; `seconds` is how long the browser keeps it, and 0 removes it.
    package static func header(token: String, seconds: Int, publicURL: String) -> String {
        let isSecure = publicURL.hasPrefix("https://")
        return "\(isSecure ? secureName : plainName)=\(token); Path=/; Max-Age=\(seconds); "
            + "HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "")
    }
}
