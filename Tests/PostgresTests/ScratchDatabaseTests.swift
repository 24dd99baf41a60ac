import Glibc
import Postgres
import TestSupport
import Testing

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `A scratch database` {
    /// Writes a script for the time of a call.
    private func withScript(_ text: String, _ body: (String) throws -> Void) throws {
        var template = Array("/tmp/script.XXXXXX".utf8CString)
        let folder = String(cString: mkdtemp(&template))
        let name = "\(folder)/script.sql"
        defer {
            unlink(name)
            rmdir(folder)
        }
        guard let file = fopen(name, "w") else { throw PostgresError.noRow }
        fputs(text, file)
        fclose(file)
        try body(name)
    }

    @Test func `loads scripts as migrations are run`() throws {
        let database = try ScratchDatabase()
        try withScript(
            "BEGIN; CREATE TABLE things (id int); INSERT INTO things VALUES (1); COMMIT;"
        ) {
            try database.load(path: $0)
        }
        var connection = try database.connect()
        #expect(try connection.query("SELECT count(*) FROM things").value(as: Int.self) == 1)
    }

    @Test func `says that a script failed`() throws {
        let database = try ScratchDatabase()
        try withScript("\\set QUIET on\nDO $$ BEGIN RAISE SQLSTATE '22012'; END $$;") { path in
            let failure = #expect(throws: ScriptFailure.self) { try database.load(path: path) }
            #expect(failure?.exitStatus == 3)
        }
    }

    @Test func `is gone when its owner is`() throws {
        var name = ""
        do {
            let database = try ScratchDatabase()
            name = database.name
        }
        let other = try ScratchDatabase()
        var connection = try other.connect()
        let left = try connection.query("SELECT count(*) FROM pg_database WHERE datname = \(name)")
        #expect(try left.value(as: Int.self) == 0)
    }
}
