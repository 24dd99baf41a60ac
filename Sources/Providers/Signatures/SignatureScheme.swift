import Crypto
import Web

/// How a call proves that it comes from the provider.
///
/// There is no scheme without a proof: where a provider signs nothing, a long random token in the
/// address that only it was told stands in.
enum SignatureScheme: Sendable {
    /// A keyed digest over parts of the request.
    case hmac(HMACSignature)
    /// A digest over the sorted parameters, among them (Vonage's SMS API).
    case sortedParameters(secret: String, method: String)
    /// Plivo's V3, or V2 where an account still has it.
    case plivo(token: String)
    /// A public key's signature over parts of the request.
    case ed25519(Ed25519Signature)
    /// A signed token that carries digests of the request.
    case jwt(JWTSignature)
    /// A name and password, by HTTP Basic authentication.
    case basic(name: String, password: String)
    /// A token in the query.
    case token(parameter: String, secret: String)
}

extension SignatureScheme {
    /// Whether the call is proven; `secrets` are the account's settings and secrets by name.
    func proves(_ call: IncomingCall, account: [String: String]) -> Bool {
        func secret(_ name: String) -> String? {
            account[name].flatMap { $0.isEmpty ? nil : $0 }
        }
        switch self {
        case .hmac(let signature):
            return secret(signature.secret).map { signature.proves(call, key: $0) } ?? false
        case .sortedParameters(let name, let method):
            guard let key = secret(name), let method = secret(method) else { return false }
            return VonageSignature.proves(call, key: key, method: method)
        case .plivo(let token):
            return secret(token).map { PlivoSignature.proves(call, token: $0) } ?? false
        case .ed25519(let signature):
            return secret(signature.publicKey).map { signature.proves(call, publicKey: $0) }
                ?? false
        case .jwt(let signature):
            return secret(signature.secret).map { signature.proves(call, key: $0) } ?? false
        case .basic(let name, let password):
            guard let name = secret(name), let password = secret(password) else { return false }
            let expected = "Basic \(Base64.encode(Array("\(name):\(password)".utf8)))"
            return same(call.request.headers["Authorization"] ?? "", expected)
        case .token(let parameter, let name):
            guard let expected = secret(name) else { return false }
            return same(call.request.query[parameter] ?? "", expected)
        }
    }

    /// The names of the account's fields that it uses.
    var fields: [String] {
        switch self {
        case .hmac(let signature): [signature.secret]
        case .sortedParameters(let secret, let method): [secret, method]
        case .plivo(let token): [token]
        case .ed25519(let signature): [signature.publicKey]
        case .jwt(let signature): [signature.secret]
        case .basic(let name, let password): [name, password]
        case .token(_, let secret): [secret]
        }
    }
}

/// Whether two texts are the same, in a time that does not tell where they differ.
func same(_ one: String, _ other: String) -> Bool {
    constantTimeEquals(Array(one.utf8), Array(other.utf8))
}

/// How far a signature's time may be from ours, in seconds: what Vonage, Telnyx and Sinch advise.
let signatureToleranceSeconds: Int64 = 300

extension IncomingCall {
    func isNear(_ unixSeconds: Int64) -> Bool {
        abs(self.unixSeconds &- unixSeconds) <= signatureToleranceSeconds
    }
}
