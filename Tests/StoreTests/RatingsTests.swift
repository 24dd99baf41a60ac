import JSONParser
import Messaging
import Postgres
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `How customers rated` {
    private let installation: Installation

    init() throws { installation = try Installation() }

    /// Rated messages, the oldest first: of North and South in turn, one to three stars, every
    /// fourth without words.
    private func rate(_ count: Int) throws -> [String] {
        try (1...count).map { number in
            var transaction = try installation.arriving("T-\(number)")
            transaction.dealershipName = number % 2 == 0 ? "North" : "South"
            transaction.customerName = "=Ada \(number)"
            let id = try installation.ingest([transaction])[0].messageID
            _ = try asTenant { connection in
                try Engaging.rate(
                    id,
                    stars: 1 + (number - 1) % 3,
                    comment: number % 4 == 0 ? "" : "+\(number)",
                    on: &connection
                )
            }
            return id
        }
    }

    private func asTenant<Value>(_ body: (inout Connection) throws -> Value) throws -> Value {
        try installation.functions.inTransaction(forTenant: installation.tenant, body)
    }

    private func listed(
        limit: Int = 9,
        _ edit: (inout Ratings.Filter) -> Void = { _ in }
    ) throws -> [String] {
        var filter = Ratings.Filter()
        edit(&filter)
        var found: [String] = []
        var cursor: MessageCursor?
        repeat {
            let page = try asTenant { connection in
                try Ratings.page(
                    of: installation.tenant,
                    filter,
                    from: cursor,
                    limit: limit,
                    on: &connection
                )
            }
            found += page.records.map(\.messageID)
            cursor = page.next
        } while cursor != nil
        return found
    }

    private func summary(
        of tenant: TenantID? = nil,
        _ edit: (inout Ratings.Filter) -> Void = { _ in }
    ) throws -> Ratings.Summary {
        var filter = Ratings.Filter()
        edit(&filter)
        let tenant = tenant ?? installation.tenant
        return try installation.functions.forTenant(tenant) { connection in
            try Ratings.summary(of: tenant, filter, on: &connection)
        }
    }

    private func export(
        _ format: ListExport.Format,
        after: String? = nil,
        _ edit: (inout Ratings.Filter) -> Void = { _ in }
    ) throws -> [String] {
        var filter = Ratings.Filter()
        edit(&filter)
        var bytes: [UInt8] = []
        try asTenant { connection in
            try ListExport.ratings(of: installation.tenant, filter, after: after)
                .write(format, on: &connection) { bytes.append(contentsOf: $0) }
        }
        return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
            .map(String.init)
    }

    @Test func `are listed newest first, by stars, dealership, time and words`() throws {
        let ids = try rate(6)
        for limit in [1, 2, 9] { #expect(try listed(limit: limit) == ids.reversed()) }
        #expect(try listed(limit: 2) { $0.stars = [1, 3] } == [ids[5], ids[3], ids[2], ids[0]])
        #expect(try listed { $0.dealership = "North" } == [ids[5], ids[3], ids[1]])
        #expect(try listed { $0.hasComment = false } == [ids[3]])
        #expect(
            try listed(limit: 1) { ($0.hasComment, $0.stars) = (true, [1]) } == [ids[0]]
        )
        #expect(try listed { $0.to = "2020-01-01T00:00:00Z" }.isEmpty)
        #expect(try listed { $0.dealership = "Nowhere" }.isEmpty)
    }

    @Test func `are summed up as they are listed`() throws {
        _ = try rate(12)
        let edits: [(inout Ratings.Filter) -> Void] = [
            { _ in }, { $0.stars = [1, 3] }, { $0.dealership = "North" },
            { $0.hasComment = true }, { $0.hasComment = false },
            { ($0.hasComment, $0.stars, $0.dealership) = (false, [2, 1], "North") },
            { $0.from = "2020-01-01T00:00:00Z" }, { $0.to = "2020-01-01T00:00:00Z" },
        ]
        for edit in edits {
            let found = try summary(edit)
            #expect(found.count == (try listed(edit).count))
            for stars in 1...5 {
                let alone = try summary {
                    edit(&$0)
                    $0.stars = $0.stars.isEmpty || $0.stars.contains(stars) ? [stars] : [0]
                }
                #expect(alone.count == found.counts[stars - 1])
            }
        }
        #expect(try summary().counts == [4, 4, 4, 0, 0])
        #expect(try summary().hundredths == 200)
        #expect(try summary().commentCount == 9)
        #expect(try summary { $0.stars = [5] }.hundredths == nil)
        #expect(try summary(of: installation.addTenant()).count == 0)
    }

    @Test(arguments: [([1, 0, 0, 0, 1], 300), ([1, 0, 0, 0, 2], 367), ([2, 1, 0, 0, 0], 133)])
    func `have a mean to the hundredth`(counts: [Int], hundredths: Int) throws {
        for (index, count) in counts.enumerated() {
            for number in 0..<count {
                let id = try installation.ingestDue(["T-\(index)-\(number)"])[0]
                _ = try asTenant { connection in
                    try Engaging.rate(id, stars: index + 1, comment: "", on: &connection)
                }
            }
        }
        #expect(try summary().hundredths == hundredths)
    }

    @Test func `are a file that is narrowed, harmless, and goes on where it broke off`() throws {
        let ids = try rate(6)
        let whole = try export(.csv).dropFirst()
        #expect(whole.map { String($0.prefix(36)) } == ids.reversed())
        #expect(whole.first?.contains(",3,'+6,'=Ada 6,") == true)
        #expect(try export(.csv, after: ids[3]).dropFirst() == Array(whole.dropFirst(3))[...])
        #expect(try export(.csv, after: Installation.newID()).count == 1)
        #expect(try export(.csv) { $0.stars = [1] }.count == 3)
        let line = try #require(try export(.ndjson) { $0.dealership = "North" }.first)
        let json = try JSON(parsing: Array(line.utf8))
        #expect(json["message_id"]?.text == ids[5] && json["stars"] == .number("3"))
        #expect(json["comment"]?.text == "+6" && json["customer_name"]?.text == "=Ada 6")
    }
}
