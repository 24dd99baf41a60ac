import FoundationEssentials
import Testing

/// Distributions that are still cared for bring PostgreSQL 13; what came later must not creep in.
@Suite struct `The migrations` {
    private static let folder =
        #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined() + "/Migrations"

    private static let tooNew = [
        // 14: bodies of functions in standard SQL, date_bin, multiranges.
        "BEGIN ATOMIC", "\n    RETURN ", "\nRETURN ", "date_bin", "multirange",
        "OR REPLACE TRIGGER", "GROUP BY DISTINCT", "string_to_table", "trim_array", "CYCLE ",
        "SEARCH DEPTH",
        // 15.
        "NULLS NOT DISTINCT", "security_invoker", "MERGE INTO", "regexp_count", "regexp_like",
        "regexp_substr", "regexp_instr",
        // 16 and later.
        "any_value", "JSON_TABLE", "JSON_VALUE", "JSON_EXISTS", "IS JSON",
    ]

    @Test(arguments: ["deploy", "revert", "verify"])
    func `need no more than PostgreSQL 13`(_ kind: String) throws {
        let folder = "\(Self.folder)/\(kind)"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(names.count > 10)
        for name in names {
            let data = try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
            let text = String(decoding: data, as: UTF8.self)
            // A body in PL/pgSQL may return; one of a function in SQL stands between dollars.
            let lines = text.split(separator: "$$").enumerated()
            let outside = lines.filter { $0.offset.isMultiple(of: 2) }.map(\.element).joined()
            for word in Self.tooNew {
                #expect(!outside.contains(word), "\(name) uses \(word)")
            }
            for word in Self.tooNew where !word.contains("RETURN") {
                #expect(!text.contains(word), "\(name) uses \(word)")
            }
        }
    }
}
