import Providers
import Web

/// Accounts of every kind, with all that they need to be told.
enum Accounts {
    static let all = ([ProviderKinds.twilio] + declared).map { account($0) }

    /// Those that a document declares, believing whoever knows `word`, so that what it brings is read.
    static let trusting = declared.map { account($0, document: trustingDocument($0)) }

    private static let declared = ProviderKinds.all.filter { ProviderKinds.document($0) != nil }

    static let word = String(repeating: "w", count: 32)

    private static func account(_ kind: String, document: JSON? = nil) -> any Provider {
        var settings: [String: String] = [:]
        var secrets: [String: String] = [:]
        for field in ProviderKinds.fields(kind) ?? [] {
            if field.isSecret {
                secrets[field.name] = word
            } else {
                settings[field.name] = value(of: field.name)
            }
        }
        if document != nil { secrets["callback_token"] = word }
        let account = ProviderAccount(
            name: "fuzzed",
            kind: document == nil ? kind : ProviderKinds.declared,
            settings: settings,
            secrets: secrets,
            document: document
        )
        do { return try Providers.make(account) } catch { fatalError("\(kind): \(error)") }
    }

    private static func value(of setting: String) -> String {
        switch setting {
        case "api_base": "https://provider.example"
        case "from": "+15005550006"
        case "account_sid": "AC" + String(repeating: "0", count: 32)
        default: word
        }
    }

    private static func trustingDocument(_ kind: String) -> JSON? {
        guard case .object(let document)? = ProviderKinds.document(kind) else { return nil }
        return .object(
            document.with("signature", ["scheme": "token", "secret": "callback_token"])
                .with(
                    "secrets",
                    .object(document.object("secrets").with("callback_token", "A word."))
                )
        )
    }
}

extension JSON.Object {
    fileprivate func with(_ name: String, _ value: JSON) -> JSON.Object {
        JSON.Object(members.filter { $0.name != name } + [Member(name, value)])
    }

    fileprivate func object(_ name: String) -> JSON.Object {
        if case .object(let object)? = self[name] { object } else { JSON.Object() }
    }
}
