import HTTPClient
import JSONParser
import Messaging
import Providers
import Web

/// A document that declares an adapter, as an administrator may post it.
func takeAdapter(_ bytes: [UInt8]) {
    guard let document = try? JSON(parsing: bytes) else { return }
    let account = ProviderAccount(name: "own", kind: ProviderKinds.declared, document: document)
    guard let provider = try? Providers.make(account), let message else { return }
    _ = provider.sendRequest(message)
    _ = provider.readSend(.answered(HTTPAnswer(status: 200, body: bytes)), of: message)
}

/// Which kind of provider answers, with which status, and what.
func takeAnswer(_ bytes: [UInt8]) {
    guard bytes.count >= 2, let message else { return }
    let provider = Accounts.all[Int(bytes[0]) % Accounts.all.count]
    let statuses = [200, 201, 202, 204, 400, 401, 403, 404, 408, 409, 422, 429, 500, 503]
    let status = statuses[Int(bytes[1]) % statuses.count]
    let outcome = HTTPOutcome.answered(HTTPAnswer(status: status, body: Array(bytes.dropFirst(2))))
    let result = provider.readSend(outcome, of: message)
    if case .accepted = result { expect(status < 300, "only a success is taken for one") }
    _ = provider.readList(outcome)
    _ = provider.readFetch(outcome, of: ProviderMessageID(rawValue: "SM1"))
}

/// Which account is called, of which type the body is, the query, and, after a zero, the body.
func takeCallback(_ bytes: [UInt8]) {
    guard bytes.count >= 2 else { return }
    let parts = parts(Array(bytes.dropFirst(2)), 2)
    let types = ["application/json", "application/x-www-form-urlencoded", "text/xml", "text/plain"]
    let type = types[Int(bytes[1]) % types.count]
    func call(query: String) -> IncomingCall {
        let headers: Headers = ["content-type": type]
        return IncomingCall(
            Request(
                method: .post,
                path: "/webhook/status/fuzzed",
                rawQuery: query,
                headers: headers,
                body: parts[1]
            ),
            publicURL: "https://sms.example",
            unixSeconds: 1_790_000_000
        )
    }
    let trusting = Accounts.trusting[Int(bytes[0]) % Accounts.trusting.count]
    _ = try? trusting.read(call(query: "token=\(Accounts.word)&\(text(parts[0]))"))
    let provider = Accounts.all[Int(bytes[0]) % Accounts.all.count]
    let callback = try? provider.read(call(query: text(parts[0])))
    expect(callback == nil, "nobody is believed without a proof")
}

private let message: OutboundMessage? = (try? E164("+15005550006")).map { recipient in
    OutboundMessage(
        id: "0193a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b",
        attempt: 1,
        to: recipient,
        body: "Grüße",
        callbackURL: "https://sms.example/webhook/status/fuzzed"
    )
}
