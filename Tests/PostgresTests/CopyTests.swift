import Glibc
import Postgres
import TestSupport
import Testing

private struct Refusal: Error, Equatable {}

/// Pages of memory that the process has resident, in KiB.
private func residentKilobytes() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 128)
    guard fgets(&line, Int32(line.count), file) != nil else { return 0 }
    let words = String(decoding: line.map { UInt8(bitPattern: $0) }, as: UTF8.self).split(
        separator: " "
    )
    return (Int(words[1]) ?? 0) * 4
}

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `COPY out` {
    private let database: ScratchDatabase
    init() throws { database = try ScratchDatabase() }

    @Test func `streams many rows in flat memory`() throws {
        var connection = try database.connect()
        var byteCount = 0
        var lineCount = 0
        var before = 0
        var growth = 0
        let rowCount = try connection.copyOut(
            "COPY (SELECT n, repeat('x', 2500) FROM generate_series(1, 100000) AS n) TO STDOUT (FORMAT csv)"
        ) { bytes in
            if byteCount == 0 { before = residentKilobytes() }
            byteCount += bytes.count
            lineCount += bytes.count { $0 == UInt8(ascii: "\n") }
            growth = max(growth, residentKilobytes() - before)
        }
        #expect(rowCount == 100_000)
        #expect(lineCount == 100_000)
        #expect(byteCount > 250_000_000)
        // Other tests run beside this one and grow too; the rows together are 250 megabytes.
        #expect(growth < 100_000)
        #expect(try connection.query("SELECT 1").value(as: Int.self) == 1)
    }

    @Test func `writes holes as literals that cannot break out`() throws {
        var connection = try database.connect()
        let text = #"O'Brien \ "quoted" $1 😀"#
        var copied: [UInt8] = []
        try connection.copyOut(
            """
            COPY (SELECT \(text)::text, 5 -\(-3)::int, \(nil as String?)::text, \([0, 255] as [UInt8]),
                         \(["a'b", nil])::text[]) TO STDOUT (FORMAT csv, FORCE_QUOTE *)
            """
        ) { copied += $0 }
        #expect(
            String(decoding: copied, as: UTF8.self)
                == #""O'Brien \ ""quoted"" $1 😀","8",,"\x00ff","{a'b,NULL}""# + "\n"
        )
    }

    @Test func `passes rows longer than its buffer`() throws {
        var connection = try database.connect()
        var pieces: [Int] = []
        try connection.copyOut(
            "COPY (VALUES ('a'), (repeat('b', 1000000)), ('c')) TO STDOUT"
        ) { pieces.append($0.count) }
        #expect(pieces == [2, 1_000_001, 2])
    }

    @Test func `stops when the writer fails`() throws {
        var connection = try database.connect()
        #expect(throws: Refusal()) {
            try connection.copyOut(
                "COPY (SELECT generate_series(1, 100000000)) TO STDOUT"
            ) { _ in throw Refusal() }
        }
        #expect(try connection.query("SELECT 1").value(as: Int.self) == 1)
    }

    @Test func `tells an error before and among the rows`() throws {
        var connection = try database.connect()
        let missing = #expect(throws: PostgresError.self) {
            try connection.copyOut("COPY nowhere TO STDOUT") { _ in }
        }
        #expect(missing?.state == .undefinedTable)
        let broken = #expect(throws: PostgresError.self) {
            try connection.copyOut(
                "COPY (SELECT 1 / (5000 - n) FROM generate_series(1, 10000) AS n) TO STDOUT"
            ) { _ in }
        }
        #expect(broken?.state == SQLState(rawValue: "22012"))
        #expect(throws: PostgresError.misuse(.notACopy)) {
            try connection.copyOut("SELECT 1") { _ in }
        }
        #expect(try connection.query("SELECT 1").value(as: Int.self) == 1)
    }

    @Test func `of nothing writes nothing`() throws {
        var connection = try database.connect()
        let rowCount = try connection.copyOut("COPY (SELECT 1 WHERE false) TO STDOUT") { bytes in
            #expect(bytes.isEmpty)
        }
        #expect(rowCount == 0)
    }
}
