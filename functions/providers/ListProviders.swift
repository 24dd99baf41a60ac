import FunctionRuntime
import Store
import Web

/// Every account that the caller's messages may go through, with how it does.
struct ListProviders: Endpoint {
    static let route = Route(
        .get,
        "/api/providers",
        "List the providers.",
        access: .scope(.settingsRead),
        answers: [
            .init(
                .ok,
                "The providers; secrets show their last characters only.",
                .object([
                    "providers": .array(of: StoredAccount.schema),
                    "nameEnding": Schema.string.orNull.about(
                        "What the name of a new one must end in."
                    ),
                ])
            )
        ]
    )

    private let database: Database
    private let publicURL: String

    init(_ platform: Platform) throws {
        database = try platform.database
        publicURL = try platform.settings.value(.publicURL)
    }

    func respond(to request: Request) throws -> Response {
        let (accounts, routes) = try database.forTenant(request.caller.tenant) { connection in
            (try ProviderAccounts.all(on: &connection), try ProviderRoutes.all(on: &connection))
        }
        let home = StoredAccount(id: "", name: ProviderAccounts.homeName, kind: "twilio")
        let all = [home] + accounts
        return .json([
            "providers": .array(
                all.map { account in
                    let route = routes[account.name] ?? ProviderRoute()
                    return account.json(route, publicURL: publicURL, for: request.caller)
                }
            ),
            "nameEnding": .optional(AccountName.ending(for: request.caller.tenant)),
        ])
    }
}
