import Crypto
import Web

/// A keyed digest in a header (RFC 2104), as Sinch, Meta and Bird send it.
struct HMACSignature: Sendable {
    let header: String
    /// Stands before the digest, as in `sha256=…`.
    let prefix: String
    let algorithm: HMAC.Algorithm
    let encoding: DigestEncoding
    let signed: SignedParts
    /// The account's field that holds the key.
    let secret: String
    /// The header that holds the time of signing in Unix seconds, where there is one.
    let timestampHeader: String?

    func proves(_ call: IncomingCall, key: String) -> Bool {
        if let timestampHeader {
            let time = call.request.headers[timestampHeader].flatMap { Int64($0) }
            guard let time, call.isNear(time) else { return false }
        }
        guard let message = signed.bytes(of: call) else { return false }
        let digest = HMAC.code(algorithm, key: Array(key.utf8), message: message)
        return same(call.request.headers[header] ?? "", prefix + encoding.text(digest))
    }
}

/// How bytes are written in a header.
enum DigestEncoding: String, Sendable, CaseIterable {
    case hex, base64

    func text(_ bytes: [UInt8]) -> String {
        switch self {
        case .hex: Hex.encode(bytes)
        case .base64: Base64.encode(bytes)
        }
    }

    func bytes(_ text: String) -> [UInt8]? {
        switch self {
        case .hex: Hex.decode(text)
        case .base64: Base64.decode(text)
        }
    }
}
