import FunctionRuntime
import Store
import Web

/// Everything that the system is made of, for the page that shows it.
struct ShowSystem: Endpoint {
    static let route = Route(
        .get,
        "/api/system",
        "Show what the system is made of, and how it is.",
        access: .scope(.systemRead, reach: .installation),
        answers: [
            .init(
                .ok,
                "The parts.",
                .object([
                    "functions": .array(of: functionSchema), "database": databaseSchema,
                    "queue": queueSchema,
                    "callbackPaths": .array(of: CallbackPaths.Line.schema),
                    "standingAlerts": .integer,
                    "undelivered": Schema.integer.about("Alerts still to be told to somebody."),
                ])
            )
        ]
    )

    private static let functionSchema = Schema.object([
        "name": .string, "kind": .oneOf(["function", "worker"]), "summary": .string,
        "state": Schema.oneOf(["well", "partly", "down"])
            .about("partly: not all of its processes run."),
        "release": .integer, "commit": .string, "since": Schema.timestamp.orNull,
        "processes": .integer, "running": .integer, "memoryBytes": .integer,
        "requests": .integer, "failures": .integer, "meanMilliseconds": Schema.number.orNull,
    ])
    private static let databaseSchema = Schema.object([
        "version": .string, "startedAt": .timestamp, "sizeBytes": .integer,
        "connections": .integer, "connectionsMax": .integer, "milliseconds": .number,
    ])
    private static let queueSchema = Schema.object([
        "waiting": .integer, "oldestWaitingSeconds": .integer, "calling": .integer,
        "unknown": .integer, "unfolded": .integer,
    ])

    private let database: Database
    private let metricsDirectory: String?
    private let deployedFile: String?

    init(_ platform: Platform) throws {
        database = try platform.database
        metricsDirectory = try platform.settings.value(.metricsDirectory)
        deployedFile = try platform.settings.value(.deployedFile)
    }

    func respond(to request: Request) throws -> Response {
        let start = ContinuousClock.now
        try database.ping()
        let milliseconds = (ContinuousClock.now - start) / .milliseconds(1)
        let (server, queue, paths, alerts) = try database.forAll { connection in
            (
                try DatabaseState.fetch(on: &connection), try SystemState.fetch(on: &connection),
                try CallbackPaths.all(on: &connection), try Alerts.standing(on: &connection)
            )
        }
        return .json([
            "functions": .array(functions()),
            "database": [
                "version": .string(server.version), "startedAt": .string(server.startedAt),
                "sizeBytes": .int(server.sizeBytes), "connections": .int(server.connections),
                "connectionsMax": .int(server.connectionsMax),
                "milliseconds": .tenths(milliseconds),
            ],
            "queue": [
                "waiting": .int(queue.waiting),
                "oldestWaitingSeconds": .int(queue.oldestWaitingSeconds),
                "calling": .int(queue.calling), "unknown": .int(queue.unknown),
                "unfolded": .int(queue.unfolded),
            ],
            "callbackPaths": .array(paths.map(\.json)),
            "standingAlerts": .int(alerts.count),
            "undelivered": .int(server.undelivered),
        ])
    }

    private func functions() -> [JSON] {
        var figures: [String: ProcessFigures] = [:]
        for process in metricsDirectory.map(MetricsFiles.processes) ?? [] {
            figures[process.function, default: ProcessFigures()].add(process)
        }
        return Deployment.read(from: deployedFile).map { deployed in
            let found = figures[deployed.name] ?? ProcessFigures()
            let isWell = found.count >= deployed.processCount
            return [
                "name": .string(deployed.name), "kind": .string(deployed.kind),
                "summary": .string(deployed.summary),
                "state": found.count == 0 ? "down" : isWell ? "well" : "partly",
                "release": deployed.release, "commit": .string(deployed.commit),
                "since": .optional(deployed.since), "processes": .int(deployed.processCount),
                "running": .int(found.count), "memoryBytes": .int(found.memoryByteCount),
                "requests": .int(found.requestCount), "failures": .int(found.failureCount),
                "meanMilliseconds": found.meanMilliseconds.map(JSON.tenths) ?? .null,
            ]
        }
    }
}

extension JSON {
    /// A number with one digit after the point.
    fileprivate static func tenths(_ number: Double) -> JSON {
        let tenths = Int((number * 10).rounded())
        return .number("\(tenths / 10).\(tenths % 10)")
    }
}
