package import Secrets
package import Store

/// What a program's endpoints, or its work, are built from.
package struct Platform: Sendable {
    package let settings: Settings
    package let log: Log
    package let metrics: Metrics
    package let chores: Chores
    /// Keeps secrets; nil without a key to seal them with.
    package let vault: Vault?
    private let databaseIfAny: Database?

    init(
        settings: Settings,
        log: Log,
        metrics: Metrics,
        chores: Chores,
        database: Database?,
        vault: Vault?
    ) {
        self.settings = settings
        self.log = log
        self.metrics = metrics
        self.chores = chores
        databaseIfAny = database
        self.vault = vault
    }

    /// - Throws: `SettingProblem` when the program did not declare that it needs a database.
    package var database: Database {
        get throws(SettingProblem) {
            guard let databaseIfAny else { throw .undeclared("DATABASE_URL") }
            return databaseIfAny
        }
    }
}
