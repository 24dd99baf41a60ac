import Crypto
package import Messaging
package import Postgres
package import Secrets
package import Store
package import Web

/// What was archived, for reading and for bringing back.
package struct Archives: Sendable {
    private let vault: Vault
    private let folder: ArchiveFolder

    package init(vault: Vault, folder: ArchiveFolder) {
        (self.vault, self.folder) = (vault, folder)
    }

    /// A file that cannot be used.
    package enum Fault: Error, Sendable, Hashable {
        /// It is not where it was put.
        case missing(String)
        /// It is not what was written.
        case changed(String)
    }

    /// What the archives have of one person, as JSON objects: messages, replies and ratings.
    ///
    /// None for somebody who was erased. Files that cannot be used are left out, and named among the
    /// faults.
    package func records(
        of number: E164,
        _ tenant: TenantID,
        on connection: inout Connection
    ) throws -> (records: [String], faults: [Fault]) {
        let mark = try vault.mark(number.rawValue, of: tenant, on: &connection)
        guard let known = try ArchiveKeys.find([mark], of: tenant, on: &connection).first else {
            return ([], [])
        }
        let opened = try vault.open(
            known.sealed,
            as: .archiveKey,
            of: Hex.encode(mark),
            for: tenant,
            on: &connection
        )
        guard let key = opened.flatMap({ try? SealingKey($0) }) else { return ([], []) }
        let seal = RecordSeal(key, of: tenant)
        var (records, faults): ([String], [Fault]) = ([], [])
        for id in known.archives {
            guard let archive = try ArchiveList.find(id, on: &connection) else { continue }
            do {
                records += try entries(of: archive).filter { $0.mark == mark }
                    .compactMap { seal.unpack($0) }
            } catch let fault as Fault {
                faults.append(fault)
            }
        }
        return (records, faults)
    }

    /// What a file has of everybody who was not erased since, as JSON objects.
    ///
    /// - Throws: a `Fault` for a file that cannot be used.
    package func records(
        in archive: ArchiveList.Line,
        on connection: inout Connection
    ) throws -> [String] {
        let entries = try entries(of: archive)
        let keys = try PersonKeys(
            of: Set(entries.map(\.mark)),
            in: try vault.keys(of: archive.tenant, on: &connection),
            of: archive.tenant,
            on: &connection
        )
        return entries.compactMap { entry in
            keys[entry.mark].flatMap { RecordSeal($0, of: archive.tenant).unpack(entry) }
        }
    }

    /// The entries of a file, which must be what was written.
    func entries(of archive: ArchiveList.Line) throws -> [ArchiveFile.Entry] {
        guard let bytes = try folder.read(archive.file) else { throw Fault.missing(archive.file) }
        guard Hex.encode(SHA256.digest(bytes)) == archive.sha256,
            let entries = ArchiveFile.entries(of: bytes)
        else { throw Fault.changed(archive.file) }
        return entries
    }
}

extension Archives.Fault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missing(let file): "The file \(file) is not there."
        case .changed(let file): "The file \(file) is not what was written."
        }
    }
}
