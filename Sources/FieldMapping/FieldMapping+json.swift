package import Web

/// Everything that is wrong with a mapping, at once.
package struct InvalidMapping: Error, Sendable, Hashable {
    package let problems: [FieldProblem]
}

extension FieldMapping {
    /// How many places one field may be looked for at.
    package static let placesMax = 5
    private static let stepsMax = 8
    private static let textMax = 200

    /// Reads `{"customerPhone": {"from": ["customer.phone"]}, …}`.
    ///
    /// A mapping that is saved names all fields that a transaction must have; one that is being
    /// made need not yet.
    package init(_ json: JSON, isWhole: Bool) throws(InvalidMapping) {
        var rules: [TargetField: FieldRule] = [:]
        var problems: [FieldProblem] = []
        guard case .object(let object) = json else {
            throw InvalidMapping(problems: [
                .init(
                    "fields",
                    expected: "an object",
                    "fields must be an object of rules by field."
                )
            ])
        }
        for member in object.members {
            guard let field = TargetField(rawValue: member.name) else {
                let known = TargetField.allCases.map(\.rawValue).joined(separator: ", ")
                problems.append(
                    .init(
                        "fields.\(member.name)",
                        expected: "one of \(known)",
                        "There is no field \(member.name); there are \(known)."
                    )
                )
                continue
            }
            var reader = RuleReader(field, member.value)
            rules[field] = reader.rule()
            problems += reader.problems
        }
        if isWhole {
            problems += TargetField.allCases.filter { $0.isRequired && object[$0.rawValue] == nil }
                .map {
                    .init(
                        "fields.\($0.rawValue)",
                        expected: "a rule",
                        "\($0.rawValue) must be taken from a field of your CRM."
                    )
                }
        }
        guard problems.isEmpty else { throw InvalidMapping(problems: problems) }
        self.init(rules)
    }

    package var json: JSON {
        .object(
            JSON.Object(
                TargetField.allCases.compactMap { field in
                    rules[field].map { .init(field.rawValue, $0.json) }
                }
            )
        )
    }

    /// Reads one rule and gathers what is wrong with it.
    private struct RuleReader {
        private let field: TargetField
        private let json: JSON
        private(set) var problems: [FieldProblem] = []

        init(_ field: TargetField, _ json: JSON) {
            self.field = field
            self.json = json
        }

        mutating func rule() -> FieldRule? {
            guard case .object(let object) = json else {
                return complain("", "an object", "The rule must be an object.")
            }
            for name in object.members.map(\.name) where !Self.members.contains(name) {
                complain(
                    name,
                    "one of \(Self.members.joined(separator: ", "))",
                    "A rule has no \(name)."
                )
            }
            let steps = steps()
            let fallback = text("default").flatMap { $0.isBlank ? nil : $0 }
            guard let origin = origin() else { return nil }
            return FieldRule(origin, steps: steps, fallback: fallback)
        }

        private static let members = ["from", "join", "constant", "steps", "default"]

        private mutating func origin() -> FieldRule.Origin? {
            let constant = text("constant")
            guard let from = json["from"], from != .null else {
                guard let constant, !constant.isBlank else {
                    return complain(
                        "from",
                        "a path, or a constant",
                        "Say where the value is found."
                    )
                }
                guard field.mayBeConstant else {
                    return complain(
                        "constant",
                        "a path",
                        "This differs for every customer, so it must come from your CRM."
                    )
                }
                return .constant(constant)
            }
            if constant != nil {
                complain("constant", "a path or a constant", "Give a path or a constant, not both.")
            }
            guard let paths = paths(from) else { return nil }
            guard let separator = text("join") else { return .firstOf(paths) }
            return .joined(paths, separator: separator)
        }

        private mutating func paths(_ from: JSON) -> [ValuePath]? {
            let texts: [JSON] =
                switch from {
                case .string: [from]
                case .array(let items): items
                default: []
                }
            guard (1...placesMax).contains(texts.count) else {
                let expected = "1 to \(placesMax) paths"
                return complain("from", expected, "There must be \(expected).")
            }
            var paths: [ValuePath] = []
            for text in texts {
                do throws(MalformedPath) {
                    paths.append(try ValuePath(text.text ?? ""))
                } catch {
                    complain(
                        "from",
                        "a path such as customer.phones[0].number",
                        "“\(text.text ?? text.kind)” is no path: \(error.reason)."
                    )
                }
            }
            return paths.count == texts.count ? paths : nil
        }

