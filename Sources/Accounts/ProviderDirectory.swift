package import Providers
package import Secrets
package import Store

/// The adapters of all accounts by their names: of the settings' and of those in the database.
package struct ProviderDirectory: Sendable {
    private let home: any Provider
    private let homeName: String
    private let vault: Vault?
    private let database: Database

    /// `home` is the account of the settings, which has no row.
    package init(home: any Provider, vault: Vault?, database: Database) {
        self.home = home
        homeName = home.name
        self.vault = vault
        self.database = database
    }

    /// Those that can be asked now; an account that does not open is left out.
    package func all() throws -> [String: any Provider] {
        var providers = [homeName: home]
        try database.forAll { connection in
            for account in try ProviderAccounts.allWithSecrets(on: &connection) {
                do {
                    providers[account.name] = try account.provider(
                        openedBy: vault,
                        on: &connection
                    )
                } catch is UnusableAccount {}
            }
        }
        return providers
    }
}
