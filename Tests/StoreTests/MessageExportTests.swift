import JSONParser
import Messaging
import Postgres
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `The export` {
    private let installation: Installation
    init() throws { installation = try Installation() }

    private func export(
        _ filter: MessageFilter = MessageFilter(),
        as format: ListExport.Format = .csv,
        after: String? = nil
    ) throws -> String {
        var bytes: [UInt8] = []
        try installation.functions.forTenant(installation.tenant) { connection in
            try ListExport.messages(
                of: installation.tenant,
                filter,
                after: after,
                on: &connection
            ).write(format, on: &connection) { bytes.append(contentsOf: $0) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private let header =
        "message_id,transaction_id,kind,status,customer_name,customer_phone,dealership_name,"
        + "sales_rep_name,amount,currency,received_at,due_at,sent_at,finished_at,attempts,"
        + "error_code,segments,price,price_currency,body\r\n"

    @Test func `of nothing is a header`() throws {
        #expect(try export() == header)
    }

    @Test func `holds a row for each message, quoted as CSV asks`() throws {
        var transaction = try installation.arriving("T-1")
        transaction.customerName = "O'Neil, \"Zoë\""
        transaction.dealershipName = "North"
        transaction.salesRepName = "Sam"
        transaction.amount = try Money(decimal: "25000.50", currency: .usd)
        transaction.kind = .test
        try installation.ingest([transaction])
        try installation.takeUp()
        try installation.execute(
            """
            UPDATE messages SET received_at = '2026-11-20T10:00:00.123Z', due_at = received_at,
                   body = E'two\nlines', price_micros = 7900, price_currency = 'USD'
            """
        )
        let due = try #require(try installation.detail("T-1")?.record.dueAt)
        #expect(
            try export() == header
                + "\(transaction.messageID),T-1,test,queued,\"O'Neil, \"\"Zoë\"\"\",+15005550006,North,"
                + "Sam,25000.5,USD,2026-11-20T10:00:00.123Z,\(due),,,1,,1,0.0079,USD,"
                + "\"two\nlines\"\r\n"
        )
    }

    @Test func `makes formulas harmless`() throws {
        let cells = [
            ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"),
            ("a=1", "a=1"), ("\t=1", "'\t=1"), ("\r=1", "\"'\r=1\""), ("", "\"\""),
            ("=\"a\"", "\"'=\"\"a\"\"\""),
        ]
        let transactions = try cells.enumerated().map { index, cell in
            var transaction = try installation.arriving("T-\(index)")
            transaction.customerName = cell.0
            return transaction
        }
        try installation.ingest(transactions)
        let text = try export()
        for (index, cell) in cells.enumerated() {
            #expect(text.contains(",T-\(index),transaction,scheduled,\(cell.1),+15005550006,"))
        }
    }

    @Test func `is filtered, newest first, and a tenant's own`() throws {
        try installation.scatter(300)
        try installation.scatter(20, of: installation.addTenant())
        var filter = MessageFilter()
        filter.statuses = [.delivered]
        filter.dealership = "House 2"
        filter.transactionID = nil
        let expected: [String] = try installation.asOwner { connection in
            try connection.query(
                """
                SELECT m.id FROM messages m JOIN dealerships d ON d.id = m.dealership_id
                 WHERE m.tenant_id = 1 AND m.status = 'delivered' AND d.name = 'House 2'
                 ORDER BY m.received_at DESC, m.id DESC
                """
            ).values()
        }
        let ids = try export(filter).split(separator: "\r\n").dropFirst().map { $0.prefix(36) }
        #expect(ids.map(String.init) == expected)
        #expect(try export().split(separator: "\r\n").count == 301)
    }

    @Test func `has a line of JSON for each message, its texts as they are`() throws {
        let names = ["=1+1", "two\nlines", "\"quoted\", \\N \\.", "\u{2028}مرحبا", "\u{1}"]
        let transactions = try names.dropLast().enumerated().map { index, name in
            var transaction = try installation.arriving("T-\(index)")
            transaction.customerName = name
            return transaction
        }
        try installation.ingest(transactions)
        let lines = try export(as: .ndjson).split(separator: "\n")
        #expect(lines.count == transactions.count)
        for line in lines {
            let json = try JSON(parsing: Array(line.utf8))
            let index = try #require(json["transaction_id"]?.text.flatMap { Int($0.dropFirst(2)) })
            #expect(json["customer_name"]?.text == names[index])
            #expect(json["sent_at"] == .null && json["attempts"] == .number("0"))
        }
    }

    @Test func `goes on where it broke off`() throws {
        try installation.scatter(30)
        let whole = try export().split(separator: "\r\n").dropFirst().map(String.init)
        let rest = try export(after: String(whole[11].prefix(36))).split(separator: "\r\n")
        #expect(rest.dropFirst().map(String.init) == Array(whole[12...]))
        #expect(try export(after: Installation.newID()) == header)
    }

    @Test func `is searched like the log`() throws {
        var transaction = try installation.arriving("T-1")
        transaction.customerName = "Ada Lovelace"
        try installation.ingest([transaction])
        try installation.ingestDue(["T-2"])
        var filter = MessageFilter()
        filter.search = "lov"
        #expect(try export(filter).split(separator: "\r\n").count == 2)
        filter.search = "love lovers"
        #expect(try export(filter) == header)
    }

    @Test func `takes any text for a filter`() throws {
        try installation.ingestDue(["T'1"])
        for text in ["T'1", "'; DROP TABLE messages; --", "\\", "$1", "\"", "E'\\'"] {
            var filter = MessageFilter()
            filter.transactionID = text
            let lines = try export(filter).split(separator: "\r\n")
            #expect(lines.count == (text == "T'1" ? 2 : 1))
        }
    }

    @Test func `leaves a usable connection when the client goes away`() throws {
        struct Gone: Error {}
        try installation.scatter(2000)
        try installation.functions.forTenant(installation.tenant) { connection in
            #expect(throws: Gone.self) {
                try ListExport.messages(
                    of: installation.tenant,
                    MessageFilter(),
                    on: &connection
                ).write(.csv, on: &connection) { _ in throw Gone() }
            }
            let one = try connection.query("SELECT 1").value(as: Int.self)
            #expect(one == 1)
        }
    }
}
