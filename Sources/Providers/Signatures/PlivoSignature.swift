import Crypto
import Web

/// The `X-Plivo-Signature-V3` header of callbacks, and V2 where an account still has it.
///
/// https://www.plivo.com/docs/messaging/concepts/signature-validation
enum PlivoSignature {
    static func proves(_ call: IncomingCall, token: String) -> Bool {
        let headers = call.request.headers
        if let presented = headers["X-Plivo-Signature-V3"],
            let nonce = headers["X-Plivo-Signature-V3-Nonce"]
        {
            let expected = code("\(signedURL(call)).\(nonce)", token)
            // Several when the account's token is being changed.
            let matches = presented.split(separator: ",")
                .map { same(String($0).trimmingSpaces, expected) }
            return matches.contains(true)
        }
        guard let presented = headers["X-Plivo-Signature-V2"],
            let nonce = headers["X-Plivo-Signature-V2-Nonce"]
        else { return false }
        return same(presented, code(call.urlWithoutQuery + nonce, token))
    }

    private static func code(_ text: String, _ token: String) -> String {
        Base64.encode(HMAC.sha256(key: Array(token.utf8), message: Array(text.utf8)))
    }

    /// The address, its query sorted, then the body's parameters sorted and without separators.
    private static func signedURL(_ call: IncomingCall) -> String {
        let query = sorted(call.request.query.pairs).map { "\($0.name)=\($0.value)" }
            .joined(separator: "&")
        let form = Form(decoding: String(decoding: call.request.body, as: UTF8.self))
        let body = sorted(form.pairs).map { $0.name + $0.value }.joined()
        if query.isEmpty && body.isEmpty { return call.urlWithoutQuery }
        let border = query.isEmpty || body.isEmpty ? "" : "."
        return "\(call.urlWithoutQuery)?\(query)\(border)\(body)"
    }

    private static func sorted(_ pairs: [Form.Pair]) -> [Form.Pair] {
        pairs.sorted { one, other in
            one.name == other.name
                ? one.value.utf8.lexicographicallyPrecedes(other.value.utf8)
                : one.name.utf8.lexicographicallyPrecedes(other.name.utf8)
        }
    }
}
