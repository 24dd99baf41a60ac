import Messaging
import Postgres
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `Costs of messages` {
    private let installation: Installation
    private let ids: [String]
    private let far = (from: "2020-01-01T00:00:00Z", to: "2090-01-01T00:00:00Z")

    init() throws {
        installation = try Installation()
        try installation.priceAtOneCent()
        ids = try installation.ingestDue(["T-1", "T-2", "T-3"])
        try installation.admit()
        try installation.execute("UPDATE attempts SET provider_message_id = 'SM' || message_id")
    }

    private func report(_ id: String, _ micros: Int64, _ currency: String = "USD") throws {
        try installation.execute(
            """
            UPDATE messages SET price_micros = \(micros), price_currency = \(currency)
             WHERE id = \(id)::uuid
            """
        )
    }

    private func bill(_ lines: [Invoices.Line], hash: String = "one") throws -> Invoices.Imported {
        try installation.functions.inTransaction(forTenant: installation.tenant) { connection in
            try Invoices.save(
                lines,
                provider: "twilio",
                file: (name: "may.csv", hash: hash),
                by: installation.caller(),
                on: &connection
            )
        }
    }

    private func line(_ number: Int, _ id: String, _ micros: Int64) -> Invoices.Line {
        Invoices.Line(
            line: number,
            subject: .message(providerMessageID: "SM\(id)"),
            amount: Money(micros: micros, currency: .usd)
        )
    }

    private func differences(_ cursor: MessageCursor? = nil, _ limit: Int = 9) throws
        -> [Costs.Difference]
    {
        let tenant = installation.tenant
        return try installation.functions.forTenant(tenant) { connection in
            try Costs.differences(
                from: far.from,
                to: far.to,
                before: cursor,
                limit: limit,
                of: tenant,
                on: &connection
            )
        }
    }

    @Test func `differ where two of the three figures do, page by page`() throws {
        try report(ids[0], 10_000)
        try report(ids[1], 7_500)
        #expect(try differences().map(\.messageID) == [ids[1]])
        #expect(try bill([line(2, ids[0], 10_000), line(3, ids[2], 12_000)]).unmatchedCount == 0)
        let found = try differences()
        #expect(Set(found.map(\.messageID)) == [ids[1], ids[2]])
        let billed = try #require(found.first { $0.messageID == ids[2] })
        #expect(billed.columns.estimated?.micros == 10_000)
        #expect(billed.columns.reported == nil)
        #expect(billed.columns.billed?.micros == 12_000)
        let first = try differences(nil, 1)
        let cursor = MessageCursor(
            .older,
            micros: first[0].receivedMicros,
            messageID: first[0].messageID
        )
        #expect(try first + differences(cursor) == found)
    }

    @Test func `import a file once`() throws {
        let lines = [line(2, ids[0], 10_000), line(3, "unknown", 1)]
        let first = try bill(lines)
        #expect(!first.isRepeated && first.lineCount == 2 && first.unmatchedCount == 1)
        let second = try bill(lines)
        #expect(second.isRepeated && second.fileID == first.fileID)
        #expect(try installation.value("SELECT count(*) FROM invoice_lines") == 2)
    }

    @Test func `differ by day, also where only days are billed`() throws {
        let today: String = try installation.value(
            "SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD')"
        )
        let total = Invoices.Line(
            line: 2,
            subject: .day(today, country: "US"),
            amount: Money(micros: 31_000, currency: .usd)
        )
        _ = try bill([total])
        let tenant = installation.tenant
        func days(after place: String?) throws -> [Costs.DayDifference] {
            try installation.functions.forTenant(tenant) { connection in
                try Costs.dayDifferences(
                    from: far.from,
                    to: far.to,
                    after: place,
                    limit: 9,
                    of: tenant,
                    on: &connection
                )
            }
        }
        let found = try days(after: nil)
        #expect(found.count == 1)
        #expect(found.first?.columns.estimated?.micros == 30_000)
        #expect(found.first?.columns.billed?.micros == 31_000)
        #expect(try days(after: found.first?.place) == [])
    }

    @Test func `sum the best known figure, and never over currencies`() throws {
        try report(ids[0], 20_000, "EUR")
        _ = try bill([line(2, ids[1], 12_000)])
        let tenant = installation.tenant
        for dimension in Costs.Dimension.allCases {
            let totals = try installation.functions.forTenant(tenant) { connection in
                try Costs.totals(
                    by: dimension,
                    from: far.from,
                    to: far.to,
                    of: tenant,
                    on: &connection
                )
            }
            #expect(totals.map(\.cost.micros) == [22_000, 20_000])
            #expect(totals.map(\.cost.currency) == [.usd, .eur])
            #expect(totals.map(\.messageCount) == [2, 1])
        }
    }
}
