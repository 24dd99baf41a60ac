import OpenIDConnect
import Web

/// The cookie that carries an attempt to the issuer and back.
///
/// SameSite is Lax, for the way back begins on the issuer's page.
struct AttemptCookie: Sendable {
    private let isSecure: Bool

    init(publicURL: String) { isSecure = publicURL.hasPrefix("https://") }

    func text(in request: Request) -> String? { request.cookie(name) }

    /// The header's value; an empty text removes it.
    func header(_ text: String) -> String {
        let seconds = text.isEmpty ? 0 : SignInAttempt.lifetime
        return "\(name)=\(text); Path=/; Max-Age=\(seconds); HttpOnly; SameSite=Lax"
            + (isSecure ? "; Secure" : "")
    }

    private var name: String { isSecure ? "__Host-sms-sign-in" : "sms-sign-in" }
}
