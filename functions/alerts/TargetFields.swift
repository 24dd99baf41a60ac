import FunctionRuntime
import HTTPClient
import Mail
import Store
import Web

/// What a target is made of, as the interface names it.
enum TargetFields {
    static let kind = Field<String>.oneOf(
        "kind",
        AlertTarget.Kind.allCases.map(\.rawValue),
        "How it is told; it cannot be changed later."
    )
    static let name = Field<String>.text("name", 1...80, "What people call it.")
    static let address = Field<String>.text(
        "address",
        1...2000,
        "A mail address, or the https address of a webhook."
    )
    static let kinds = Field<[String]>(
        "kinds",
        "The kinds of alerts that it wants; all when left out.",
        schema: .array(of: .oneOf(Alerts.Kind.allCases.map(\.rawValue))),
        expected: "a list of kinds of alerts"
    ) { json in
        guard case .array(let items) = json else { return nil }
        let kinds = items.compactMap(\.text).filter { Alerts.Kind(rawValue: $0) != nil }
        return kinds.count == items.count ? Array(Set(kinds)).sorted() : nil
    }.optional
    static let takesNumbers = Field<Bool>.flag(
        "takesNumbers",
        "Whether a webhook is told of opt-outs, dead numbers and wrong numbers."
    ).defaulting(to: false)
    static let enabled = Field<Bool>.flag("enabled", "Whether it is told anything.")
        .defaulting(to: true)
    static let renewSecret = Field<Bool>.flag(
        "renewSecret",
        "Whether a webhook gets a new secret, which is shown in the answer."
    ).defaulting(to: false)

    /// What is wrong with an address for this kind of target; nil when it is right.
    static func addressProblem(
        _ address: String,
        of kind: AlertTarget.Kind,
        toInside: Bool
    ) -> FieldProblem? {
        problem(with: address, of: kind, toInside: toInside).map { expected in
            FieldProblem("address", expected: expected, "The address must be \(expected).")
        }
    }

    /// Reads an address as the kind of target needs it; of any kind when that is not known.
    static func readAddress(
        _ input: Input,
        of kind: AlertTarget.Kind?,
        toInside: Bool
    ) throws(Problem) -> String {
        let address = try input.read(address)
        guard let kind, let problem = addressProblem(address, of: kind, toInside: toInside) else {
            return address
        }
        throw .invalid([problem])
    }

    /// What would be right; nil when it is.
    private static func problem(
        with address: String,
        of kind: AlertTarget.Kind,
        toInside: Bool
    ) -> String? {
        guard kind != .email else {
            return MailAddress(address) == nil ? "a mail address such as ann@example.com" : nil
        }
        guard let web = WebAddress(address) else {
            return "a web address such as https://example.com/hook"
        }
        if toInside { return nil }
        guard web.isEncrypted else { return "one that begins with https://" }
        return switch web.isInternal {
        case true: "outside of this system's own network"
        case false: nil
        case nil: "one whose host can be found"
        }
    }
}
