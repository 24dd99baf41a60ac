import Crypto
import Messaging
import Postgres
import Secrets
import Store
import TestSupport
import Testing
import Web

@testable import Archiving

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `What is brought back` {
    private let desk: Desk

    init() throws {
        desk = try Desk()
        try desk.say(12)
        try desk.archiveAll(by: desk.archivist(stepCount: 100, fileCount: 100))
    }

    private func archives() throws -> [ArchiveList.Line] {
        try desk.workers.forAll { try ArchiveList.page(limit: 100, on: &$0) }
    }

    @Test func `stays for a month, and then goes again without being archived twice`() throws {
        try desk.restoreAll()
        let before = try desk.everything()
        let count = try desk.archivedCount
        try desk.archiveAll()
        #expect(try desk.everything() == before)
        try desk.execute(
            "UPDATE restored_content SET keep_until = keep_until - interval '30 days 1 second'"
        )
        while try desk.archivist().step() {}
        #expect(try desk.removedCount == 12 + 6 + 4)
        #expect(try desk.archivedCount == count)
        // It can be brought back again.
        try desk.restoreAll()
        #expect(try desk.everything() == before)
    }

    @Test func `stays for good where everything is kept by then`() throws {
        try desk.restoreAll()
        let before = try desk.everything()
        try desk.execute("UPDATE retention SET days = NULL, next_run_at = NULL")
        try desk.execute("UPDATE restored_content SET keep_until = now() - interval '1 second'")
        while try desk.archivist().step() {}
        #expect(try desk.everything() == before)
        try desk.execute("UPDATE retention SET days = 90")
        try desk.archiveAll()
        #expect(try desk.removedCount == 12 + 6 + 4)
    }

    @Test func `is nothing of somebody who was erased`() throws {
        let mark = try desk.workers.inTransaction { connection in
            try desk.vault.mark("+15005551001", of: .first, on: &connection)
        }
        let count = try desk.workers.forAll { connection in
            try ArchiveKeys.remove(mark, of: .first, on: &connection)
        }
        #expect(count > 0)
        try desk.restoreAll()
        #expect(try desk.value("SELECT sum(unreadable) FROM archives") == count)
        #expect(try desk.value("SELECT sum(restored) FROM archives") == 22 - count)
        let texts: Int = try desk.value(
            "SELECT count(*) FROM messages WHERE recipient = '+15005551001' AND body IS NOT NULL"
        )
        #expect(texts == 0)
        let records = try desk.workers.inTransaction { connection in
            try Archives(vault: desk.vault, folder: desk.folder)
                .records(of: E164("+15005551001"), .first, on: &connection).records
        }
        #expect(records == [])
    }

    @Test func `is not what somebody wrote into the file, nor what is not there`() throws {
        let line = try #require(try archives().first)
        var bytes = try #require(try desk.folder.read(line.file))
        bytes[bytes.count - 1] ^= 1
        try desk.folder.write(bytes, to: line.file)
        try desk.want("id = \(line.id)")
        #expect(try desk.restorer.restoreOne())
        let changed = try #require(try archives().first?.restoration)
        #expect(changed.problem == "The file \(line.file) is not what was written.")
        #expect(changed.restoredCount == 0 && changed.endedAt != nil)
        try desk.execute(
            "UPDATE archives SET file = '1/messages/gone.archive' WHERE id = \(line.id)"
        )
        try desk.want("id = \(line.id)")
        #expect(try desk.restorer.restoreOne())
        #expect(try archives().first?.restoration?.problem?.contains("not there") == true)
    }

    @Test func `does not overwrite what is there`() throws {
        try desk.restoreAll()
        try desk.execute("UPDATE messages SET body = 'Other'")
        try desk.restoreAll()
        #expect(try desk.value("SELECT count(*) FROM messages WHERE body = 'Other'") == 12)
    }

    @Test func `can be cut off and begun again`() throws {
        try desk.want()
        var steps = 0
        _ = try desk.restorer.restoreOne {
            steps += 1
            return steps < 3
        }
        #expect(try archives().contains { $0.restoration?.endedAt == nil })
        while try desk.restorer.restoreOne() {}
        #expect(try desk.removedCount == 0)
    }

    @Test func `can be read of one person, and says nothing of others`() throws {
        let records = try desk.workers.inTransaction { connection in
            try Archives(vault: desk.vault, folder: desk.folder)
                .records(of: E164("+15005551001"), .first, on: &connection).records
        }
        #expect(records.count == 4 + 2)
        #expect(records.allSatisfy { $0.contains(#""number": "+15005551001""#) })
    }

    @Test func `opens with the same key after keys were replaced`() throws {
        let mark = try desk.workers.inTransaction { connection in
            try desk.vault.mark("+15005551001", of: .first, on: &connection)
        }
        #expect(mark.count == 32)
        try desk.renewKeys()
        try desk.restoreAll()
        #expect(try desk.removedCount == 0)
    }
}

@Suite struct `A file of an archive` {
    private let entries = [
        ArchiveFile.Entry(
            id: "message 1",
            mark: [UInt8](repeating: 1, count: 32),
            sealed: [1, 2, 3]
        ),
        ArchiveFile.Entry(id: "reply ü", mark: [UInt8](repeating: 2, count: 32), sealed: []),
    ]

    private var bytes: [UInt8] {
        var bytes = ArchiveFile.opening
        for entry in entries { ArchiveFile.append(entry, to: &bytes) }
        return bytes
    }

    @Test func `is read as it was written`() {
        #expect(ArchiveFile.entries(of: bytes) == entries)
        #expect(ArchiveFile.entries(of: ArchiveFile.opening) == [])
    }

    @Test func `is none when it is cut or something else`() {
        let whole = [
            ArchiveFile.opening.count, ArchiveFile.opening.count + 2 + 9 + 32 + 4 + 3, bytes.count,
        ]
        for count in 0..<bytes.count where !whole.contains(count) {
            #expect(ArchiveFile.entries(of: Array(bytes.prefix(count))) == nil, "\(count)")
        }
        #expect(ArchiveFile.entries(of: Array("SMSARCH2".utf8)) == nil)
        #expect(ArchiveFile.entries(of: bytes + [0xFF, 0xFF]) == nil)
    }
}
