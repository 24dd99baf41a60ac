package import Web

/// An account at a provider, as a business configures it: everything it takes to make an adapter.
package struct ProviderAccount: Sendable {
    /// The account's name, which stands with every attempt.
    package let name: String
    /// Which adapter, such as `twilio`.
    package let kind: String
    package let settings: [String: String]
    package let secrets: [String: String]
    /// A declared adapter; nil for one that is built in.
    package let document: JSON?

    package init(
        name: String,
        kind: String,
        settings: [String: String] = [:],
        secrets: [String: String] = [:],
        document: JSON? = nil
    ) {
        self.name = name
        self.kind = kind
        self.settings = settings
        self.secrets = secrets
        self.document = document
    }
}

/// What is wrong with an account, field by field.
package struct InvalidProvider: Error, Sendable, Hashable {
    package let problems: [FieldProblem]

    package init(_ problems: [FieldProblem]) { self.problems = problems }
}

package enum Providers {
    /// Makes the adapter of an account.
    package static func make(
        _ account: ProviderAccount
    ) throws(InvalidProvider) -> any Provider {
        guard account.kind == "twilio" else {
            let problem = FieldProblem("kind", expected: "twilio", "kind must be twilio.")
            throw InvalidProvider([problem])
        }
        var problems: [FieldProblem] = []
        func need(_ group: String, _ name: String, _ value: String?) -> String {
            if let value, !value.isEmpty { return value }
            let field = "\(group).\(name)"
            problems.append(FieldProblem(field, expected: "text", "\(field) is missing."))
            return ""
        }
        let sid = need("settings", "account_sid", account.settings["account_sid"])
        let token = need("secrets", "auth_token", account.secrets["auth_token"])
        let sender = need("settings", "from", account.settings["from"])
        guard problems.isEmpty else { throw InvalidProvider(problems) }
        return Twilio(
            TwilioAccount(
                sid: sid,
                authToken: token,
                apiBase: account.settings["api_base"] ?? TwilioAccount.defaultAPIBase,
                sender: TwilioAccount.Sender(sender)
            )
        )
    }
}
