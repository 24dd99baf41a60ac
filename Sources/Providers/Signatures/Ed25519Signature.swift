import Crypto
import Web

/// A public key's signature in a header, as Telnyx sends it.
///
/// https://developers.telnyx.com/docs/messaging/messages/receiving-webhooks
struct Ed25519Signature: Sendable {
    let header: String
    let signed: SignedParts
    /// The account's field that holds the provider's public key, in Base64.
    let publicKey: String
    let timestampHeader: String

    func proves(_ call: IncomingCall, publicKey: String) -> Bool {
        guard let time = call.request.headers[timestampHeader].flatMap({ Int64($0) }),
            call.isNear(time), let message = signed.bytes(of: call),
            let signature = call.request.headers[header].flatMap(Base64.decode),
            let key = Base64.decode(publicKey)
        else { return false }
        return Ed25519.verify(signature: signature, message: message, publicKey: key)
    }
}
