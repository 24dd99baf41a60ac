import Web

extension Adapter.Details {
    static let parts: Set = [
        "status", "code", "message", "segments", "price", "currency", "sender",
    ]

    init(_ members: DocumentReader.Members) {
        status = members.extract("status")
        code = members.extract("code")
        message = members.extract("message")
        segments = members.extract("segments")
        price = members.extract("price")
        currency = members.extract("currency")
        sender = members.extract("sender")
    }
}

extension Condition {
    /// A list of objects with `value` and `is`.
    static func read(_ members: DocumentReader.Members, _ name: String) -> [Condition] {
        guard let json = members[name] else { return [] }
        guard case .array(let elements) = json else {
            members.reader.fail(members.place(name), "a list of objects with value and is")
            return []
        }
        return elements.enumerated().compactMap { index, element in
            read(element, "\(members.place(name)).\(index)", members.reader)
        }
    }

    static func read(_ json: JSON, _ place: String, _ reader: DocumentReader) -> Condition? {
        guard let members = reader.object(json, place, ["value", "is"]) else { return nil }
        guard let value = members.extract("value"), !members.texts("is").isEmpty else {
            reader.fail(place, "an object with value and is")
            return nil
        }
        return Condition(value: value, isOneOf: members.texts("is"))
    }
}

extension Adapter.AnswerRules {
    init(_ root: DocumentReader.Members) {
        let parts: Set = [
            "format", "acceptedHTTP", "refusedHTTP", "accepted", "acceptedShapes", "refusedShapes",
            "id",
        ]
        guard let members = root.members("answer", parts.union(Adapter.Details.parts)) else {
            if root["answer"] == nil { root.reader.fail(root.place("answer"), "an object") }
            return
        }
        format = members.word("format", or: .json)
        acceptedHTTP = members.statuses("acceptedHTTP") ?? acceptedHTTP
        refusedHTTP = members.statuses("refusedHTTP") ?? refusedHTTP
        conditions = Condition.read(members, "accepted")
        acceptedShapes = members.shapes("acceptedShapes")
        refusedShapes = members.shapes("refusedShapes")
        id = members.extract("id")
        details = Adapter.Details(members)
        if format == .text, acceptedShapes.isEmpty {
            members.reader.fail(
                members.place("acceptedShapes"),
                "a list, since the answer is a text"
            )
        }
    }
}

extension Adapter.FetchRules {
    init?(_ root: DocumentReader.Members, _ names: Set<String>) {
        let parts: Set = ["call", "format", "absentHTTP"]
        guard let members = root.members("fetch", parts.union(Adapter.Details.parts)) else {
            return nil
        }
        call = Adapter.Call(members.members("call", Adapter.Call.parts), in: members, "call", names)
        format = members.word("format", or: .json)
        absentHTTP = members.statuses("absentHTTP") ?? StatusRange([])
        details = Adapter.Details(members)
        if details.status == nil { members.reader.fail(members.place("status"), "a path") }
    }
}
