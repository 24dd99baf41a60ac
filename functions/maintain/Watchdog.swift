import FunctionRuntime
import Messaging
import Store
import Synchronization
import Web

/// Notices when a provider's reports do not reach us, finds the station that fails, and tells a
/// person; meanwhile the provider is asked instead.
final class Watchdog: Sendable {
    private let database: Database
    private let home: String
    private let address: String
    private let trustedFolder: String?
    private let metricsDirectory: String?
    private let log: Log
    private let refusals = Mutex(Refusals())

    /// `home` is the account of the settings, whose reports come to the address itself; those of any
    /// other account come to one below it.
    init(_ platform: Platform, home: String) throws {
        self.home = home
        database = try platform.database
        address = try platform.settings.value(.publicURL) + Self.route
        trustedFolder = try platform.settings.value(.trustedCertificates)
        metricsDirectory = try platform.settings.value(.metricsDirectory)
        log = platform.log
    }

    private static let route = "/webhook/status"

    func watch() throws -> Duty.Outcome {
        if let figures = metricsDirectory.map(MetricsFiles.gather) {
            refusals.withLock { $0.read(figures) }
        }
        let observations = try database.forAll { connection in
            try CallbackPaths.sweep(home: home, on: &connection)
            return try CallbackPaths.observe(on: &connection)
        }
        // Outside of any transaction: a probe may take seconds.
        let verdicts = observations.map(judge)
        try database.inTransaction { connection in
            for verdict in verdicts { try CallbackPaths.record(verdict, on: &connection) }
        }
        return .idle
    }

    private func judge(_ observation: CallbackPaths.Observation) -> CallbackPaths.Verdict {
        let state = observation.evidence.state(after: observation.state)
        let hop = state == .broken ? brokenHop(of: observation) : nil
        if state != observation.state {
            log.write(
                state == .broken ? .warning : .info,
                "callbackPathTurned",
                [
                    "provider": .string(observation.provider), "state": .string(state.rawValue),
                    "hop": .optional(hop?.rawValue),
                ]
            )
        }
        return CallbackPaths.Verdict(
            provider: observation.provider,
            evidence: observation.evidence,
            hop: hop
        )
    }

    private func brokenHop(of observation: CallbackPaths.Observation) -> CallbackHop {
        let isHome = observation.provider == home
        let faulty = CallbackProbe(
            address: isHome ? address : "\(address)/\(observation.provider)",
            trustedFolder: trustedFolder
        ).faultyHop()
        let route = isHome ? Self.route : "\(Self.route)/{provider}"
        let refused = refusals.withLock { refusals in
            if faulty == nil { refusals.noteOwn(on: route) }
            return refusals.count(on: route)
        }
        return CallbackHop(faulty: faulty, unmatched: observation.unmatched, refused: refused)
    }
}
