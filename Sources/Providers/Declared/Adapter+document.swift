import Messaging
import Web

extension Adapter {
    /// Reads a document.
    ///
    /// - Throws: all that is wrong with it, each with its place, such as `document.send.url`.
    init(_ document: JSON) throws(InvalidProvider) {
        let reader = DocumentReader()
        let parts: Set = [
            "name", "about", "settings", "secrets", "send", "answer", "errors", "statuses", "fetch",
            "reports", "inbound", "handshake", "reply", "signature",
        ]
        guard let root = reader.object(document, "document", parts) else {
            throw InvalidProvider([
                FieldProblem("document", expected: "an object", "document must be an object.")
            ])
        }
        name = root.text("name")
        let isPlain = name.utf8.allSatisfy {
            ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || $0 == 0x2D
        }
        if !isPlain || !(1...30).contains(name.utf8.count) {
            reader.fail("document.name", "1 to 30 letters and hyphens")
        }
        fields =
            AccountField.read(root, "settings", areSecret: false)
            + AccountField.read(root, "secrets", areSecret: true)
        let names = Set(fields.map(\.name))
        send = Call(
            root.members("send", Call.parts),
            in: root,
            "send",
            SendValues.messageNames.union(names)
        )
        answer = AnswerRules(root)
        errors = ErrorRules(root)
        statuses = StatusWords(root)
        fetch = FetchRules(root, names.union(["message"]).union(["to", "to.digits"]))
        reports = ReportRules(root)
        inbound = InboundRules(root)
        handshake = Handshake(root)
        reply = Reply(root)
        let scheme = SignatureScheme(root, fields: names)
        let callsBack = reports != nil || inbound != nil
        if scheme == nil, callsBack, root["signature"] == nil {
            reader.fail("document.signature", "there, so that calls can be proven")
        }
        // Without calls there is nothing to prove: a scheme that never holds.
        signature = scheme ?? .token(parameter: "", secret: "")
        guard reader.problems.isEmpty else { throw InvalidProvider(reader.problems) }
    }
}

extension AccountField {
    /// A field is its description, or an object with `about` and either `default` or `optional`.
    static func read(
        _ root: DocumentReader.Members,
        _ group: String,
        areSecret: Bool
    ) -> [AccountField] {
        guard let json = root[group] else { return [] }
        guard case .object(let object) = json else {
            root.reader.fail(root.place(group), "an object")
            return []
        }
        return object.members.map { member in
            let place = "\(root.place(group)).\(member.name)"
            var field = (about: member.value.text ?? "", isRequired: true, fallback: String?.none)
            if case .object = member.value,
                let members = root.reader.object(
                    member.value,
                    place,
                    ["about", "default", "optional"]
                )
            {
                field.about = members.text("about")
                field.fallback = members.optionalText("default")
                field.isRequired = field.fallback == nil && members["optional"] != .bool(true)
            } else if member.value.text == nil {
                root.reader.fail(place, "a description, or an object with about")
            }
            return AccountField(
                name: member.name,
                about: field.about,
                isSecret: areSecret,
                isRequired: field.isRequired,
                fallback: field.fallback
            )
        }
    }
}

extension StatusWords {
    init(_ root: DocumentReader.Members) {
        self.init()
        guard let json = root["statuses"] else { return }
        guard case .object(let object) = json else {
            root.reader.fail(root.place("statuses"), "an object")
            return
        }
        for member in object.members {
            guard let status = member.value.text.flatMap({ Self.names[$0] }) else {
                let names = Self.names.keys.sorted().joined(separator: ", ")
                root.reader.fail("\(root.place("statuses")).\(member.name)", "one of \(names)")
                continue
            }
            add(member.name, status)
        }
    }
}

extension ErrorRules {
    init(_ root: DocumentReader.Members) {
        let words = ErrorClass.allCases.map(\.rawValue)
        guard let members = root.members("errors", Set(words + ["stopping"])) else { return }
        for errorClass in ErrorClass.allCases {
            for code in members.texts(errorClass.rawValue) { classes[code] = errorClass }
        }
        stopping = Set(members.texts("stopping"))
        for code in stopping { classes[code] = .account }
    }
}
