import Store
import Web

/// Who may do what to which account.
struct Desk: Sendable {
    let database: Database

    /// The name in the path, of an account that the caller sees.
    ///
    /// Accounts that every business uses are stopped by the one that runs the installation.
    func controlledName(_ request: Request) throws -> String {
        let name = request.parameters["name"] ?? ""
        let account = try find(name, for: request.caller)
        guard account != nil || name == ProviderAccounts.homeName else { throw Self.notFound }
        guard request.caller.looksAfter(everybodys: account?.isEverybodys ?? true) else {
            throw Problem(
                .forbidden,
                "not-yours",
                "This account is everybody's; only who runs the installation may stop it."
            )
        }
        return name
    }

    func find(_ name: String, for caller: Caller) throws -> StoredAccount? {
        guard !name.hasControlCharacters else { return nil }
        return try database.forTenant(caller.tenant) { connection in
            try ProviderAccounts.find(name, on: &connection)
        }
    }

    static let notFound = Problem.notFound("There is no provider of this name.")
}
