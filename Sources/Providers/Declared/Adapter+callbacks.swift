import Crypto
import Web

extension Adapter.ReportRules {
    init?(_ root: DocumentReader.Members) {
        let parts: Set = ["format", "items", "when", "id", "reference"]
        guard let members = root.members("reports", parts.union(Adapter.Details.parts)) else {
            return nil
        }
        format = members.word("format", or: .json)
        items = members.optionalText("items").map { DocumentPath($0) }
        conditions = Condition.read(members, "when")
        id = members.extract("id")
        reference = members.extract("reference")
        details = Adapter.Details(members)
        if details.status == nil { members.reader.fail(members.place("status"), "a path") }
    }
}

extension Adapter.InboundRules {
    init?(_ root: DocumentReader.Members) {
        let parts: Set = [
            "format", "items", "when", "id", "from", "to", "body", "charset",
        ]
        guard let members = root.members("inbound", parts) else { return nil }
        format = members.word("format", or: .json)
        items = members.optionalText("items").map { DocumentPath($0) }
        conditions = Condition.read(members, "when")
        id = members.extract("id")
        guard let from = members.extract("from"), let to = members.extract("to"),
            let body = members.extract("body")
        else {
            members.reader.fail(members.place, "an object with from, to and body")
            return nil
        }
        (self.from, self.to, self.body) = (from, to, body)
        charset = members.extract("charset")
    }
}

extension Adapter.Handshake {
    init?(_ root: DocumentReader.Members) {
        guard let members = root.members("handshake", ["when", "token", "expected", "answer"])
        else { return nil }
        let place = members.place("when")
        guard
            let condition = members["when"].flatMap({ Condition.read($0, place, members.reader) }),
            let token = members.extract("token"), let expected = members.template("expected"),
            let answer = members.extract("answer")
        else {
            members.reader.fail(members.place, "an object with when, token, expected and answer")
            return nil
        }
        self.init(condition: condition, token: token, expected: expected, answer: answer)
    }
}

extension Adapter.Reply {
    init(_ root: DocumentReader.Members) {
        guard let members = root.members("reply", ["status", "type", "body"]) else { return }
        status = members.integer("status", 200...299, or: 200)
        mediaType = members.text("type", or: "text/plain")
        body = members.text("body", or: "")
    }
}

extension SignatureScheme {
    init?(_ root: DocumentReader.Members, fields: Set<String>) {
        let parts: Set = [
            "scheme", "header", "prefix", "algorithm", "encoding", "signed", "secret", "timestamp",
            "method", "publicKey", "issuer", "bodyClaim", "urlClaim", "name", "password",
            "parameter",
        ]
        guard let members = root.members("signature", parts) else { return nil }
        guard let scheme = Self.read(members) else { return nil }
        for field in scheme.fields where !fields.contains(field) {
            members.reader.fail(members.place, "about fields of the account, and \(field) is none")
        }
        self = scheme
    }

    private static func read(_ members: DocumentReader.Members) -> SignatureScheme? {
        func signed() -> SignedParts? {
            let expected = "a text of {body}, {body.sha256}, {url}, {url.plain} and {header:name}"
            let parts = members.made("signed", expected) { text throws(MalformedTemplate) in
                try SignedParts(text)
            }
            return parts ?? members.required("signed", expected)
        }
        switch members.text("scheme") {
        case "hmac":
            guard let signed = signed() else { return nil }
            return .hmac(
                HMACSignature(
                    header: members.text("header"),
                    prefix: members.text("prefix", or: ""),
                    algorithm: members.word("algorithm", or: HMAC.Algorithm.sha256),
                    encoding: members.word("encoding", or: DigestEncoding.hex),
                    signed: signed,
                    secret: members.text("secret"),
                    timestampHeader: members.optionalText("timestamp")
                )
            )
        case "ed25519":
            guard let signed = signed() else { return nil }
            return .ed25519(
                Ed25519Signature(
                    header: members.text("header"),
                    signed: signed,
                    publicKey: members.text("publicKey"),
                    timestampHeader: members.text("timestamp")
                )
            )
        case "jwt":
            return .jwt(
                JWTSignature(
                    header: members.text("header"),
                    prefix: members.text("prefix", or: ""),
                    secret: members.text("secret"),
                    issuer: members.text("issuer"),
                    bodyClaim: members.text("bodyClaim"),
                    urlClaim: members.optionalText("urlClaim")
                )
            )
        case "sortedParameters":
            return .sortedParameters(secret: members.text("secret"), method: members.text("method"))
        case "plivo": return .plivo(token: members.text("secret"))
        case "basic":
            return .basic(name: members.text("name"), password: members.text("password"))
        case "token":
            return .token(
                parameter: members.text("parameter", or: "token"),
                secret: members.text("secret")
            )
        default:
            members.reader.fail(
                members.place("scheme"),
                "hmac, ed25519, jwt, sortedParameters, plivo, basic or token"
            )
            return nil
        }
    }
}
