import Crypto
import Postgres
package import Secrets
package import Store
import Synchronization
import Web

/// Writes what is to be removed to files, and only then removes it: the work of `maintain` alone.
///
/// A run is gathered in small steps; a file of it is written at once, and listed in the transaction
/// that the file's name stands in. Killed before, nothing has happened; killed after, the list is
/// worked off.
package final class Archivist: Sendable {
    private let database: Database
    private let vault: Vault
    private let folder: ArchiveFolder
    private let stepCount: Int
    private let fileCount: Int
    private let draft = Mutex<Draft?>(nil)

    /// `stepCount` rows are looked at in one transaction, `fileCount` records at least make a file.
    package init(
        database: Database,
        vault: Vault,
        folder: ArchiveFolder,
        stepCount: Int = 200,
        fileCount: Int = 5000
    ) {
        self.database = database
        self.vault = vault
        self.folder = folder
        self.stepCount = stepCount
        self.fileCount = fileCount
    }

    /// Goes one step on; says whether there was anything to do.
    package func step() throws -> Bool {
        try draft.withLock { draft in
            let before = draft
            // What a transaction that failed has read is read again: its keys are not kept.
            draft = nil
            let (after, worked) = try database.inTransaction { connection in
                try step(before, on: &connection)
            }
            draft = after
            return worked
        }
    }

    private func step(
        _ draft: Draft?,
        on connection: inout Connection
    ) throws -> (draft: Draft?, worked: Bool) {
        if try RetentionWork.removeKept(limit: stepCount, on: &connection) > 0 {
            return (draft, true)
        }
        guard let run = try RetentionWork.due(on: &connection) else { return (nil, false) }
        let removed = try RetentionWork.removeListed(of: run, limit: stepCount, on: &connection)
        if removed > 0 { return (draft, true) }
        var draft = draft.flatMap { $0.isOf(run) ? $0 : nil } ?? Draft(of: run)
        let next = try gather(into: &draft, of: run, on: &connection)
        if let next, draft.records.count < fileCount {
            draft.place = next
            return (draft, true)
        }
        if draft.records.isEmpty {
            try RetentionWork.list(
                [],
                upTo: draft.place,
                passedFrom: draft.passedFrom,
                of: run,
                on: &connection
            )
            try RetentionWork.end(run, on: &connection)
        } else {
            try finish(draft, upTo: next ?? draft.place, of: run, on: &connection)
        }
        return (nil, true)
    }

    /// Says where to go on; nil when the run has seen everything.
    private func gather(
        into draft: inout Draft,
        of run: RetentionWork.Run,
        on connection: inout Connection
    ) throws -> RetentionWork.Place? {
        let gathered = try RetentionWork.gather(
            run,
            from: draft.place,
            limit: stepCount,
            on: &connection
        )
        try draft.take(gathered, in: vault, on: &connection)
        return gathered.next
    }

    private func finish(
        _ draft: Draft,
        upTo place: RetentionWork.Place,
        of run: RetentionWork.Run,
        on connection: inout Connection
    ) throws {
        let file = try ArchiveList.nextFile(of: run.tenant, run.kind, on: &connection)
        try folder.write(draft.bytes, to: file)
        let moments = draft.records.map(\.moment)
        let archive = try ArchiveList.add(
            ArchiveList.New(
                tenant: run.tenant,
                kind: run.kind,
                file: file,
                recordCount: draft.records.count,
                byteCount: draft.bytes.count,
                sha256: Hex.encode(SHA256.digest(draft.bytes)),
                firstAt: moments.min() ?? "",
                lastAt: moments.max() ?? ""
            ),
            on: &connection
        )
        try ArchiveKeys.note(draft.counts, in: archive, of: run.tenant, on: &connection)
        try RetentionWork.list(
            draft.records,
            upTo: place,
            passedFrom: draft.passedFrom,
            of: run,
            on: &connection
        )
    }
}

/// A file that is being gathered.
private struct Draft: Sendable {
    private let run: RetentionWork.Run
    var place: RetentionWork.Place
    var passedFrom: String?
    var records: [ContentRecord] = []
    var bytes = ArchiveFile.opening
    /// How many records there are of each person.
    var counts: [[UInt8]: Int] = [:]

    init(of run: RetentionWork.Run) {
        self.run = run
        place = RetentionWork.start(of: run)
    }

    /// Whether it is still about the same: nobody chose anything else meanwhile.
    func isOf(_ run: RetentionWork.Run) -> Bool {
        run.tenant == self.run.tenant && run.kind == self.run.kind
            && RetentionWork.start(of: run) == RetentionWork.start(of: self.run)
    }

    mutating func take(
        _ gathered: RetentionWork.Gathered,
        in vault: Vault,
        on connection: inout Connection
    ) throws {
        passedFrom = [passedFrom, gathered.passedFrom].compactMap { $0 }.min()
        guard !gathered.records.isEmpty else { return }
        let business = try vault.keys(of: run.tenant, on: &connection)
        let marked = gathered.records.map { (record: $0, mark: business.mark($0.number)) }
        let keys = try PersonKeys(
            makingFor: Set(marked.map(\.mark)),
            in: business,
            of: run.tenant,
            on: &connection
        )
        for (record, mark) in marked {
            guard let key = keys[mark] else { throw UnreadableKey() }
            let sealed = try RecordSeal(key, of: run.tenant).pack(record)
            let entry = ArchiveFile.Entry(id: RecordSeal.id(of: record), mark: mark, sealed: sealed)
            ArchiveFile.append(entry, to: &bytes)
            counts[mark, default: 0] += 1
            records.append(record.withoutContent)
        }
    }
}

/// Nothing is archived with a key that nobody could open later.
private struct UnreadableKey: Error, CustomStringConvertible {
    var description: String { "the key of a person's archive does not open with SECRETS_KEY" }
}
