import JSONParser
import Messaging
import Testing
import Web

@testable import Providers

@Suite struct `Call from a provider` {
    /// When the contracts' calls were signed.
    static let signedAt: Int64 = 1_795_185_000

    @Test(arguments: Contract.all)
    func `is proven and read`(_ contract: Contract) throws {
        let provider = try contract.provider()
        for callback in contract.callbacks {
            let read = try provider.read(call(callback))
            #expect(read.json.sorted == callback["expect"]?.sorted, "\(callback.serializedText)")
        }
    }

    @Test(arguments: Contract.all)
    func `is refused when its proof is another's or missing`(_ contract: Contract) throws {
        let provider = try contract.provider()
        for callback in contract.callbacks {
            for forged in forgeries(of: callback) {
                #expect(throws: RefusedCall.forged, "\(forged.url) \(forged.request.headers)") {
                    try provider.read(forged)
                }
            }
        }
    }

    @Test(arguments: Contract.all.filter { dated.contains($0.kind) })
    func `is refused when it is old`(_ contract: Contract) throws {
        let provider = try contract.provider()
        for callback in contract.callbacks where callback["weak"] == nil {
            #expect(throws: RefusedCall.forged) {
                try provider.read(call(callback, at: Self.signedAt + 3_600))
            }
        }
    }

    @Test(arguments: Contract.all)
    func `is refused by an account with another secret`(_ contract: Contract) throws {
        guard case .object(let secrets)? = contract.json["secrets"],
            case .object(let settings)? = contract.json["settings"]
        else { return }
        func other(_ object: JSON.Object) -> [String: String] {
            Dictionary(object.members.map { ($0.name, "\($0.value.text ?? "")x") }) { $1 }
        }
        var changed = other(settings)
        changed["signature_method"] = nil
        let provider = try Providers.make(
            ProviderAccount(
                name: "acct",
                kind: contract.kind,
                settings: changed,
                secrets: other(secrets),
                document: contract.json["document"]
            )
        )
        for callback in contract.callbacks {
            #expect(throws: RefusedCall.forged) { try provider.read(call(callback)) }
        }
    }

    /// Providers that sign the time as well.
    static let dated: Set = [
        "vonage", "vonage-messages", "telnyx", "messagebird", "bird", "sinch",
    ]

    // MARK: -

    private func call(
        _ callback: JSON,
        at seconds: Int64 = signedAt,
        changing: (inout JSON) -> Void = { _ in }
    ) -> IncomingCall {
        var json = callback["call"] ?? .null
        changing(&json)
        var headers = Headers()
        if case .object(let object)? = json["headers"] {
            for header in object.members { headers[header.name] = header.value.text }
        }
        return IncomingCall(
            Request(
                method: json["method"] == "GET" ? .get : .post,
                path: "/webhook/status/acct",
                rawQuery: json["query"]?.text ?? "",
                headers: headers,
                body: Array((json["body"]?.text ?? "").utf8)
            ),
            publicURL: "https://sms.example",
            unixSeconds: seconds
        )
    }

    /// The call with its proof taken away or spoilt, and, where the proof is over the content, with
    /// the content changed.
    private func forgeries(of callback: JSON) -> [IncomingCall] {
        let proofs: Set = [
            "Authorization", "X-Hub-Signature-256", "MessageBird-Signature-JWT",
            "messagebird-signature", "telnyx-signature-ed25519", "x-sinch-webhook-signature",
            "X-Plivo-Signature-V3", "X-Plivo-Signature-V2", "X-Signature",
        ]
        var forgeries: [IncomingCall] = []
        if case .object(let headers)? = callback["call"]?["headers"] {
            for header in headers.members where proofs.contains(header.name) {
                for spoilt in [nil, "", "x", spoil(header.value.text ?? "")] as [String?] {
                    forgeries.append(
                        call(callback) { $0.set("headers", header.name, spoilt.map(JSON.string)) }
                    )
                }
            }
        }
        for name in ["query", "body"] {
            guard let text = callback["call"]?[name]?.text, !text.isEmpty else { continue }
            for word in ["sig=", "token=", "\"sig\":\"", "hub.verify_token="]
            where text.contains(word) {
                let spoilt = text.replacing(word, with: "\(word)0")
                forgeries.append(call(callback) { $0.set(name, .string(spoilt)) })
                forgeries.append(
                    call(callback) { $0.set(name, .string(text.replacing(word, with: "other="))) }
                )
            }
        }
        if signsContent(callback), let body = callback["call"]?["body"]?.text, !body.isEmpty {
            let changed = body.replacing("15005550006", with: "15005550009")
            forgeries.append(
                call(callback) {
                    $0.set("body", .string(changed == body ? body + " " : changed))
                }
            )
        }
        return forgeries
    }

    private func signsContent(_ callback: JSON) -> Bool {
        guard case .object(let headers)? = callback["call"]?["headers"] else { return false }
        let body = callback["call"]?["body"]?.text ?? ""
        let names = Set(headers.members.map(\.name))
        return body.contains("sig=") || body.contains("\"sig\":")
            || !names.isDisjoint(with: [
                "X-Hub-Signature-256", "MessageBird-Signature-JWT", "messagebird-signature",
                "telnyx-signature-ed25519", "x-sinch-webhook-signature", "X-Plivo-Signature-V3",
                "X-Signature",
            ])
    }

    private func spoil(_ text: String) -> String {
        guard let last = text.last else { return "x" }
        let index = text.index(text.endIndex, offsetBy: -min(8, text.count))
        let changed = text[index] == "A" ? "B" : "A"
        _ = last
        return String(text[..<index]) + changed + text[text.index(after: index)...]
    }
}

extension JSON {
    fileprivate mutating func set(_ name: String, _ value: JSON) {
        guard case .object(var object) = self,
            let index = object.members.firstIndex(where: { $0.name == name })
        else { return }
        object.members[index].value = value
        self = .object(object)
    }

    fileprivate mutating func set(_ name: String, _ inner: String, _ value: JSON?) {
        guard case .object(var object)? = self[name] else { return }
        object.members.removeAll { $0.name == inner }
        if let value { object.members.append(.init(inner, value)) }
        set(name, .object(object))
    }
}
