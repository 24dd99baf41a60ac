import HTTPClient
import Web

extension Adapter.Call {
    static let parts: Set = [
        "method", "url", "query", "headers", "basic", "form", "json", "xml", "text",
        "timeoutSeconds",
    ]

    /// `names` are what the holes may be called.
    init(
        _ members: DocumentReader.Members?,
        in parent: DocumentReader.Members,
        _ name: String,
        _ names: Set<String>
    ) {
        guard let members else {
            if parent[name] == nil { parent.reader.fail(parent.place(name), "an object") }
            (method, query, headers, authentication) = (.get, nil, nil, .none)
            (url, body, timeoutSeconds) = (TextTemplate.empty, .none, 10)
            return
        }
        let method = HTTPRequest.Method(rawValue: members.text("method", or: "POST"))
        if method == nil { members.reader.fail(members.place("method"), "GET, POST or PUT") }
        self.method = method ?? .post
        url = members.template("url") ?? members.required("url", "an address") ?? .empty
        query = members.value("query")
        headers = members.value("headers")
        authentication = Self.authentication(members)
        body = Self.body(members)
        timeoutSeconds = members.integer("timeoutSeconds", 1...30, or: 10)
        let unknown = Set(holes).subtracting(names)
        for hole in unknown.sorted() {
            members.reader.fail(
                "\(members.place).{\(hole)}",
                "one of \(names.sorted().joined(separator: ", "))"
            )
        }
    }

    private var holes: [String] {
        let inBody: [String] =
            switch body {
            case .none: []
            case .form(let value), .json(let value): value.holes
            case .xml(let text), .text(let text): text.holes
            }
        let inCredentials: [String] =
            switch authentication {
            case .none: []
            case .basic(let name, let password): name.holes + password.holes
            }
        return url.holes + (query?.holes ?? []) + (headers?.holes ?? []) + inCredentials + inBody
    }

    private static func authentication(
        _ members: DocumentReader.Members
    ) -> Adapter.Authentication {
        guard let basic = members.members("basic", ["name", "password"]) else { return .none }
        guard let name = basic.template("name"), let password = basic.template("password") else {
            members.reader.fail(members.place("basic"), "an object with name and password")
            return .none
        }
        return .basic(name: name, password: password)
    }

    private static func body(_ members: DocumentReader.Members) -> Adapter.Body {
        let given = ["form", "json", "xml", "text"].filter { members[$0] != nil }
        if given.count > 1 { members.reader.fail(members.place, "of one body only") }
        return switch given.first {
        case "form": members.value("form").map { .form($0) } ?? .none
        case "json": members.value("json").map { .json($0) } ?? .none
        case "xml": members.template("xml").map { .xml($0) } ?? .none
        case "text": members.template("text").map { .text($0) } ?? .none
        default: .none
        }
    }

    // MARK: - Filling

    func request(_ values: SendValues) -> HTTPRequest {
        // An account's own base stands as it is; anything else is a part of the path.
        let address = url.filled({ values[$0] }) { text, isFirst in
            isFirst ? text : PercentCoding.encode(text)
        }
        let pairs = query?.pairs(values) ?? []
        let question = pairs.isEmpty ? "" : "?\(Form(pairs).encoded)"
        var request = HTTPRequest(method, (address ?? "") + question)
        request.headers = (headers?.pairs(values) ?? []).map { HTTPHeader($0.name, $0.value) }
        request.totalTimeoutMilliseconds = timeoutSeconds * 1_000
        if case .basic(let name, let password) = authentication {
            request.credentials = BasicCredentials(
                name: name.filled { values[$0] } ?? "",
                password: password.filled { values[$0] } ?? ""
            )
        }
        fill(&request, values)
        return request
    }

    private func fill(_ request: inout HTTPRequest, _ values: SendValues) {
        func add(_ type: String, _ bytes: [UInt8]) {
            if !request.headers.contains(where: { $0.name.lowercased() == "content-type" }) {
                request.headers.append(HTTPHeader("Content-Type", type))
            }
            request.body = bytes
        }
        switch body {
        case .none: break
        case .form(let value):
            let form = Form(value.pairs(values)).encoded
            add("application/x-www-form-urlencoded", Array(form.utf8))
        case .json(let value):
            add("application/json", (value.filled(values) ?? .null).serialized)
        case .xml(let template):
            let text = template.filled({ values[$0] }) { text, _ in text.escapedForXML } ?? ""
            add("application/xml; charset=utf-8", Array(text.utf8))
        case .text(let template):
            add("text/plain; charset=utf-8", Array((template.filled { values[$0] } ?? "").utf8))
        }
    }
}

extension TextTemplate {
    static let empty = TextTemplate()

    private init() {}
}

extension String {
    /// As the content of an XML 1.0 element or attribute; what XML cannot hold at all is left out.
    ///
    /// https://www.w3.org/TR/xml/#charsets
    fileprivate var escapedForXML: String {
        var text = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&apos;"
            case "\t", "\n", "\r": text.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
                break
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
