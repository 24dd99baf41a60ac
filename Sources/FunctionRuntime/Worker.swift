private import Web

/// One program that works without being asked, until SIGTERM.
package struct Worker: Sendable {
    private let name: String
    private let summary: String
    private let databaseRole: DatabaseRole?
    private let settings: [any DescribedSetting]
    private let connections: [Destination]
    private let duties: @Sendable (Platform) throws -> [Duty]

    /// One program; `connections` is what it connects to beside what its settings name.
    package init(
        _ name: String,
        _ summary: String,
        database: DatabaseRole? = .worker,
        settings: [any DescribedSetting] = [],
        connections: [Destination] = [],
        duties: @escaping @Sendable (Platform) throws -> [Duty]
    ) {
        self.name = name
        self.summary = summary
        databaseRole = database
        self.settings = settings + Program.settings(database: database)
        self.connections = connections
        self.duties = duties
    }

    /// Runs every duty on a thread of its own; ends when all have ended.
    package func run() -> Never {
        Program.printManifestIfAsked(
            Manifest(
                name: name,
                kind: .worker,
                summary: summary,
                gateway: .internal,
                threads: 1,
                processes: 1,
                databaseRole: databaseRole,
                settings: settings,
                connections: connections,
                routes: []
            )
        )
        let program = Program(name: name, settings: settings, database: databaseRole)
        let stop = StopSignal()
        StopSignal.whenAskedToEnd(beside: program.tick) { stop.stop() }
        let duties = program.build(duties)
        Threads.runAll(duties.map { duty in { duty.perform(until: stop, log: program.log) } })
        program.end()
    }
}
