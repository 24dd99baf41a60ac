import Archiving
import Store
import Web

extension Archives {
    /// Hands over what the archives of a business hold, the newest first, a file at a time.
    ///
    /// Each record is a line of JSON with the name of its archive; a file that cannot be used says so.
    func export(
        _ business: TenantID,
        from database: Database,
        to write: ([String]) throws -> Void
    ) throws {
        var last: Int64?
        while let (archive, lines) = try next(before: last, of: business, in: database) {
            try write(lines)
            last = archive
        }
    }

    private func next(
        before last: Int64?,
        of business: TenantID,
        in database: Database
    ) throws -> (archive: Int64, lines: [String])? {
        // No transaction is open while a client takes its time.
        try database.inTransaction(forTenant: business) { connection in
            let page = try ArchiveList.page(before: last, limit: 1, on: &connection)
            guard let archive = page.first else { return nil }
            let lines: [String]
            do {
                let name = JSON.string(archive.file).serializedText
                lines = try records(in: archive, on: &connection)
                    .map { #"{"archive":\#(name),"record":\#($0)}"# }
            } catch let fault as Fault {
                let line: JSON = [
                    "archive": .string(archive.file), "problem": .string(fault.description),
                ]
                lines = [line.serializedText]
            }
            return (archive.id, lines)
        }
    }
}
