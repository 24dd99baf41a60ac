private import FastCGI
private import Glibc
private import Postgres
private import Redis
private import Secrets
private import Store
private import Web

/// One program that answers requests: what it is called, what it needs, and its endpoints.
package struct Function: Sendable {
    private let name: String
    private let summary: String
    private let gateway: Gateway
    private let threads: Int
    private let processes: Int
    private let databaseRole: DatabaseRole?
    private let settings: [any DescribedSetting]
    private let connections: [Destination]
    private let endpoints: [any Endpoint.Type]
    private let duties: @Sendable (Platform) throws -> [Duty]
    private let observer: (any ExchangeObserver.Type)?

    /// One program; `threads` is how many requests one process works on at once.
    ///
    /// At least two `processes` share
    /// the socket, so that one can be replaced while the other answers. `settings` are the variables
    /// read beside those that come with a database; `connections` is what it connects to beside what
    /// they name. `duties` is what it does beside its requests, with
    /// what only this program is linked with; every process does them, so they claim what they do.
    package init(
        _ name: String,
        _ summary: String,
        gateway: Gateway = .main,
        threads: Int = 16,
        processes: Int = 2,
        database: DatabaseRole? = .function,
        settings: [any DescribedSetting] = [],
        connections: [Destination] = [],
        endpoints: [any Endpoint.Type],
        duties: @escaping @Sendable (Platform) throws -> [Duty] = { _ in [] },
        observer: (any ExchangeObserver.Type)? = nil
    ) {
        self.name = name
        self.summary = summary
        self.gateway = gateway
        self.threads = threads
        self.processes = processes
        databaseRole = database
        let sealed: [any DescribedSetting] =
            endpoints.contains { $0.route.takesSignature } ? Vault.settings : []
        // Keys are found in the database, so that what limits them is needed only beside one.
        let limits: [any DescribedSetting] =
            database == nil ? [] : [Setting<RedisAddress?>.redisURL]
        self.settings = settings + Program.settings(database: database) + limits + sealed
        self.connections = connections
        self.endpoints = endpoints
        self.duties = duties
        self.observer = observer
    }

    /// Prints the manifest when asked to with `--manifest`; otherwise serves the socket that is
    /// descriptor 0 until SIGTERM.
    package func run() -> Never {
        Program.printManifestIfAsked(manifest)
        let program = Program(name: name, settings: settings, database: databaseRole)
        let endpoints = program.build { platform in
            try self.endpoints.map { type in (route: type.route, target: try type.init(platform)) }
        }
        let uses = KeyUses()
        if let database = program.database {
            program.chores.add(everySeconds: 10) { uses.write(to: database) }
        }
        let service = Service(
            router: Router(endpoints),
            gatekeeper: Gatekeeper(program.database, uses: uses, vault: program.vault),
            limiter: RateLimiter(
                QuotaTable(directory: program.sharedFolder),
                shared: program.sharedQuotas()
            ),
            log: program.log,
            metrics: program.metrics,
            observer: program.build { try observer?.init($0) }
        )
        let work = BackgroundWork(program.build(duties), log: program.log)
        do throws(FastCGIError) {
            let threads = program.threads(or: threads)
            try Server.serve(
                Listener(),
                threads: threads,
                onTick: program.tick,
                handler: { exchange in service.answer(exchange) }
            )
        } catch {
            program.log.write(.error, "cannotServe", ["reason": .string("\(error)")])
            exit(EX_OSERR)
        }
        work.end()
        program.end()
    }

    private var manifest: Manifest {
        Manifest(
            name: name,
            kind: .function,
            summary: summary,
            gateway: gateway,
            threads: threads,
            processes: processes,
            databaseRole: databaseRole,
            settings: settings,
            connections: connections,
            routes: endpoints.map { $0.route }
        )
    }
}
