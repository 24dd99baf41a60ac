package import Crypto
package import Providers
package import Store

/// The adapters of all accounts by their names: of the settings' and of those in the database.
package struct ProviderDirectory: Sendable {
    private let home: any Provider
    private let homeName: String
    private let key: SealingKey?
    private let database: Database

    /// `home` is the account of the settings, which has no row.
    package init(home: any Provider, key: SealingKey?, database: Database) {
        self.home = home
        homeName = home.name
        self.key = key
        self.database = database
    }

    /// Those that can be asked now; an account that does not open is left out.
    package func all() throws -> [String: any Provider] {
        let accounts = try database.forAll { connection in
            try ProviderAccounts.allWithSecrets(on: &connection)
        }
        var providers = [homeName: home]
        for account in accounts {
            if let provider = try? account.provider(openedBy: key) {
                providers[account.name] = provider
            }
        }
        return providers
    }
}
