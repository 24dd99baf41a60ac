import Postgres
import Testing

@Suite struct `SQL literals` {
    @Test func `turn holes into binds`() {
        let name = "Robert'); DROP TABLE messages;--"
        let sql: SQL =
            "SELECT \(1) WHERE name = \(name) AND paid = \(true) AND note = \(nil as String?)"
        #expect(sql.text == "SELECT $1 WHERE name = $2 AND paid = $3 AND note = $4")
        #expect(sql.binds == [.text("1"), .text(name), .text("t"), .null])
    }

    @Test func `without holes are taken as they are`() {
        let sql: SQL = "SELECT 'ü', '$1'"
        #expect(sql.text == "SELECT 'ü', '$1'")
        #expect(sql.binds.isEmpty)
    }

    @Test func `renumber the holes of what is added`() {
        let many = (1...12).map { number -> SQL in "\(number)" }.joined(separator: ", ")
        let sql: SQL = "SELECT \("ü") || '€', \(many)" + " LIMIT \(5)"
        #expect(
            sql.text
                == "SELECT $1 || '€', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13 LIMIT $14"
        )
        #expect(sql.binds.last == .text("5"))
        #expect(sql.binds.count == 14)
    }

    @Test func `embed optional filters`() {
        let filters: [SQL] = ["status = \("sent")", "tenant_id = \(7)"]
        let filter = filters.joined(separator: " AND ")
        let sql: SQL = "SELECT id FROM messages WHERE \(filter) ORDER BY id LIMIT \(25)"
        #expect(
            sql.text
                == "SELECT id FROM messages WHERE status = $1 AND tenant_id = $2 ORDER BY id LIMIT $3"
        )
        #expect([SQL]().joined(separator: ", ").text.isEmpty)
    }

    @Test func `quote identifiers`() {
        let sql: SQL = "LISTEN \(identifier: #"a"b"#)"
        #expect(sql.text == #"LISTEN "a""b""#)
    }

    @Test func `say that bytes are bytes`() {
        let sql: SQL = "SELECT \([0, 255] as [UInt8])"
        #expect(sql.text == "SELECT $1::bytea")
        #expect(sql.binds == [.bytes([0, 255])])
    }

    @Test func `describe themselves without their values`() {
        let sql: SQL = "SELECT \("+15005550006")"
        #expect("\(sql)" == "SELECT $1")
        #expect(String(reflecting: sql) == "SELECT $1")
    }

    @Test func `bind arrays in PostgreSQL's text`() {
        let sql: SQL = """
            \(["a", "b\"c", "d\\e", "NULL", "", "{,}"]) \(["x", nil]) \([1, -2]) \([Int64?.none, 5])
            \([true, false]) \([String]())
            """
        #expect(
            sql.binds == [
                .text(#"{"a","b\"c","d\\e","NULL","","{,}"}"#), .text(#"{"x",NULL}"#),
                .text("{1,-2}"), .text("{NULL,5}"), .text("{t,f}"), .text("{}"),
            ]
        )
    }
}
