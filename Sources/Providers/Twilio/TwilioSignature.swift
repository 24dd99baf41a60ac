import Crypto
package import Web

/// The `X-Twilio-Signature` header of callbacks.
///
/// https://www.twilio.com/docs/usage/webhooks/webhooks-security
package enum TwilioSignature {
    package static let header = "X-Twilio-Signature"
    /// Repeats its value when a callback is delivered again.
    package static let idempotencyHeader = "I-Twilio-Idempotency-Token"

    /// The hash, which is fixed by configuration: a caller must not choose the weaker one.
    package enum Algorithm: String, Sendable {
        case hmacSHA1 = "HMAC_SHA1"
        case hmacSHA256 = "HMAC_SHA256"
    }

    /// Whether whoever knows the token signed these parameters for this URL.
    ///
    /// The URL is the one configured at Twilio, with the query as it came, never one rebuilt from
    /// an internal request. The form holds every parameter received, known or not.
    package static func verify(
        url: String,
        form: Form,
        header: String,
        token: String,
        algorithm: Algorithm = .hmacSHA1
    ) -> Bool {
        let presented = Array(header.utf8)
        // Both are always computed, so that the time does not tell which one nearly matched.
        let matches = portVariants(of: url).map { variant in
            let expected = sign(url: variant, form: form, token: token, algorithm: algorithm)
            return constantTimeEquals(Array(expected.utf8), presented)
        }
        return matches.contains(true)
    }

    /// The signature of exactly this URL, fragment aside.
    package static func sign(
        url: String,
        form: Form,
        token: String,
        algorithm: Algorithm = .hmacSHA1
    ) -> String {
        let key = Array(token.utf8)
        let message = signedBytes(url: url, form: form)
        switch algorithm {
        case .hmacSHA1: return Base64.encode(HMAC.sha1(key: key, message: message))
        case .hmacSHA256: return Base64.encode(HMAC.sha256(key: key, message: message))
        }
    }

    // MARK: -

    /// The URL, then each name with each of its values, both sorted and both only once.
    ///
    /// Compared as bytes: Swift's strings treat different spellings of one character as equal, and
    /// the order of UTF-8 is that of code points.
    private static func signedBytes(url: String, form: Form) -> [UInt8] {
        var values: [[UInt8]: Set<[UInt8]>] = [:]
        for pair in form.pairs {
            values[Array(pair.name.utf8), default: []].insert(Array(pair.value.utf8))
        }
        var bytes = Array(url.prefix { $0 != "#" }.utf8)
        for (name, set) in values.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            for value in set.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
                bytes += name
                bytes += value
            }
        }
        return bytes
    }

    /// The URL without a port, and with one: the explicit one or the scheme's default.
    ///
    /// Twilio is not consistent about which of them it signs, so either will do.
    private static func portVariants(of url: String) -> [String] {
        guard let schemeEnd = url.firstRange(of: "://")?.upperBound else { return [url] }
        let rest = url[schemeEnd...]
        let authority = rest.prefix { !"/?#".contains($0) }
        let tail = url[authority.endIndex...]
        let start = url[..<schemeEnd]
        // Userinfo and an IPv6 address hold colons of their own; a port follows the last one.
        let hostStart =
            authority.lastIndex(of: "@").map(authority.index(after:)) ?? authority.startIndex
        let host = authority[hostStart...]
        let afterBracket = host.lastIndex(of: "]") ?? host.startIndex
        guard let colon = host[afterBracket...].lastIndex(of: ":") else {
            let port = url.lowercased().hasPrefix("http:") ? "80" : "443"
            return [url, "\(start)\(authority):\(port)\(tail)"]
        }
        return ["\(start)\(authority[..<colon])\(tail)", url]
    }
}
