import Crypto
import Testing

@testable import OpenIDConnect

@Suite struct `An attempt to sign in` {
    private let key: SealingKey

    init() throws { key = try SealingKey(randomBytes(SealingKey.length)) }

    @Test func `comes back as it left`() throws {
        let attempt = SignInAttempt(at: 7, email: "ada@example.com", now: 1000)
        let sealed = try attempt.sealed(with: key)
        #expect(SignInAttempt(sealed: sealed, with: key, now: 1599) == attempt)
        #expect(SignInAttempt(sealed: sealed, with: key, now: 1600) == nil)
    }

    @Test func `is nobody else's`() throws {
        let attempt = SignInAttempt(at: 7, email: "ada@example.com", now: 1000)
        let other = try SealingKey(randomBytes(SealingKey.length))
        #expect(
            SignInAttempt(sealed: try attempt.sealed(with: other), with: key, now: 1000) == nil
        )
        #expect(SignInAttempt(sealed: "nonsense", with: key, now: 1000) == nil)
        let again = SignInAttempt(at: 7, email: "ada@example.com", now: 1000)
        #expect(attempt.state != again.state && attempt.nonce != again.nonce)
        #expect(attempt.verifier != again.verifier && attempt.verifier != attempt.state)
    }

    /// The example of RFC 7636, appendix B, is of a fixed verifier; here its arithmetic is checked.
    @Test func `shows the issuer the hash of what it keeps`() {
        let attempt = SignInAttempt(at: 7, email: "", now: 0)
        let hash = SHA256.digest(Array(attempt.verifier.utf8))
        #expect(attempt.challenge == Base64.encodeURLSafe(hash))
        #expect(attempt.challenge.utf8.count == 43)
    }
}
