import FunctionRuntime
import JSONParser
import Store
import Web

extension WebhookRequests.Entry {
    /// An exchange as it may be kept: without keys, and without anything that is named like a secret.
    init(_ exchange: AnsweredExchange, at milliseconds: Int64) {
        let request = exchange.request
        let isKnown = request.caller != .nobody
        self.init(
            tenant: request.caller.tenant,
            at: milliseconds,
            method: request.method.rawValue,
            path: String(request.path.prefix(500)).storable,
            query: Self.keyless(request.query).storable,
            source: request.parameters["source"].map { String($0.prefix(40)).storable },
            caller: isKnown ? request.caller.name : nil,
            contentType: request.headers["content-type"].map { String($0.prefix(200)).storable },
            // Whoever was not let in leaves nothing but the fact.
            body: isKnown ? Self.redacted(request.body).storable : "",
            bodyByteCount: isKnown ? request.body.count : 0,
            status: exchange.status.rawValue,
            answer: String(decoding: exchange.body.prefix(Self.answerMax), as: UTF8.self).storable,
            milliseconds: (exchange.milliseconds * 100).rounded() / 100,
            requestID: request.id
        )
        guard exchange.route.template.text == ReplayRequest.route.template.text else { return }
        replayOf = request.parameters["id"].flatMap(Int64.init)
        guard case .object(let object)? = try? JSON(parsing: exchange.body),
            case .number(let digits)? = object["status"], let status = Int(digits)
        else { return }
        self.status = status
        self.answer = (object["answer"] ?? .null).serializedText.storable
    }

    private static let answerMax = 4096

    private static func keyless(_ query: Form) -> String {
        Form(query.pairs.filter { !Redaction.isSecret($0.name) && $0.name != "key" }).encoded
    }

    private static func redacted(_ body: [UInt8]) -> String {
        let kept = Array(body.prefix(WebhookRequests.bodyByteCountMax))
        let text = String(decoding: kept, as: UTF8.self)
        guard Redaction.mayHoldSecret(text) else { return text }
        if let json = try? JSON(parsing: kept) {
            return Redaction.redacted(json).serializedText
        }
        guard !text.contains("\r\n") else { return "[not kept: it may hold a secret]" }
        return Form(Form(decoding: text).pairs.map(Redaction.redacted)).encoded
    }
}

extension String {
    /// PostgreSQL stores every character but NUL.
    fileprivate var storable: String { contains("\0") ? filter { $0 != "\0" } : self }
}

/// Takes out of a posting what is named like a secret.
enum Redaction {
    private static let words = ["password", "passwd", "secret", "token", "apikey", "authorization"]

    static func isSecret(_ name: String) -> Bool {
        let plain = name.lowercased().filter { $0.isLetter }
        return words.contains { plain.contains($0) }
    }

    /// Whether it is worth a closer look, which most postings are not.
    static func mayHoldSecret(_ text: String) -> Bool {
        let plain = text.lowercased().filter { $0.isLetter }
        return words.contains { plain.contains($0) }
    }

    static func redacted(_ json: JSON) -> JSON {
        switch json {
        case .array(let elements): .array(elements.map(redacted))
        case .object(let object):
            .object(
                JSON.Object(
                    object.members.map { member in
                        .init(
                            member.name,
                            isSecret(member.name) ? "[redacted]" : redacted(member.value)
                        )
                    }
                )
            )
        default: json
        }
    }

    static func redacted(_ pair: Form.Pair) -> Form.Pair {
        isSecret(pair.name) ? .init(pair.name, "[redacted]") : pair
    }
}
