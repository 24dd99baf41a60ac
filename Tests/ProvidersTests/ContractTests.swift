import HTTPClient
import JSONParser
import Messaging
import Testing
import Web

@testable import Providers

@Suite struct `Contract with a provider` {
    @Test func `is there for every kind`() {
        let kinds = Set(Contract.all.map(\.kind))
        #expect(kinds == Set(ProviderKinds.all).subtracting(["twilio"]))
        #expect(Contract.all.allSatisfy { !$0.callbacks.isEmpty && $0.answers.count > 1 })
    }

    @Test(arguments: Contract.all)
    func `says what is sent`(_ contract: Contract) throws {
        let expected = try #require(contract.json["send"])
        let request = try contract.provider().sendRequest(try contract.message())
        let halves = request.url.split(separator: "?", maxSplits: 1).map(String.init)
        #expect(request.method.rawValue == expected["method"]?.text)
        #expect(halves[0] == expected["url"]?.text)
        try expect(request, is: expected)
        if case .array(let pair)? = expected["basic"] {
            #expect(request.credentials?.name == pair[0].text)
            #expect(request.credentials?.password == pair[1].text)
        }
        if case .object(let headers)? = expected["headers"] {
            for header in headers.members {
                let sent = request.headers.first { $0.name == header.name }?.value
                #expect(sent == header.value.text, "\(header.name)")
            }
        }
    }

    @Test(arguments: Contract.all.filter { $0.json["sendUCS2"] != nil })
    func `says what is sent where GSM-7 does not do`(_ contract: Contract) throws {
        let request = try contract.provider().sendRequest(try contract.message("Привет"))
        let sent = parameters(of: request)
        let expected = contract.json["sendUCS2"]
        guard case .object(let members)? = expected?["form"] ?? expected?["query"] else { return }
        for member in members.members {
            #expect(sent.first { $0.name == member.name }?.value == member.value.text)
        }
    }

    @Test(arguments: Contract.all)
    func `says what an answer means`(_ contract: Contract) throws {
        let provider = try contract.provider()
        let message = try contract.message()
        for answer in contract.answers {
            let result = provider.readSend(outcome(answer), of: message)
            #expect(result.json.sorted == answer["expect"]?.sorted, "\(answer.serializedText)")
        }
    }

    @Test(arguments: Contract.all)
    func `doubts a success that was cut off`(_ contract: Contract) throws {
        let provider = try contract.provider()
        let message = try contract.message()
        // A plain text may be whole at any length.
        for answer in contract.answers where answer["expect"]?["accepted"] != nil {
            let body = Array((answer["body"]?.text ?? "").utf8)
            guard body.first == UInt8(ascii: "{") || body.first == UInt8(ascii: "<") else {
                continue
            }
            for count in 0..<body.count {
                let part = HTTPAnswer(status: status(answer), body: Array(body.prefix(count)))
                let result = provider.readSend(.answered(part), of: message)
                #expect(result.json == "ambiguous", "\(count) of \(body.count) bytes")
            }
        }
    }

    @Test(arguments: Contract.all)
    func `never takes noise for a success`(_ contract: Contract) throws {
        let provider = try contract.provider()
        let message = try contract.message()
        for noise in [
            "<html><body>Bad gateway</body></html>", "[[[[", "{\"a\":", "null", "\0\u{1}",
        ] {
            for status in [200, 202, 302, 500] {
                let answer = HTTPAnswer(status: status, body: Array(noise.utf8))
                let result = provider.readSend(.answered(answer), of: message)
                if case .accepted = result { Issue.record("\(status) \(noise)") }
            }
        }
    }

    @Test(arguments: Contract.all.filter { $0.json["fetch"] != nil })
    func `says how a message is asked for`(_ contract: Contract) throws {
        let provider = try contract.provider()
        let id = ProviderMessageID(rawValue: "ID-1")
        let request = try #require(provider.fetchRequest(id, to: try E164("+15005550006")))
        let fetch = try #require(contract.json["fetch"])
        #expect(request.url == fetch["url"]?.text && request.method == .get)
        guard case .array(let answers)? = fetch["answers"] else { return }
        for answer in answers {
            let result = provider.readFetch(outcome(answer), of: id)
            #expect(result.json.sorted == answer["expect"]?.sorted, "\(answer.serializedText)")
        }
    }

    @Test(arguments: Contract.all.filter { $0.json["fetch"] == nil })
    func `says that a message cannot be asked for`(_ contract: Contract) throws {
        let provider = try contract.provider()
        let to = try E164("+15005550006")
        #expect(provider.fetchRequest(ProviderMessageID(rawValue: "1"), to: to) == nil)
        #expect(provider.listRequest(to: to, sinceUnixSeconds: 0, page: nil) == nil)
    }

    // MARK: -

    private func expect(_ request: HTTPRequest, is expected: JSON) throws {
        if case .object(let form)? = expected["form"] ?? expected["query"] {
            let sent = parameters(of: request)
            let wanted = form.members.map { Form.Pair($0.name, $0.value.text ?? "") }
            #expect(Set(sent) == Set(wanted))
        }
        if let json = expected["json"] {
            #expect(try JSON(parsing: request.body).sorted == json.sorted)
        }
        if let raw = expected["raw"]?.text {
            #expect(String(decoding: request.body, as: UTF8.self) == raw)
        }
    }

    private func parameters(of request: HTTPRequest) -> [Form.Pair] {
        let query = request.url.split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
        return Form(decoding: query).pairs
            + Form(decoding: String(decoding: request.body, as: UTF8.self)).pairs
    }

    private func status(_ answer: JSON) -> Int {
        guard case .number(let digits)? = answer["http"] else { return 0 }
        return Int(digits) ?? 0
    }

    private func outcome(_ answer: JSON) -> HTTPOutcome {
        var headers: [HTTPHeader] = []
        if case .object(let object)? = answer["headers"] {
            headers = object.members.map { HTTPHeader($0.name, $0.value.text ?? "") }
        }
        return .answered(
            HTTPAnswer(
                status: status(answer),
                headers: headers,
                body: Array((answer["body"]?.text ?? "").utf8)
            )
        )
    }
}
