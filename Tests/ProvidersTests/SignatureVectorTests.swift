import Crypto
import JSONParser
import Testing
import Web

@testable import Providers

/// Vectors that were computed with the providers' own libraries where there is one.
@Suite struct `Signature vectors` {
    static let vectors = Contract.read("Fixtures/carrier-signature-vectors.json") ?? .null

    @Test func `cover every scheme`() {
        guard case .object(let object) = Self.vectors else {
            Issue.record("no vectors")
            return
        }
        #expect(
            Set(object.members.map(\.name)) == [
                "plivo_v3", "plivo_v2", "vonage_sms", "vonage_sms_signed_string", "telnyx", "sinch",
                "meta", "messagebird", "vonage_messages",
            ]
        )
    }

    @Test(arguments: of("plivo_v3"))
    func `of Plivo's V3`(_ vector: JSON) {
        let headers: Headers = [
            "X-Plivo-Signature-V3": vector.string("signature"),
            "X-Plivo-Signature-V3-Nonce": vector.string("nonce"),
            "Content-Type": "application/x-www-form-urlencoded",
        ]
        let call = call(vector, vector.string("url"), headers, form: vector["params"])
        expectOnly(vector.string("auth_token")) { PlivoSignature.proves(call, token: $0) }
    }

    @Test(arguments: of("plivo_v2"))
    func `of Plivo's V2`(_ vector: JSON) {
        let headers: Headers = [
            "X-Plivo-Signature-V2": vector.string("signature"),
            "X-Plivo-Signature-V2-Nonce": vector.string("nonce"),
        ]
        let call = call(vector, vector.string("url"), headers)
        expectOnly(vector.string("auth_token")) { PlivoSignature.proves(call, token: $0) }
    }

    @Test(arguments: of("vonage_sms"))
    func `of Vonage's SMS API`(_ vector: JSON) throws {
        guard case .object(let params)? = vector["params"] else { return }
        var pairs = params.members.map { Form.Pair($0.name, $0.value.text ?? "") }
        pairs.append(.init("sig", vector.string("sig").uppercased()))
        let call = IncomingCall(
            Request(method: .get, path: "/v", rawQuery: Form(pairs).encoded),
            publicURL: "https://sms.example",
            unixSeconds: Int64(params["timestamp"]?.text ?? "") ?? 0
        )
        let method = try #require(vector.string("method").split(separator: " ").first)
        expectOnly(vector.string("secret")) {
            VonageSignature.proves(call, key: $0, method: String(method))
        }
    }

    @Test(arguments: of("telnyx"))
    func `of Telnyx`(_ vector: JSON) throws {
        let signature = Ed25519Signature(
            header: "telnyx-signature-ed25519",
            signed: try SignedParts("{header:telnyx-timestamp}|{body}"),
            publicKey: "public_key",
            timestampHeader: "telnyx-timestamp"
        )
        let headers: Headers = [
            "telnyx-signature-ed25519": vector.string("signature"),
            "telnyx-timestamp": vector.string("timestamp"),
        ]
        let call = call(vector, "https://sms.example/t", headers)
        #expect(signature.proves(call, publicKey: vector.string("public_key_base64")))
        #expect(!signature.proves(call, publicKey: Base64.encode(Array(repeating: 7, count: 32))))
        #expect(!signature.proves(call, publicKey: "short"))
    }

    @Test(arguments: of("sinch"))
    func `of Sinch`(_ vector: JSON) throws {
        let adapter = try #require(ProviderKinds.adapter("sinch"))
        let headers: Headers = [
            "x-sinch-webhook-signature": vector.string("signature"),
            "x-sinch-webhook-signature-nonce": vector.string("nonce"),
            "x-sinch-webhook-signature-timestamp": vector.string("timestamp"),
        ]
        let call = call(vector, "https://sms.example/s", headers)
        expectOnly(vector.string("secret")) {
            adapter.signature.proves(call, account: ["webhook_secret": $0])
        }
    }

    @Test(arguments: of("meta"))
    func `of Meta`(_ vector: JSON) throws {
        let adapter = try #require(ProviderKinds.adapter("whatsapp"))
        let call = call(
            vector,
            "https://sms.example/w",
            ["X-Hub-Signature-256": vector.string("header")]
        )
        expectOnly(vector.string("app_secret")) {
            adapter.signature.proves(call, account: ["app_secret": $0])
        }
    }

    @Test(arguments: of("messagebird"))
    func `of MessageBird`(_ vector: JSON) throws {
        let adapter = try #require(ProviderKinds.adapter("messagebird"))
        let call = call(
            vector,
            vector.string("url"),
            ["MessageBird-Signature-JWT": vector.string("jwt")]
        )
        expectOnly(vector.string("signing_key")) {
            adapter.signature.proves(call, account: ["signing_key": $0])
        }
    }

    @Test(arguments: of("vonage_messages"))
    func `of Vonage's Messages API`(_ vector: JSON) throws {
        let adapter = try #require(ProviderKinds.adapter("vonage-messages"))
        let call = call(
            vector,
            "https://sms.example/vm",
            ["Authorization": "Bearer \(vector.string("jwt"))"],
            at: 1_700_000_100
        )
        expectOnly(vector.string("secret")) {
            adapter.signature.proves(call, account: ["signature_secret": $0])
        }
    }

    @Test(arguments: ["none", "RS256", "HS257", ""])
    func `never let a token choose how it is proven`(_ algorithm: String) throws {
        let adapter = try #require(ProviderKinds.adapter("vonage-messages"))
        let head = Base64.encodeURLSafe(Array(#"{"alg":"\#(algorithm)"}"#.utf8))
        let digest = Hex.encode(SHA256.digest([]))
        let claims = #"{"iss":"Vonage","iat":1700000000,"payload_hash":"\#(digest)"}"#
        let body = Base64.encodeURLSafe(Array(claims.utf8))
        for code in ["", Base64.encodeURLSafe([0])] {
            let call = call(
                .null,
                "https://sms.example/vm",
                ["Authorization": "Bearer \(head).\(body).\(code)"],
                at: 1_700_000_000
            )
            #expect(!adapter.signature.proves(call, account: ["signature_secret": "k"]))
        }
    }

    // MARK: -

    static func of(_ name: String) -> [JSON] {
        guard case .array(let vectors)? = vectors[name] else { return [] }
        return vectors
    }

    /// The key proves the call, and no other does.
    private func expectOnly(_ key: String, _ proves: (String) -> Bool) {
        #expect(proves(key))
        #expect(!proves(key + "x"))
        #expect(!proves(String(key.dropLast())))
        #expect(!proves(""))
    }

    private func call(
        _ vector: JSON,
        _ url: String,
        _ headers: Headers,
        form: JSON? = nil,
        at seconds: Int64 = 1_795_185_000
    ) -> IncomingCall {
        let halves = url.split(separator: "?", maxSplits: 1)
        let path = halves[0].dropFirst("https://sms.example.com".count)
        let isOurs = url.hasPrefix("https://sms.example.com")
        var body = Array(vector.string("body").utf8)
        if case .object(let object)? = form {
            body = Array(
                Form(object.members.map { .init($0.name, $0.value.text ?? "") }).encoded.utf8
            )
        }
        return IncomingCall(
            Request(
                method: vector.string("method") == "GET" ? .get : .post,
                path: isOurs ? String(path) : "/x",
                rawQuery: halves.count > 1 ? String(halves[1]) : "",
                headers: headers,
                body: body
            ),
            publicURL: "https://sms.example.com",
            unixSeconds: seconds
        )
    }
}

extension JSON {
    fileprivate func string(_ name: String) -> String { self[name]?.text ?? "" }
}
