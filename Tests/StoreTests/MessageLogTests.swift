import Messaging
import Postgres
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `The log` {
    private let installation: Installation
    init() throws { installation = try Installation() }

    private func page(
        _ filter: MessageFilter = MessageFilter(),
        from cursor: MessageCursor? = nil,
        limit: Int
    ) throws -> MessageLog.Page {
        try installation.functions.forTenant(installation.tenant) { connection in
            try MessageLog.page(
                of: installation.tenant,
                filter,
                from: cursor,
                limit: limit,
                on: &connection
            )
        }
    }

    private func whole(_ filter: SQL = "") throws -> [String] {
        try installation.asOwner { connection in
            try connection.query(
                """
                SELECT id FROM messages WHERE tenant_id = 1 \(filter)
                 ORDER BY received_at DESC, id DESC
                """
            ).values()
        }
    }

    /// Adds messages of few distinct moments, a microsecond apart, so that pages end among equals.
    private func scatter(_ count: Int) throws {
        try installation.scatter(
            count,
            receivedAt: "now() - floor(random() * 5) * interval '1 microsecond'"
        )
    }

    @Test func `read page by page is the whole, in both directions`() throws {
        for (count, limit) in [(0, 5), (1, 1), (7, 7), (7, 6), (40, 7), (40, 40), (25, 1)] {
            try installation.execute("DELETE FROM messages")
            if count > 0 { try scatter(count) }
            try expectWhole(limit: limit)
        }
    }

    private func expectWhole(limit: Int) throws {
        let whole = try whole()
        var forwards: [String] = []
        var page = try page(limit: limit)
        #expect(page.previous == nil)
        forwards += page.messages.map(\.id)
        while let next = page.next {
            page = try self.page(from: next, limit: limit)
            #expect(!page.messages.isEmpty)
            forwards += page.messages.map(\.id)
        }
        #expect(forwards == whole)

        var backwards = page.messages.map(\.id)
        while let previous = page.previous {
            page = try self.page(from: previous, limit: limit)
            #expect(!page.messages.isEmpty)
            backwards = page.messages.map(\.id) + backwards
        }
        #expect(backwards == whole)
    }

    @Test func `does not shift under a reader when messages arrive`() throws {
        try scatter(20)
        let whole = try whole()
        let first = try page(limit: 8)
        try installation.ingestDue(["new"])
        let second = try page(from: first.next, limit: 8)
        #expect(first.messages.map(\.id) + second.messages.map(\.id) == Array(whole.prefix(16)))
        let back = try page(from: second.previous, limit: 8)
        #expect(back.messages == first.messages)
        #expect(back.previous != nil)
    }

    @Test func `has numbered pages of the same rows`() throws {
        try scatter(23)
        let pages = try installation.functions.forTenant(installation.tenant) { connection in
            try (1...4).map { number in
                try MessageLog.numberedPage(
                    of: installation.tenant,
                    page: number,
                    limit: 10,
                    on: &connection
                )
            }
        }
        #expect(pages.map(\.count) == [10, 10, 3, 0])
        #expect(try pages.flatMap { $0.map(\.id) } == whole())
    }

    @Test func `is filtered by status`() throws {
        try scatter(60)
        var filter = MessageFilter()
        filter.statuses = [.failed, .undelivered]
        #expect(
            try page(filter, limit: 100).messages.map(\.id)
                == whole("AND status IN ('failed', 'undelivered')")
        )
        var paged: [String] = []
        var cursor: MessageCursor?
        repeat {
            let page = try page(filter, from: cursor, limit: 3)
            paged += page.messages.map(\.id)
            cursor = page.next
        } while cursor != nil
        #expect(try paged == whole("AND status IN ('failed', 'undelivered')"))
    }

    @Test func `is filtered by transaction, number, dealership and time`() throws {
        let other = try installation.addTenant()
        var transactions = try [
            installation.arriving("T-1"), installation.arriving("T-2"),
            installation.arriving("T-1", of: other),
        ]
        for index in transactions.indices { transactions[index].dealershipName = "North" }
        transactions[1].dealershipName = "South"
        try installation.ingest(transactions)
        try installation.execute(
            "UPDATE messages SET received_at = '2026-11-20T10:00:00Z', recipient = '+442071838750'"
                + " WHERE id = \(transactions[1].messageID)::uuid"
        )
        let (first, second) = (transactions[0].messageID, transactions[1].messageID)
        let cases: [(WritableKeyPath<MessageFilter, String?>, String, [String])] = [
            (\.transactionID, "T-1", [first]), (\.transactionID, "T-3", []),
            (\.phone, "+442071838750", [second]), (\.phone, "+44", []),
            (\.dealership, "North", [first]), (\.dealership, "South", [second]),
            (\.dealership, "West", []), (\.dealership, "%", []),
            (\.to, "2026-11-20T10:00:00.000001Z", [second]), (\.to, "2026-11-20T10:00:00Z", []),
            (\.to, "2026-11-20T09:00:01-01:00", [second]),
        ]
        for (path, value, expected) in cases {
            var filter = MessageFilter()
            #expect(filter.isEmpty)
            filter[keyPath: path] = value
            #expect(!filter.isEmpty)
            #expect(try page(filter, limit: 9).messages.map(\.id) == expected, "\(path) \(value)")
        }
        var both = MessageFilter()
        both.from = "2026-11-20T10:00:00Z"
        both.to = "2026-11-20T10:00:01Z"
        both.dealership = "South"
        both.statuses = [.scheduled]
        #expect(try page(both, limit: 9).messages.map(\.id) == [second])
        both.phone = "+15005550006"
        #expect(try page(both, limit: 9).messages == [])
    }
}

@Suite struct `A cursor` {
    private let id = "0190163d-8694-739b-aea5-966c26f8ad90"

    @Test(arguments: [MessageCursor.Direction.older, .newer])
    func `survives being sent`(_ direction: MessageCursor.Direction) {
        let cursor = MessageCursor(direction, micros: 1_795_168_800_123_456, messageID: id)
        #expect(MessageCursor(cursor.text) == cursor)
    }

    @Test(arguments: [
        "", "o", "o.1", "x.1.ID", "o.-1.ID", "o.1.", "o.1.nothing", "o.1.ID.2", "o.x.ID",
        "o.9223372036854775807.ID", "o.99999999999999999999.ID", "O.1.ID", "o. 1.ID",
    ])
    func `that we did not write is refused`(_ text: String) {
        #expect(MessageCursor(text.replacing("ID", with: id)) == nil)
    }
}
