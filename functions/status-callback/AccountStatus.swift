import Accounts
import Crypto
import FunctionRuntime
import Providers
import Store
import Web

/// Takes the status callbacks of an account that was added beside the settings' own, each verified
/// with that account's token.
struct AccountStatus: Endpoint {
    static let route = Route(
        .post,
        "/webhook/status/{provider}",
        "The status callback of one provider account.",
        access: .signature,
        answers: [
            .init(.noContent, "Taken."),
            .init(.forbidden, "Not signed with this account's token, or there is no such account."),
        ]
    )

    private let database: Database
    private let key: SealingKey?
    private let tokens = Cache<String, String>()
    private let reports: TwilioReports

    init(_ platform: Platform) throws {
        database = try platform.database
        key = try platform.settings.value(.secretsKey)
        reports = try TwilioReports(platform)
    }

    func respond(to request: Request) throws -> Response {
        let name = request.parameters["provider"] ?? ""
        guard !name.hasControlCharacters, let token = try token(of: name) else {
            // As for a wrong signature: which accounts there are is nobody's business.
            throw Problem(.forbidden, "bad-signature", "This request is not signed by Twilio.")
        }
        return try reports.take(request, from: name, token: token)
    }

    private func token(of name: String) throws -> String? {
        try tokens.value(for: name) {
            let account = try database.forAll { connection in
                try ProviderAccounts.findWithSecrets(name, on: &connection)
            }
            guard let account, account.kind == "twilio" else { return nil }
            return try account.account(openedBy: key).secrets["auth_token"]
        }
    }
}
