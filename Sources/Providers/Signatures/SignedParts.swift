import Crypto
import Web

/// What a signature is over: a text with holes for parts of the request, such as
/// `{header:telnyx-timestamp}|{body}`.
///
/// The parts are `{body}`, `{body.sha256}` (its 32 bytes), `{url}`, `{url.plain}` (without the query)
/// and `{header:name}`.
struct SignedParts: Sendable, Hashable {
    private let parts: [Part]

    private enum Part: Sendable, Hashable {
        case literal(String)
        case body
        case bodyDigest
        case url
        case plainURL
        case header(String)
    }

    init(_ text: String) throws(MalformedTemplate) {
        parts = try TextTemplate(text).parts(hole: Self.part, literal: Part.literal)
    }

    private static func part(_ name: String) throws(MalformedTemplate) -> Part {
        switch name {
        case "body": return .body
        case "body.sha256": return .bodyDigest
        case "url": return .url
        case "url.plain": return .plainURL
        default:
            guard name.hasPrefix("header:") else { throw .strayBrace }
            return .header(String(name.dropFirst(7)))
        }
    }

    /// The bytes that are signed; nil when a header is missing.
    func bytes(of call: IncomingCall) -> [UInt8]? {
        var bytes: [UInt8] = []
        for part in parts {
            switch part {
            case .literal(let text): bytes += Array(text.utf8)
            case .body: bytes += call.request.body
            case .bodyDigest: bytes += SHA256.digest(call.request.body)
            case .url: bytes += Array(call.url.utf8)
            case .plainURL: bytes += Array(call.urlWithoutQuery.utf8)
            case .header(let name):
                guard let value = call.request.headers[name] else { return nil }
                bytes += Array(value.utf8)
            }
        }
        return bytes
    }
}