        private mutating func steps() -> [Transformation] {
            guard let given = json["steps"], given != .null else { return [] }
            guard case .array(let items) = given, items.count <= stepsMax else {
                complain("steps", "a list of at most \(stepsMax)", "steps must be a short list.")
                return []
            }
            return items.compactMap { item in
                if let step = Transformation(item) { return step }
                return complain(
                    "steps",
                    "one of \(Transformation.words.joined(separator: ", "))",
                    "\(item["do"]?.text ?? item.text ?? "This step") is no step that we know, "
                        + "or its format cannot be read."
                )
            }
        }

        private mutating func text(_ name: String) -> String? {
            guard let given = json[name], given != .null else { return nil }
            guard let text = given.text, text.count <= textMax, !text.hasControlCharacters else {
                let expected = "a text of at most \(textMax) characters"
                return complain(name, expected, "\(name) must be \(expected).")
            }
            return text
        }

        @discardableResult
        private mutating func complain<Value>(
            _ name: String,
            _ expected: String,
            _ message: String
        ) -> Value? {
            let path = name.isEmpty ? "" : ".\(name)"
            problems.append(
                .init("fields.\(field.rawValue)\(path)", expected: expected, message)
            )
            return nil
        }

        private mutating func complain(_ name: String, _ expected: String, _ message: String) {
            let _: Never? = complain(name, expected, message)
        }
    }
}

extension FieldRule {
    package var json: JSON {
        var members: [JSON.Object.Member] = []
        switch origin {
        case .constant(let text): members.append(.init("constant", .string(text)))
        case .firstOf(let paths):
            members.append(.init("from", .array(paths.map { .string($0.text) })))
        case .joined(let paths, let separator):
            members.append(.init("from", .array(paths.map { .string($0.text) })))
            members.append(.init("join", .string(separator)))
        }
        if !steps.isEmpty { members.append(.init("steps", .array(steps.map(\.json)))) }
        if let fallback { members.append(.init("default", .string(fallback))) }
        return .object(JSON.Object(members))
    }
}

extension Transformation {
    package static let words =
        ["trim", "upper", "lower", "digits", "firstName", "lastName", "cents", "money", "date"]

    /// Reads `"trim"`, or `{"do": "date", "format": "MM/dd/yyyy", "zone": "America/New_York"}`.
    fileprivate init?(_ json: JSON) {
        switch json.text ?? json["do"]?.text {
        case "trim": self = .trim
        case "upper": self = .upper
        case "lower": self = .lower
        case "digits": self = .digits
        case "firstName": self = .firstName
        case "lastName": self = .lastName
        case "cents": self = .cents
        case "money": self = .money
        case "date":
            let zone = json["zone"]?.text.flatMap { $0.isEmpty ? nil : $0 }
            guard let format = DateFormat(json["format"]?.text ?? "iso"),
                zone.map(Self.isZone) ?? true
            else { return nil }
            self = .date(format, zone: zone)
        default: return nil
        }
    }

    /// Whether a text has the form of a zone's name; whether there is such a zone is another
    /// question.
    private static func isZone(_ name: String) -> Bool {
        name.utf8.count <= 60
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/_+-".contains($0)) }
    }

    fileprivate var json: JSON {
        switch self {
        case .trim: "trim"
        case .upper: "upper"
        case .lower: "lower"
        case .digits: "digits"
        case .firstName: "firstName"
        case .lastName: "lastName"
        case .cents: "cents"
        case .money: "money"
        case .date(let format, let zone):
            zone.map { ["do": "date", "format": .string(format.pattern), "zone": .string($0)] }
                ?? ["do": "date", "format": .string(format.pattern)]
        }
    }
}

extension InvalidMapping {
    /// Says that nobody knows the rules of these zones.
    package init(unknownZones: [String]) {
        self.init(
            problems: [
                FieldProblem(
                    "fields.\(TargetField.completedAt.rawValue).steps",
                    expected: "a zone such as America/New_York",
                    "There is no time zone \(unknownZones.joined(separator: ", "))."
                )
            ]
        )
    }
}
