import Crypto
import JSONParser
import OpenIDConnect
import Providers
import Web

/// What is said to be a signature: of a webhook, of a provider's call, of an issuer.
func takeSignature(_ bytes: [UInt8]) {
    let parts = parts(bytes, 3).map(text)
    if let secret = WebhookSecret(
        "whsec_" + Base64.encode(Array("a key of thirty-two bytes, no less".utf8))
    ) {
        let isTaken = secret.isAmong(parts[0], id: parts[1], timestamp: 1, body: bytes)
        expect(!isTaken, "nobody signs without the secret")
    }
    _ = WebhookSecret(parts[0])
    let headers: Headers = [
        "content-type": "application/json", "authorization": parts[0],
        "x-twilio-signature": parts[0], "x-hub-signature-256": parts[0],
        "messagebird-signature": parts[0], "messagebird-request-timestamp": parts[1],
        "messagebird-signature-jwt": parts[0], "x-plivo-signature-v3": parts[0],
        "x-plivo-signature-v3-nonce": parts[1], "x-plivo-signature-v2": parts[0],
        "x-plivo-signature-v2-nonce": parts[1], "telnyx-signature-ed25519": parts[0],
        "telnyx-timestamp": parts[1], "x-sinch-webhook-signature": parts[0],
        "x-sinch-webhook-signature-nonce": parts[1],
        "x-sinch-webhook-signature-timestamp": "1790000000",
    ]
    let call = IncomingCall(
        Request(
            method: .post,
            path: "/webhook/status/fuzzed",
            rawQuery: parts[2],
            headers: headers,
            body: bytes
        ),
        publicURL: "https://sms.example",
        unixSeconds: 1_790_000_000
    )
    for account in Accounts.all {
        expect((try? account.read(call)) == nil, "nobody is believed without a proof")
    }
    expect((try? SignedJSON.open(parts[0], by: issuerKeys)) == nil, "no token is anybody's")
}

private let issuerKeys: JSON = [
    "keys": [
        [
            "kty": "EC", "crv": "P-256", "kid": "1", "use": "sig",
            "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        ]
    ]
]
