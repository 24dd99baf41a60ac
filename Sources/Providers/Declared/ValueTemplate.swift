import Web

/// A JSON value whose texts have holes.
///
/// An object with exactly the members `gsm7` and `ucs2` stands for one of its two values, by the
/// alphabet that the message's text needs.
indirect enum ValueTemplate: Sendable, Hashable {
    case constant(JSON)
    case text(TextTemplate)
    case byAlphabet(gsm7: ValueTemplate, ucs2: ValueTemplate)
    case array([ValueTemplate])
    case object([Member])

    struct Member: Sendable, Hashable {
        let name: String
        let value: ValueTemplate
    }

    init(_ json: JSON) throws(MalformedTemplate) {
        switch json {
        case .string(let text): self = .text(try TextTemplate(text))
        case .array(let elements):
            var templates: [ValueTemplate] = []
            for element in elements { templates.append(try ValueTemplate(element)) }
            self = .array(templates)
        case .object(let object):
            if object.members.count == 2, let gsm7 = object["gsm7"], let ucs2 = object["ucs2"] {
                self = .byAlphabet(gsm7: try ValueTemplate(gsm7), ucs2: try ValueTemplate(ucs2))
                return
            }
            var members: [Member] = []
            for member in object.members {
                members.append(Member(name: member.name, value: try ValueTemplate(member.value)))
            }
            self = .object(members)
        case .null, .bool, .number: self = .constant(json)
        }
    }

    var holes: [String] {
        switch self {
        case .constant: []
        case .text(let template): template.holes
        case .byAlphabet(let gsm7, let ucs2): gsm7.holes + ucs2.holes
        case .array(let elements): elements.flatMap(\.holes)
        case .object(let members): members.flatMap(\.value.holes)
        }
    }

    /// The value with its holes filled; nil where it is to be left out.
    func filled(_ values: SendValues) -> JSON? {
        switch self {
        case .constant(let json): json
        case .text(let template): template.filled { values[$0] }.map(JSON.string)
        case .byAlphabet(let gsm7, let ucs2): (values.isGSM7 ? gsm7 : ucs2).filled(values)
        case .array(let elements): .array(elements.compactMap { $0.filled(values) })
        case .object(let members):
            .object(
                JSON.Object(
                    members.compactMap { member in
                        member.value.filled(values).map { .init(member.name, $0) }
                    }
                )
            )
        }
    }

    /// The names and texts of an object, as a query or a form carries them.
    func pairs(_ values: SendValues) -> [Form.Pair] {
        guard case .object(let object) = filled(values) else { return [] }
        return object.members.compactMap { member in
            member.value.scalar.map { Form.Pair(member.name, $0) }
        }
    }
}
