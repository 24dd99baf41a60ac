import Crypto
import Web

/// The `sig` parameter of Vonage's SMS callbacks.
///
/// https://developer.vonage.com/en/getting-started/concepts/signing-messages
enum VonageSignature {
    /// The methods that an account may be set to; `md5hash` is the oldest, and the default there.
    static let methods = ["md5hash", "md5", "sha1", "sha256", "sha512"]

    static func proves(_ call: IncomingCall, key: String, method: String) -> Bool {
        let parameters = call.parameters
        guard let presented = parameters.first(where: { $0.name == "sig" })?.value,
            let time = parameters.first(where: { $0.name == "timestamp" })
                .flatMap({ Int64($0.value) }),
            call.isNear(time), let expected = sign(parameters, key: key, method: method)
        else { return false }
        return same(presented.lowercased(), expected)
    }

    /// The signature of these parameters; nil for a method that there is not.
    static func sign(_ parameters: [Form.Pair], key: String, method: String) -> String? {
        let text = parameters.filter { $0.name != "sig" }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            .map { "&\($0.name)=\(harmless($0.value))" }.joined()
        if method == "md5hash" { return Hex.encode(MD5.digest(Array((text + key).utf8))) }
        return HMAC.Algorithm(rawValue: method).map { algorithm in
            Hex.encode(HMAC.code(algorithm, key: Array(key.utf8), message: Array(text.utf8)))
        }
    }

    /// What would look like the border between two parameters does not go into the text.
    private static func harmless(_ value: String) -> String {
        String(value.map { $0 == "&" || $0 == "=" ? "_" : $0 })
    }
}
