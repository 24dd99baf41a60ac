import HTTPClient
import JSONParser
import Web

/// Where somebody signs in elsewhere: an issuer and its endpoints, as it tells them itself
/// (OpenID Connect Discovery 1.0, section 4).
package struct Issuer: Sendable, Hashable {
    package let name: String
    let authorization: String
    let token: String
    let keys: String
    /// Where it tells more of a person, if it does.
    let person: String?

    /// Asks the issuer about itself.
    ///
    /// - Throws: `SignInFailure.issuer` in words for whoever set it up.
    package static func discover(_ name: String, over line: IssuerLine) throws(SignInFailure)
        -> Issuer
    {
        let base = name.hasSuffix("/") ? String(name.dropLast()) : name
        let said = try line.get(base + "/.well-known/openid-configuration")
        guard said["issuer"]?.text == name else {
            throw .issuer("It calls itself \(said["issuer"]?.text ?? "nothing"), not \(name).")
        }
        guard let authorization = said["authorization_endpoint"]?.text,
            let token = said["token_endpoint"]?.text, let keys = said["jwks_uri"]?.text,
            [authorization, token, keys].allSatisfy(line.allows)
        else { throw .issuer("It does not say where to sign in, or not by HTTPS.") }
        return Issuer(
            name: name,
            authorization: authorization,
            token: token,
            keys: keys,
            person: said["userinfo_endpoint"]?.text
        )
    }

    /// Where the browser goes to sign in (OpenID Connect Core 1.0, section 3.1.2.1, with PKCE,
    /// RFC 7636).
    package func address(for attempt: SignInAttempt, of client: SignInClient) -> String {
        let separator = authorization.contains("?") ? "&" : "?"
        let query = Form([
            .init("response_type", "code"), .init("client_id", client.id),
            .init("redirect_uri", client.returnURL), .init("scope", "openid email profile"),
            .init("state", attempt.state), .init("nonce", attempt.nonce),
            .init("code_challenge", attempt.challenge), .init("code_challenge_method", "S256"),
            .init("login_hint", attempt.email),
        ])
        return authorization + separator + query.encoded
    }

    /// Trades the code for who signed in (section 3.1.3), and checks that it was here and now.
    package func redeem(
        _ code: String,
        of attempt: SignInAttempt,
        for client: SignInClient,
        at now: Int,
        over line: IssuerLine
    ) throws(SignInFailure) -> Identity {
        let answer = try line.post(
            token,
            Form([
                .init("grant_type", "authorization_code"), .init("code", code),
                .init("redirect_uri", client.returnURL), .init("client_id", client.id),
                .init("code_verifier", attempt.verifier),
            ]),
            as: client
        )
        guard let text = answer["id_token"]?.text else {
            throw .issuer("It does not say who signed in.")
        }
        let claims = try SignedJSON.open(text, by: try line.get(keys))
        let identity = try Identity(
            claims,
            of: self,
            for: client.id,
            nonce: attempt.nonce,
            at: now
        )
        guard identity.email == nil, let person, let bearer = answer["access_token"]?.text else {
            return identity
        }
        return try Identity(identity, told: try line.get(person, as: bearer))
    }
}

/// Who asks an issuer: what it knows this system as.
package struct SignInClient: Sendable {
    package let id: String
    /// Nil for a client that PKCE alone protects.
    package let secret: String?
    /// Where the browser comes back to; the issuer has it on its list.
    package let returnURL: String

    package init(id: String, secret: String?, returnURL: String) {
        (self.id, self.secret, self.returnURL) = (id, secret, returnURL)
    }
}

/// Why nobody is let in.
package enum SignInFailure: Error, Sendable, Hashable {
    /// The issuer is away or does something that it must not, in words.
    case issuer(String)
    /// It answered for somebody else, at another time, or with a wrong signature.
    case untrusted(String)

    package var words: String {
        switch self {
        case .issuer(let words): words
        case .untrusted(let kind): "What it says of who signed in is \(kind)."
        }
    }
}
