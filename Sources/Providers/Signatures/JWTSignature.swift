import Crypto
import JSONParser
import Web

/// A JSON Web Token (RFC 7519) with digests of the request, as MessageBird and Vonage send it.
struct JWTSignature: Sendable {
    let header: String
    /// What stands before the token, such as `Bearer `.
    let prefix: String
    /// The account's field that holds the key.
    let secret: String
    let issuer: String
    /// The claim that holds the body's digest; it may be missing when the body is empty.
    let bodyClaim: String
    /// The claim that holds the whole address's digest, where there is one.
    let urlClaim: String?

    func proves(_ call: IncomingCall, key: String) -> Bool {
        guard let field = call.request.headers[header], field.hasPrefix(prefix),
            let claims = Self.claims(String(field.dropFirst(prefix.count)), key: key),
            claims["iss"]?.text == issuer, isOfNow(claims, call)
        else { return false }
        if let urlClaim, claims[urlClaim]?.text != SHA256.hex(call.url) { return false }
        let body = claims[bodyClaim]?.text
        return body == Hex.encode(SHA256.digest(call.request.body))
            || (body == nil && call.request.body.isEmpty)
    }

    /// The time is that of `exp` and `nbf` where they are, else `iat` must be near.
    private func isOfNow(_ claims: JSON, _ call: IncomingCall) -> Bool {
        let now = call.unixSeconds
        if let end = seconds(claims["exp"]) {
            let start = seconds(claims["nbf"]) ?? .min
            return now < end && now >= start - signatureToleranceSeconds
        }
        return seconds(claims["iat"]).map(call.isNear) ?? false
    }

    private func seconds(_ claim: JSON?) -> Int64? {
        guard case .number(let digits) = claim else { return nil }
        return Int64(digits)
    }

    /// The claims of a token that this key signed; nil for any other.
    ///
    /// Only the HMAC family counts: a token says itself how it is signed, and one that says `none`
    /// or names a public-key method would prove itself.
    private static func claims(_ token: String, key: String) -> JSON? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let head = Base64.decodeURLSafe(parts[0]),
            let body = Base64.decodeURLSafe(parts[1]), let code = Base64.decodeURLSafe(parts[2]),
            let algorithm = (try? JSON(parsing: head))?["alg"]?.text.flatMap({ algorithms[$0] })
        else { return nil }
        let expected = HMAC.code(
            algorithm,
            key: Array(key.utf8),
            message: Array("\(parts[0]).\(parts[1])".utf8)
        )
        return constantTimeEquals(code, expected) ? try? JSON(parsing: body) : nil
    }

    private static let algorithms: [String: HMAC.Algorithm] = [
        "HS256": .sha256, "HS384": .sha384, "HS512": .sha512,
    ]
}
