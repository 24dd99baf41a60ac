import Crypto
import FunctionRuntime
import Secrets
import Store

/// Replacing the keys that secrets are sealed with, step by step; deploy/rotate-secrets calls them.
enum Sealing {
    static let commands: [Tool.Command] = [
        .init(
            "wrap-keys",
            "Seals the keys of all businesses with SECRETS_KEY, also those that SECRETS_KEY_PREVIOUS sealed.",
            on: Platform.self,
            action: { _, platform in
                let count = try rotation(platform).wrapAnew()
                print("note: \(count) businesses have a key, now sealed with the new one")
            }
        ),
        .init(
            "renew-keys",
            "Gives every business a new key, with which seal-anew then seals its secrets.",
            on: Platform.self,
            action: { _, platform in try rotation(platform).renew() }
        ),
        .init(
            "seal-anew",
            "Seals whatever is not sealed with the key that its business has now.",
            on: Platform.self,
            action: { _, platform in
                let outcome = try rotation(platform).sealAnew()
                var words = "note: \(outcome.sealedCount) secrets were sealed anew"
                if outcome.closedCount > 0 {
                    words += "; \(outcome.closedCount) open with no key: enter those again"
                }
                print(words)
            }
        ),
        .init(
            "forget-keys",
            "Lets all businesses begin anew, where SECRETS_KEY was lost: all secrets must be entered again.",
            on: Platform.self,
            action: { _, platform in
                try platform.database.inTransaction { try DataKeys.removeAll(on: &$0) }
            }
        ),
    ]

    private static func rotation(_ platform: Platform) throws -> Rotation {
        guard let key = try platform.settings.value(.secretsKey) else {
            throw ToolProblem("SECRETS_KEY is not set")
        }
        return Rotation(
            to: key,
            from: try platform.settings.value(.previousSecretsKey),
            in: try platform.database
        )
    }
}
