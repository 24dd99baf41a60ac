package import Crypto

/// What is remembered between leaving for an issuer and coming back: in the browser, sealed.
///
/// Who began comes back with the same cookie, so that nobody is logged in as somebody else by a
/// link (RFC 6749, section 10.12); PKCE binds the code to it.
package struct SignInAttempt: Sendable, Hashable {
    package let provider: Int64
    package let email: String
    package let state: String
    let nonce: String
    let verifier: String
    private let expiry: Int

    /// As long as somebody may look for their password, in seconds.
    package static let lifetime = 600

    package init(at provider: Int64, email: String, now: Int) {
        (self.provider, self.email) = (provider, email)
        state = Token.generate().text
        nonce = Token.generate().text
        verifier = Token.generate().text
        expiry = now + Self.lifetime
    }

    /// What the issuer is shown of the verifier (RFC 7636, section 4.2).
    var challenge: String { Base64.encodeURLSafe(SHA256.digest(Array(verifier.utf8))) }
}

extension SignInAttempt {
    private static let context = Array("sign-in attempt".utf8)

    package func sealed(with key: SealingKey) throws(CryptoError) -> String {
        let parts = [String(provider), email, state, nonce, verifier, String(expiry)]
        let text = parts.joined(separator: "\n")
        return Base64.encodeURLSafe(try key.seal(Array(text.utf8), context: Self.context))
    }

    /// Nil for what was not sealed here, or is too old.
    package init?(sealed text: String, with key: SealingKey, now: Int) {
        guard let bytes = Base64.decodeURLSafe(text),
            let opened = try? key.open(bytes, context: Self.context)
        else { return nil }
        let parts = String(decoding: opened, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6, let provider = Int64(parts[0]), let expiry = Int(parts[5]),
            expiry > now
        else { return nil }
        (self.provider, email, state) = (provider, parts[1], parts[2])
        (nonce, verifier, self.expiry) = (parts[3], parts[4], expiry)
    }
}
