package import Store

/// What a program's endpoints, or its work, are built from.
package struct Platform: Sendable {
    package let settings: Settings
    package let log: Log
    package let metrics: Metrics
    private let databaseIfAny: Database?

    init(settings: Settings, log: Log, metrics: Metrics, database: Database?) {
        self.settings = settings
        self.log = log
        self.metrics = metrics
        databaseIfAny = database
    }

    /// - Throws: `SettingProblem` when the program did not declare that it needs a database.
    package var database: Database {
        get throws(SettingProblem) {
            guard let databaseIfAny else { throw .undeclared("DATABASE_URL") }
            return databaseIfAny
        }
    }
}
