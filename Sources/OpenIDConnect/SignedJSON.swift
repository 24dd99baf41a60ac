import CJose
import Crypto
import Glibc
import JSONParser
package import Web

/// Signed JSON in its compact form (RFC 7515, section 3.1).
package enum SignedJSON {
    /// What an issuer may sign with: by a key of its own, never by a secret that is shared.
    private static let algorithms: Set<String> = [
        "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",
    ]

    /// The claims, if one of the keys signed them; `keys` is a set of them (RFC 7517, section 5).
    package static func open(_ text: String, by keys: JSON) throws(SignInFailure) -> JSON {
        let header = try part(0, of: text)
        guard let algorithm = header["alg"]?.text, algorithms.contains(algorithm) else {
            throw .untrusted("signed in a way that proves nothing")
        }
        let claims = try part(1, of: text)
        // Every token has one spelling: cjose reads Base64 loosely, and ends the process at some of it.
        guard text.split(separator: ".").last.flatMap({ Base64.decodeURLSafe(String($0)) }) != nil,
            let signed = Signed(text)
        else { throw .untrusted("not signed") }
        for candidate in candidates(keys, for: header) {
            guard let key = Key(candidate), signed.isSigned(by: key) else { continue }
            return claims
        }
        throw .untrusted("signed by nobody we know")
    }

    /// The key that the header names, or all that are there to sign with.
    private static func candidates(_ keys: JSON, for header: JSON) -> [JSON] {
        guard case .array(let all)? = keys["keys"] else { return [] }
        let signing = all.filter { key in
            ["RSA", "EC"].contains(key["kty"]?.text) && (key["use"]?.text ?? "sig") == "sig"
        }
        guard let name = header["kid"]?.text else { return signing }
        return signing.filter { $0["kid"]?.text == name }
    }

    private static func part(_ index: Int, of text: String) throws(SignInFailure) -> JSON {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let bytes = Base64.decodeURLSafe(String(parts[index])),
            let json = try? JSON(parsing: bytes)
        else { throw .untrusted("not a token") }
        return json
    }
}

/// Owns one token of cjose.
private struct Signed: ~Copyable {
    private let handle: OpaquePointer

    init?(_ text: String) {
        guard let handle = cjose_jws_import(text, text.utf8.count, nil) else { return nil }
        self.handle = handle
    }

    deinit { cjose_jws_release(handle) }

    func isSigned(by key: borrowing Key) -> Bool { cjose_jws_verify(handle, key.handle, nil) }
}

/// Owns one key of cjose.
private struct Key: ~Copyable {
    let handle: OpaquePointer

    /// Nil for one whose numbers are not spelt as they must be (RFC 7518, section 6).
    init?(_ json: JSON) {
        let numbers = ["n", "e", "x", "y", "d", "p", "q", "dp", "dq", "qi"].compactMap { json[$0] }
        guard numbers.allSatisfy({ $0.text.flatMap(Base64.decodeURLSafe) != nil }) else {
            return nil
        }
        let bytes = json.serialized
        let handle = bytes.withUnsafeBytes { buffer in
            cjose_jwk_import(buffer.baseAddress, buffer.count, nil)
        }
        guard let handle else { return nil }
        self.handle = handle
    }

    deinit { cjose_jwk_release(handle) }
}
