import FunctionRuntime
import Store

/// Folds the journal of changes into the counts, and lets those who watch know what changed.
struct Folder: Sendable {
    let database: Database
    let publisher: Publisher?

    private static let changesMax = 5000

    func fold() throws -> Duty.Outcome {
        let changes = try database.inTransaction { connection in
            try Counts.foldAnswers(limit: Self.changesMax, on: &connection)
            return try Counts.fold(limit: Self.changesMax, on: &connection)
        }
        // Only after the commit: whoever is told must find it.
        for (tenant, own) in Dictionary(grouping: changes, by: \.tenant) {
            publisher?.publish(own, to: tenant)
        }
        return changes.count == Self.changesMax ? .more : .idle
    }
}
