import Crypto
import Postgres
package import Secrets
package import Store
import Web

/// Brings back what somebody wants back: the work of `maintain` alone.
package struct Restorer: Sendable {
    private let database: Database
    private let vault: Vault
    private let archives: Archives
    private let stepCount: Int

    /// What was brought back stays for so many days.
    package static let keepDays = 30

    package init(database: Database, vault: Vault, folder: ArchiveFolder, stepCount: Int = 200) {
        self.database = database
        self.vault = vault
        archives = Archives(vault: vault, folder: folder)
        self.stepCount = stepCount
    }

    /// Brings back the next archive; says whether there was one.
    ///
    /// Cut off, it is begun again: what is back already is not touched.
    package func restoreOne(while mayGoOn: () -> Bool = { true }) throws -> Bool {
        let wanted = try database.forAll { try ArchiveList.wanted(on: &$0) }
        guard let archive = wanted else { return false }
        let entries: [ArchiveFile.Entry]
        do {
            entries = try archives.entries(of: archive)
        } catch {
            let problem = (error as? Archives.Fault)?.description ?? "\(error)"
            try end(archive, Outcome(), problem: problem)
            return true
        }
        var outcome = Outcome()
        for start in stride(from: 0, to: entries.count, by: stepCount) {
            guard mayGoOn() else { return true }
            let part = entries[start..<min(start + stepCount, entries.count)]
            outcome += try database.inTransaction { connection in
                try restore(part, of: archive, on: &connection)
            }
        }
        try end(archive, outcome)
        return true
    }

    // MARK: -

    private struct Outcome {
        var restored = 0
        var unreadable = 0

        static func += (sum: inout Self, more: Self) {
            sum.restored += more.restored
            sum.unreadable += more.unreadable
        }
    }

    private func restore(
        _ entries: ArraySlice<ArchiveFile.Entry>,
        of archive: ArchiveList.Line,
        on connection: inout Connection
    ) throws -> Outcome {
        let business = try vault.keys(of: archive.tenant, on: &connection)
        let keys = try PersonKeys(
            of: Set(entries.map(\.mark)),
            in: business,
            of: archive.tenant,
            on: &connection
        )
        var outcome = Outcome()
        var records: [ContentRecord.Noun: [String]] = [:]
        for entry in entries {
            guard let noun = entry.noun, let key = keys[entry.mark],
                let record = RecordSeal(key, of: archive.tenant).unpack(entry)
            else {
                outcome.unreadable += 1
                continue
            }
            records[noun, default: []].append(record)
        }
        for (noun, own) in records {
            outcome.restored += try ContentRecord.restore(
                own,
                of: noun,
                for: archive.tenant,
                from: archive.id,
                keepDays: Self.keepDays,
                on: &connection
            )
        }
        return outcome
    }

    private func end(
        _ archive: ArchiveList.Line,
        _ outcome: Outcome,
        problem: String? = nil
    ) throws {
        try database.forAll { connection in
            try ArchiveList.end(
                archive.id,
                restored: outcome.restored,
                unreadable: outcome.unreadable,
                problem: problem,
                on: &connection
            )
        }
    }
}

extension ArchiveFile.Entry {
    fileprivate var noun: ContentRecord.Noun? {
        id.split(separator: " ").first.flatMap { ContentRecord.Noun(rawValue: String($0)) }
    }
}
