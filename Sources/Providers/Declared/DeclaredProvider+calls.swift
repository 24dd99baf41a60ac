import Crypto
import JSONParser
import Messaging
import Web

extension DeclaredProvider {
    package func read(_ call: IncomingCall) throws(RefusedCall) -> Callback {
        if let answer = try shakeHands(call) { return Callback(answer: answer) }
        guard adapter.signature.proves(call, account: account) else { throw .forged }
        var callback = Callback(answer: adapter.reply.response)
        if let rules = adapter.reports {
            callback.reports = try items(call, rules.format, rules.items, rules.conditions)
                .compactMap { report($0.item, $0.document, rules, call) }
        }
        if let rules = adapter.inbound {
            callback.arrivals = try items(call, rules.format, rules.items, rules.conditions)
                .compactMap { arrival($0.item, $0.document, rules, call) }
        }
        return callback
    }

    /// The answer to a call that asks whether we are we; nil for any other call.
    private func shakeHands(_ call: IncomingCall) throws(RefusedCall) -> Response? {
        guard let handshake = adapter.handshake else { return nil }
        let question = Self.object(call.request.query.pairs)
        guard handshake.condition.holds(in: question, of: question) == true else { return nil }
        let token = handshake.token.value(in: question, of: question)
        guard let expected = handshake.expected.filled({ account[$0] }), !expected.isEmpty,
            same(token ?? "", expected)
        else { throw .forged }
        return .text(handshake.answer.value(in: question, of: question) ?? "")
    }

    private func items(
        _ call: IncomingCall,
        _ format: Adapter.ReportFormat,
        _ path: DocumentPath?,
        _ conditions: [Condition]
    ) throws(RefusedCall) -> [(item: JSON, document: JSON)] {
        guard let document = Self.document(call, format) else {
            throw .malformed(format.rawValue)
        }
        let items = path.map { $0.all(in: document) } ?? [document]
        return items.filter { item in
            conditions.allSatisfy { $0.holds(in: item, of: document) == true }
        }.map { ($0, document) }
    }

    private static func document(_ call: IncomingCall, _ format: Adapter.ReportFormat) -> JSON? {
        switch format {
        case .json: try? JSON(parsing: call.request.body)
        case .xml: XMLTree.parse(call.request.body)
        case .form: object(call.parameters)
        }
    }

    private static func object(_ pairs: [Form.Pair]) -> JSON {
        .object(JSON.Object(pairs.map { .init($0.name, .string($0.value)) }))
    }

    private func report(
        _ item: JSON,
        _ document: JSON,
        _ rules: Adapter.ReportRules,
        _ call: IncomingCall
    ) -> StatusReport? {
        let found = Found(rules.details, in: item, of: document)
        let reference =
            rules.reference?.value(in: item, of: document).flatMap { MessageReference($0) }
            ?? MessageReference(query: call.request.query)
        let given = rules.id.map { $0.value(in: item, of: document) }
        guard let word = found.status, let id = given ?? reference?.description,
            id.utf8.count <= 200, !id.hasControlCharacters
        else { return nil }
        let status = adapter.statuses[word]
        var report = StatusReport(
            id: ProviderMessageID(rawValue: id),
            status: status,
            statusWord: word.kept(characterCountMax: 64),
            fault: status?.hasMissed == true ? fault(found) : nil,
            raw: item.withoutZeroCharacters
        )
        report.price = found.price
        report.segments = found.segments
        report.sender = found.sender
        report.reference = reference
        return report
    }

    private func arrival(
        _ item: JSON,
        _ document: JSON,
        _ rules: Adapter.InboundRules,
        _ call: IncomingCall
    ) -> InboundMessage? {
        guard let from = rules.from.value(in: item, of: document) else { return nil }
        let charset = rules.charset?.value(in: item, of: document)
        let body =
            (charset == "UTF-16BE" ? rules.body.utf16(in: call) : nil)
            ?? rules.body.value(in: item, of: document) ?? ""
        return InboundMessage(
            id: rules.id?.value(in: item, of: document)?.kept(characterCountMax: 200)
                // The same message, delivered again, is the same.
                ?? Hex.encode(SHA256.digest(item.serialized)),
            from: Self.number(from),
            to: Self.number(rules.to.value(in: item, of: document) ?? ""),
            body: body.kept(characterCountMax: 10_000),
            raw: item.withoutZeroCharacters
        )
    }

    /// A number in E.164 form where it is one without its plus sign; else as it came.
    private static func number(_ text: String) -> String {
        let text = text.kept(characterCountMax: 64)
        return (try? E164("+\(text)"))?.rawValue ?? text
    }
}

extension Extract {
    /// The text of a parameter whose bytes are UTF-16, high byte first.
    fileprivate func utf16(in call: IncomingCall) -> String? {
        guard case .path(let name) = self,
            let bytes = Form.bytes(of: name, in: call.request.rawQuery)
        else { return nil }
        let units = stride(from: 0, to: bytes.count - 1, by: 2).map { index in
            UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])
        }
        return String(decoding: units, as: UTF16.self)
    }
}

extension Adapter.Reply {
    fileprivate var response: Response {
        var response = Response.text(body, type: mediaType)
        response.status = Status(rawValue: status)
        return response
    }
}

extension JSON {
    /// The same with a mark in place of each zero character, which PostgreSQL cannot store.
    fileprivate var withoutZeroCharacters: JSON {
        switch self {
        case .string(let text): .string(text.kept(characterCountMax: .max))
        case .array(let elements): .array(elements.map(\.withoutZeroCharacters))
        case .object(let object):
            .object(
                JSON.Object(
                    object.members.map { member in
                        .init(
                            member.name.kept(characterCountMax: .max),
                            member.value.withoutZeroCharacters
                        )
                    }
                )
            )
        case .null, .bool, .number: self
        }
    }
}
