import Web

/// Who signed in, as an issuer swears to it.
package struct Identity: Sendable, Hashable {
    /// What the issuer calls the person, for ever.
    package let subject: String
    /// Nil where the issuer says that it has not verified it.
    ///
    /// Many say nothing of that; whoever set the issuer up trusts it for addresses of its domains.
    package let email: String?
    package let name: String

    /// Clocks differ by so many seconds at most.
    private static let leeway = 120

    /// Takes the claims of a token whose signature is right (OpenID Connect Core 1.0, 3.1.3.7).
    init(
        _ claims: JSON,
        of issuer: Issuer,
        for client: String,
        nonce: String,
        at now: Int
    ) throws(SignInFailure) {
        guard claims["iss"]?.text == issuer.name else { throw .untrusted("another issuer's") }
        let audiences = Self.audiences(of: claims)
        guard audiences.contains(client),
            audiences.count == 1 || claims["azp"]?.text == client
        else { throw .untrusted("for another program") }
        guard claims["nonce"]?.text == nonce else { throw .untrusted("of another attempt") }
        guard let expiry = Self.seconds(claims["exp"]), expiry > now - Self.leeway else {
            throw .untrusted("expired")
        }
        guard let issuedAt = Self.seconds(claims["iat"]), issuedAt < now + Self.leeway else {
            throw .untrusted("of the future")
        }
        guard let subject = claims["sub"]?.text, (1...255).contains(subject.utf8.count) else {
            throw .untrusted("of nobody")
        }
        self.subject = subject
        email = Self.email(in: claims)
        name = Self.name(in: claims)
    }

    /// The same person with what the issuer tells of them elsewhere (section 5.3.2).
    init(_ identity: Identity, told claims: JSON) throws(SignInFailure) {
        guard claims["sub"]?.text == identity.subject else { throw .untrusted("of two people") }
        subject = identity.subject
        email = identity.email ?? Self.email(in: claims)
        name = identity.name.isEmpty ? Self.name(in: claims) : identity.name
    }

    private static func email(in claims: JSON) -> String? {
        let isDenied =
            claims["email_verified"] == false || claims["email_verified"]?.text == "false"
        return isDenied ? nil : claims["email"]?.text?.lowercased()
    }

    private static func name(in claims: JSON) -> String {
        String((claims["name"]?.text ?? "").filter { !$0.isNewline }.prefix(100))
    }

    private static func audiences(of claims: JSON) -> [String] {
        switch claims["aud"] {
        case .string(let one)?: [one]
        case .array(let several)?: several.compactMap(\.text)
        default: []
        }
    }

    private static func seconds(_ claim: JSON?) -> Int? {
        guard case .number(let digits)? = claim else { return nil }
        return Int(digits.prefix { $0 != "." })
    }
}
