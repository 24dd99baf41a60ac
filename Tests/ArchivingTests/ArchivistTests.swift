import Messaging
import Postgres
import Store
import TestSupport
import Testing
import Web

@testable import Archiving

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `What is removed by night` {
    private let desk: Desk

    init() throws { desk = try Desk() }

    @Test func `lies in files, and comes back as it was`() throws {
        try desk.say(17)
        let before = try desk.everything()
        try desk.archiveAll()
        #expect(try desk.removedCount == 17 + 8 + 5)
        #expect(try desk.archivedCount == 30)
        #expect(try desk.everything() != before)
        #expect(try desk.value("SELECT count(*) FROM archives WHERE records > 7") == 0)
        try desk.restoreAll()
        #expect(try desk.everything() == before)
        let restored: Int = try desk.value("SELECT sum(restored) FROM archives")
        #expect(restored == 30)
    }

    @Test func `is done with at the end of the night, and not begun again in the next`() throws {
        try desk.say(9)
        try desk.archiveAll()
        #expect(try desk.value("SELECT bool_and(next_run_at > now()) FROM retention"))
        try desk.archiveAll()
        #expect(try desk.archivedCount == 9 + 4 + 3)
    }

    @Test func `is nothing that is younger, or has not ended`() throws {
        try desk.say(6)
        try desk.execute(
            """
            UPDATE messages SET received_at = now() - interval '80 days'
             WHERE id = (SELECT id FROM messages ORDER BY received_at LIMIT 1)
            """
        )
        try desk.execute(
            """
            UPDATE messages SET next_attempt_at = now() + interval '1 day'
             WHERE id = (SELECT id FROM messages ORDER BY received_at DESC OFFSET 1 LIMIT 1)
            """
        )
        try desk.archiveAll()
        #expect(try desk.value("SELECT count(*) FROM messages WHERE body IS NOT NULL") == 2)
        // What had to be left goes when it has ended.
        try desk.execute("UPDATE messages SET next_attempt_at = NULL")
        try desk.archiveAll()
        #expect(try desk.value("SELECT count(*) FROM messages WHERE body IS NOT NULL") == 1)
    }

    @Test func `goes on where it was cut off, and is in a file exactly once`() throws {
        try desk.say(17)
        let before = try desk.everything()
        try desk.fallNight()
        // Every step is done by somebody else: whoever gathers and is cut off has done nothing.
        var steps = 0
        while try steps < 20 && desk.archivist(stepCount: 100, fileCount: 5).step() { steps += 1 }
        #expect(steps > 4)
        try desk.archiveAll()
        #expect(try desk.archivedCount == 30)
        try desk.restoreAll()
        #expect(try desk.everything() == before)
    }

    @Test func `stays when its file cannot be written`() throws {
        try desk.say(5)
        let archivist = Archivist(
            database: desk.workers,
            vault: desk.vault,
            folder: ArchiveFolder("/proc/nowhere"),
            stepCount: 100
        )
        try desk.fallNight()
        #expect(throws: ArchiveFolder.Failure.self) { while try archivist.step() {} }
        #expect(try desk.removedCount == 0)
        try desk.archiveAll()
        #expect(try desk.removedCount == 8)
    }

    @Test func `stays when somebody chose to keep it longer, after it was written down`() throws {
        try desk.say(4)
        try desk.fallNight()
        let archivist = desk.archivist(stepCount: 100)
        while try desk.archivedCount == 0 { _ = try archivist.step() }
        try desk.execute("UPDATE retention SET days = 365")
        try desk.archiveAll()
        #expect(try desk.removedCount == 0)
        try desk.execute("UPDATE retention SET days = 90")
        try desk.archiveAll()
        #expect(try desk.removedCount == 4 + 2 + 1)
    }

    @Test func `keeps each business's apart`() throws {
        let other: Int = try desk.value("INSERT INTO tenants (name) VALUES ('B') RETURNING id")
        try desk.say(3)
        try desk.say(3, tenant: other)
        try desk.archiveAll()
        let files: [String] = try desk.workers.forAll { connection in
            try ArchiveList.page(limit: 9, on: &connection).map(\.file)
        }
        #expect(files.filter { $0.hasPrefix("1/") }.count == 2)
        #expect(files.filter { $0.hasPrefix("\(other)/") }.count == 2)
        let number = try E164("+15005551000")
        let archives = Archives(vault: desk.vault, folder: desk.folder)
        let mine = try desk.workers.inTransaction { connection in
            try archives.records(of: number, .first, on: &connection).records
        }
        #expect(mine.count == 2 && mine.allSatisfy { $0.contains("+15005551000") })
    }

    @Test func `goes with its business, and with no other`() throws {
        let other: Int = try desk.value("INSERT INTO tenants (name) VALUES ('B') RETURNING id")
        try desk.say(2)
        try desk.say(2, tenant: other)
        try desk.archiveAll()
        let lists = try desk.workers.forAll { try ArchiveList.page(limit: 9, on: &$0) }
        try desk.folder.remove(of: TenantID(rawValue: Int32(other)))
        for archive in lists {
            let isThere = try desk.folder.read(archive.file) != nil
            #expect(isThere == (archive.tenant == .first))
        }
        // Nothing is there any more; what never was archived is no trouble either.
        try desk.folder.remove(of: TenantID(rawValue: Int32(other)))
        try desk.folder.remove(of: TenantID(rawValue: 4711))
    }

    @Test func `is found by the words of before when it is back`() throws {
        try desk.say(1)
        try desk.execute("DELETE FROM status_changes")
        try desk.index()
        try desk.archiveAll()
        try desk.index()
        let gone: Int = try desk.value(
            "SELECT count(*) FROM message_search WHERE words LIKE '%zoe%'"
        )
        try desk.restoreAll()
        try desk.index()
        let back: Int = try desk.value(
            "SELECT count(*) FROM message_search WHERE words LIKE '%zoe%'"
        )
        #expect(gone == 0 && back == 1)
    }

    /// Measured: a record shrinks to 0.37 of its JSON; its row, mark and seal are 110 bytes more.
    @Test func `takes less room than it takes as JSON`() throws {
        try desk.say(300, people: 200)
        let plain: Int = try desk.workers.inTransaction { connection in
            try connection.execute(
                "UPDATE retention SET next_run_at = now() - interval '1 hour' WHERE kind = 'messages'"
            )
            let run = try #require(try RetentionWork.due(on: &connection))
            return try RetentionWork.gather(
                run,
                from: RetentionWork.start(of: run),
                limit: 1000,
                on: &connection
            ).records.reduce(0) { $0 + $1.json.utf8.count }
        }
        try desk.archiveAll(by: desk.archivist(stepCount: 200, fileCount: 1000))
        let packed: Int = try desk.value("SELECT sum(bytes) FROM archives WHERE kind = 'messages'")
        #expect(packed * 3 < plain * 2, "\(plain) bytes became \(packed)")
    }
}

extension Desk {
    fileprivate func index() throws {
        try workers.inTransaction { connection in
            _ = try SearchIndexing.step(limit: 100, on: &connection)
        }
    }
}
