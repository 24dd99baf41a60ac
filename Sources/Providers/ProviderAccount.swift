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
    package static func make(_ account: ProviderAccount) throws(InvalidProvider) -> any Provider {
        guard account.kind != ProviderKinds.twilio else {
            let values = try values(of: account, ProviderKinds.twilioFields)
            return Twilio(
                TwilioAccount(
                    sid: values["account_sid"] ?? "",
                    authToken: values["auth_token"] ?? "",
                    apiBase: values["api_base"] ?? TwilioAccount.defaultAPIBase,
                    sender: TwilioAccount.Sender(values["from"] ?? "")
                )
            )
        }
        let adapter = try adapter(of: account)
        return DeclaredProvider(
            adapter: adapter,
            account: try values(of: account, adapter.fields)
        )
    }

    private static func adapter(of account: ProviderAccount) throws(InvalidProvider) -> Adapter {
        if account.kind == ProviderKinds.declared {
            guard let document = account.document else {
                throw InvalidProvider([
                    FieldProblem("document", expected: "an object", "document is missing.")
                ])
            }
            return try Adapter(document)
        }
        guard let adapter = ProviderKinds.adapter(account.kind) else {
            let expected = "one of \(ProviderKinds.all.joined(separator: ", "))"
            throw InvalidProvider([
                FieldProblem("kind", expected: expected, "kind must be \(expected).")
            ])
        }
        return adapter
    }

    /// The account's settings and secrets, with the fallbacks of those left out.
    private static func values(
        of account: ProviderAccount,
        _ fields: [AccountField]
    ) throws(InvalidProvider) -> [String: String] {
        var values: [String: String] = [:]
        var problems: [FieldProblem] = []
        for field in fields {
            let given = field.isSecret ? account.secrets[field.name] : account.settings[field.name]
            let value = given.flatMap { $0.isEmpty ? nil : $0 } ?? field.fallback
            values[field.name] = value
            if value == nil, field.isRequired {
                let place = "\(field.isSecret ? "secrets" : "settings").\(field.name)"
                problems.append(
                    FieldProblem(
                        place,
                        expected: field.about,
                        "\(place) is missing: \(field.about)"
                    )
                )
            }
        }
        for (group, given, areSecret) in [
            ("settings", account.settings, false), ("secrets", account.secrets, true),
        ] {
            let known = Set(fields.filter { $0.isSecret == areSecret }.map(\.name))
            for name in given.keys.filter({ !known.contains($0) }).sorted() {
                let expected = "one of \(known.sorted().joined(separator: ", "))"
                problems.append(
                    FieldProblem(
                        "\(group).\(name)",
                        expected: expected,
                        "\(group).\(name) is not known here: \(expected)."
                    )
                )
            }
        }
        guard problems.isEmpty else { throw InvalidProvider(problems) }
        return values
    }
}
