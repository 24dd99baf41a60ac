import Archiving
import FunctionRuntime
import Secrets
import Store

/// Removes by night what is older than its business keeps it, and brings back what is wanted back.
struct Retainer: Sendable {
    private let database: Database
    private let archivist: Archivist?
    private let restorer: Restorer?

    /// What is kept must not notice that something goes: few rows at once, and a rest of several
    /// times as long as they took.
    private static let stepCount = 200
    private static let restFactor = 3.0
    private static let restMillisecondsMin = 20

    /// Nothing is archived without a folder, or without a key to seal it with.
    init(_ platform: Platform) throws {
        database = try platform.database
        let path = try platform.settings.value(.archivesDirectory)
        guard let path, let vault = platform.vault else {
            (archivist, restorer) = (nil, nil)
            return
        }
        let folder = ArchiveFolder(path)
        archivist = Archivist(
            database: database,
            vault: vault,
            folder: folder,
            stepCount: Self.stepCount
        )
        restorer = Restorer(database: database, vault: vault, folder: folder)
    }

    func step() throws -> Duty.Outcome {
        let start = ContinuousClock.now
        guard try archivist?.step() ?? removeOnly() else { return .idle }
        let rest = Int((ContinuousClock.now - start) / .milliseconds(1) * Self.restFactor)
        return .moreAfter(milliseconds: max(rest, Self.restMillisecondsMin))
    }

    func restore(until stop: StopSignal) throws -> Duty.Outcome {
        let restored = try restorer?.restoreOne(while: { !stop.isStopping }) ?? false
        return restored ? .more : .idle
    }

    private func removeOnly() throws -> Bool {
        try database.inTransaction { connection in
            try RetentionWork.step(limit: Self.stepCount, on: &connection)
        }
    }
}
