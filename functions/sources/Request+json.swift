import JSONParser
import Store
import Web

extension WebhookRequests.Line {
    static let schema = Schema.object([
        "id": .integer, "at": .timestamp, "method": .string, "path": .string,
        "source": .string.orNull, "caller": .string.orNull, "contentType": .string.orNull,
        "bytes": .integer, "status": .integer, "milliseconds": .number, "requestId": .string,
        "replayOf": .integer.orNull, "replayable": .boolean, "transactionId": .string.orNull,
        "duplicate": .boolean, "excerpt": .string, "body": .string, "query": .string,
        "answer": .string,
    ])

    /// The line of a list: of the body only what it looks like.
    var masked: JSON {
        .object(JSON.Object(members + [.init("excerpt", .string(Masking.excerpt(of: body)))]))
    }

    var whole: JSON {
        .object(
            JSON.Object(
                members + [
                    .init("body", .string(body)), .init("query", .string(query)),
                    .init("answer", .string(answer)),
                ]
            )
        )
    }

    private var members: [JSON.Object.Member] {
        let answered = try? JSON(parsing: Array(answer.utf8))
        return [
            .init("id", .int(id)), .init("at", .string(at)), .init("method", .string(method)),
            .init("path", .string(path)), .init("source", .optional(source)),
            .init("caller", .optional(caller)), .init("contentType", .optional(contentType)),
            .init("bytes", .int(bodyByteCount)), .init("status", .int(status)),
            .init("milliseconds", .number("\((milliseconds * 100).rounded() / 100)")),
            .init("requestId", .string(requestID)), .init("replayOf", .optional(replayOf)),
            .init("replayable", .bool(isWhole && caller != nil)),
            .init("transactionId", .optional(answered?["transactionId"]?.text)),
            .init("duplicate", .bool(answered?["duplicate"] == .bool(true))),
        ]
    }
}

/// Shows what a posting looks like, and hides whom it is about.
enum Masking {
    static func excerpt(of body: String) -> String {
        if let json = try? JSON(parsing: Array(body.utf8)), json.text == nil {
            return masked(json).serializedText.cut
        }
        guard body.contains("="), !body.contains("\r\n") else {
            return body.isEmpty ? "" : masked(body).cut
        }
        return Form(decoding: body).pairs.map { "\($0.name)=\(masked($0.value))" }
            .joined(separator: "&").cut
    }

    private static func masked(_ json: JSON) -> JSON {
        switch json {
        case .null, .bool: json
        case .number(let digits): digits.count < 7 ? json : .string(masked(digits))
        case .string(let text): .string(masked(text))
        case .array(let elements): .array(elements.prefix(20).map(masked))
        case .object(let object):
            .object(JSON.Object(object.members.map { .init($0.name, masked($0.value)) }))
        }
    }

    /// Of a number its last four digits, of other text its first letter.
    static func masked(_ text: String) -> String {
        let digits = text.filter { $0.isASCII && $0.isNumber }
        let isNumber = digits.count >= 7 && digits.count * 2 > text.count
        if isNumber { return "•••\(digits.suffix(4))" }
        guard let first = text.first, text.count > 2 else { return text }
        return "\(first)•••"
    }
}

extension String {
    /// As much as fits in a line of a list.
    fileprivate var cut: String { count > 300 ? "\(prefix(300))…" : self }
}
