private import Glibc
import Postgres
import Secrets
import Store
import Web

/// What functions and workers have in common: settings checked before anything else, a database
/// pool, a log, figures, and an orderly end.
struct Program: Sendable {
    let settings: Settings
    let log: Log
    let metrics: Metrics
    let database: Database?
    /// Nil without a key, or where that is not given to this program.
    let vault: Vault?
    let chores = Chores()
    /// The folder that all processes of the host write to.
    let sharedFolder: String?

    /// The variables that every program with such a database reads.
    static func settings(database: DatabaseRole?) -> [any DescribedSetting] {
        let always: [any DescribedSetting] = [
            Setting<String?>.metricsDirectory, Setting<Int>.functionThreads,
        ]
        guard database != nil else { return always }
        return [
            Setting<String>.databaseURL, Setting<Int>.databasePoolMax,
            Setting<Bool>.databaseNamedStatements,
        ] + always
    }

    static func printManifestIfAsked(
        _ manifest: Manifest,
        by arguments: [String] = CommandLine.words
    ) {
        guard arguments.contains("--manifest") else { return }
        print(manifest.json.serializedText)
        exit(EX_OK)
    }

    /// Ends the process with one line for each setting that is missing or malformed, and code 78.
    init(name: String, settings declared: [any DescribedSetting], database: DatabaseRole?) {
        let settings = Settings.ofProcess
        let problems = settings.problems(with: declared)
        guard problems.isEmpty else { Program.refuse(name, problems) }
        self.settings = settings
        log = Log(function: name)
        sharedFolder = (try? settings.value(.metricsDirectory)) ?? nil
        metrics = Metrics(function: name, directory: sharedFolder)
        vault = Vault(settings)
        self.database = database.flatMap { _ in Program.openPool(settings, name: name) }
    }

    /// Builds what needs settings; a setting that shows its problem only now ends the process too.
    func build<Value>(_ make: (Platform) throws -> Value) -> Value {
        do {
            return try make(
                Platform(
                    settings: settings,
                    log: log,
                    metrics: metrics,
                    chores: chores,
                    database: database,
                    vault: vault
                )
            )
        } catch {
            Program.refuse(log.function, [error])
        }
    }

    /// The limits that are shared with other hosts, where a Redis server is given.
    func sharedQuotas() -> SharedQuotas? {
        guard let address = (try? settings.value(.redisURL)) ?? nil else { return nil }
        let quotas = SharedQuotas(at: address, log: log, metrics: metrics)
        chores.add { quotas.connect() }
        return quotas
    }

    func threads(or fallback: Int) -> Int {
        let chosen = (try? settings.value(.functionThreads)) ?? 0
        return chosen > 0 ? chosen : fallback
    }

    /// Once a second, beside the requests.
    @Sendable func tick() {
        metrics.flush()
        database?.sweep()
    }

    func end() -> Never {
        chores.doAll()
        metrics.remove()
        exit(EX_OK)
    }

    private static func openPool(_ settings: Settings, name: String) -> Database? {
        guard let url = try? settings.value(.databaseURL) else { return nil }
        let maximum = (try? settings.value(.databasePoolMax)) ?? 8
        var configuration = Pool.Configuration(url: url, maximumConnections: maximum)
        configuration.options.applicationName = name
        configuration.options.namedStatements =
            (try? settings.value(.databaseNamedStatements)) ?? true
        return Database(Pool(configuration))
    }

    private static func refuse(_ name: String, _ problems: [any Error]) -> Never {
        for problem in problems { complain("\(name): \(problem)") }
        exit(78)  // EX_CONFIG of sysexits.h: the process manager must not try again as it is.
    }
}

extension CommandLine {
    /// What the program was called with, after its own name.
    static var words: [String] { Array(arguments.dropFirst()) }
}
