import Messaging
package import Web

extension Field<[TemplateVariable: String]> {
    /// Texts by the names of template variables; a name that is none is said.
    package static func templateValues(_ name: String, _ summary: String) -> Self {
        Field(
            name,
            summary,
            schema: .anyObject,
            expected: "an object whose members are variables with texts"
        ) { json in
            guard case .object(let object) = json, mistake(in: object) == nil else { return nil }
            var values: [TemplateVariable: String] = [:]
            for member in object.members {
                guard let variable = TemplateVariable(rawValue: member.name) else { continue }
                values[variable] = text(member.value)
            }
            return values
        }.explained { json in
            if case .object(let object) = json { mistake(in: object) } else { nil }
        }
    }

    private static func mistake(in object: JSON.Object) -> String? {
        for member in object.members {
            guard TemplateVariable(rawValue: member.name) != nil else {
                let known = TemplateVariable.allCases.map(\.rawValue).joined(separator: ", ")
                return "There is no variable \(member.name); there are \(known)."
            }
            let isAbsent = member.value == .null
            if !isAbsent, text(member.value) == nil {
                return "\(member.name) must be a text, not \(member.value.kind)."
            }
        }
        return nil
    }

    private static func text(_ value: JSON) -> String? {
        switch value {
        case .string(let text), .number(let text): text
        default: nil
        }
    }
}
