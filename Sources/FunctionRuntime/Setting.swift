/// One environment variable: its name, its meaning, and how it is read.
package struct Setting<Value: Sendable>: Sendable {
    package let name: String
    package let summary: String
    package let isSecret: Bool
    package let isRequired: Bool
    /// What its value is the address of.
    package internal(set) var opens: Destination?
    /// `nil` when the text is not as expected.
    let parse: @Sendable (String) -> Value?
    let fallback: Value?
    let expected: String

    /// A variable that must be set, unless there is a fallback.
    package init(
        _ name: String,
        _ summary: String,
        secret: Bool = false,
        expected: String,
        fallback: Value? = nil,
        parse: @escaping @Sendable (String) -> Value?
    ) {
        self.name = name
        self.summary = summary
        self.isSecret = secret
        self.isRequired = fallback == nil
        self.expected = expected
        self.fallback = fallback
        self.parse = parse
    }
}

extension Setting<String> {
    package static func text(_ name: String, _ summary: String, secret: Bool = false) -> Self {
        Setting(name, summary, secret: secret, expected: "text that is not empty") { $0 }
    }
}

extension Setting<String?> {
    package static func optionalText(_ name: String, _ summary: String) -> Self {
        Setting(name, summary, expected: "text", fallback: .some(nil)) { .some($0) }
    }
}

extension Setting<Int> {
    package static func integer(
        _ name: String,
        _ range: ClosedRange<Int>,
        or fallback: Int,
        _ summary: String
    ) -> Self {
        Setting(
            name,
            summary,
            expected: "a whole number from \(range.lowerBound) to \(range.upperBound)",
            fallback: fallback
        ) { text in Int(text).flatMap { range.contains($0) ? $0 : nil } }
    }
}

/// What the manifest needs to know of a setting, whatever its value is.
package protocol DescribedSetting: Sendable {
    var name: String { get }
    var summary: String { get }
    var isSecret: Bool { get }
    var isRequired: Bool { get }
    var opens: Destination? { get }
    /// The problem with the variable's text in this environment, if there is one.
    func problem(in environment: [String: String]) -> SettingProblem?
}

extension Setting: DescribedSetting {
    package func problem(in environment: [String: String]) -> SettingProblem? {
        do throws(SettingProblem) {
            _ = try value(in: environment)
            return nil
        } catch {
            return error
        }
    }

    /// An empty variable counts as one that is not set.
    func value(in environment: [String: String]) throws(SettingProblem) -> Value {
        guard let text = environment[name], !text.isEmpty else {
            guard let fallback else { throw .missing(name, summary) }
            return fallback
        }
        guard let value = parse(text) else { throw .malformed(name, expected: expected) }
        return value
    }
}

/// Why a function cannot start; its description is the one line an administrator reads.
package enum SettingProblem: Error, CustomStringConvertible {
    case missing(String, String)
    case malformed(String, expected: String)
    case undeclared(String)

    package var description: String {
        switch self {
        case .missing(let name, let summary): "\(name) is not set: \(summary)"
        case .malformed(let name, let expected): "\(name) must be \(expected)"
        case .undeclared(let name): "\(name) is used but not declared in the manifest"
        }
    }
}
