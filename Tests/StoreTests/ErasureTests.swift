import Messaging
import Postgres
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `A customer who is erased` {
    private let installation: Installation
    private let number = "+12125550123"

    init() throws {
        installation = try Installation()
        try installation.allowAnyTransition()
    }

    private func erase(_ number: String? = nil) throws -> Erasure.Certificate {
        let outcome = try installation.erase(number ?? self.number)
        guard case .erased(let certificate) = outcome else {
            Issue.record("\(outcome)")
            throw PostgresError.noRow
        }
        return certificate
    }

    /// Every sum and count, and what messages cost.
    private func figures() throws -> [String] {
        try [
            "total_counts", "hourly_counts", "dealership_counts", "delivery_sums", "cost_sums",
            "rating_sums",
        ].map { table in
            try installation.value(
                """
                SELECT coalesce(string_agg(r::text, ' ' ORDER BY r::text), '')
                  FROM \(identifier: table) r
                """
            )
        }
    }

    // MARK: - What goes

    @Test func `is in no table any more, and everybody else is`() throws {
        let planted = try installation.plant(number, name: "Zoë Quimby", words: "otter-77")
        let other = try installation.plant("+12125550199", name: "Grace Hopper", words: "kettle-41")
        let before = try installation.dump()
        for trace in planted.traces.prefix(3) { #expect(before.contains(trace)) }
        let figures = try figures()
        let certificate = try erase()
        let after = try installation.dump()
        for trace in planted.traces { #expect(!after.contains(trace), "\(trace)") }
        for trace in other.traces.prefix(3) {
            let count = before.components(of: trace)
            #expect(count > 1 && after.components(of: trace) == count, "\(trace)")
        }
        #expect(try self.figures() == figures)
        #expect(certificate.counts.map(\.table).contains("transactions"))
        #expect(certificate.counts.allSatisfy { $0.rows > 0 }, "One of each was planted.")
        #expect(certificate.erasedBy == "Ada" && certificate.reason == "They asked for it")
    }

    @Test func `leaves the facts of what was sent`() throws {
        let planted = try installation.plant(number, name: "Zoë Quimby", words: "otter-77")
        let before = try #require(try installation.detail(planted.messageID)).record
        _ = try erase()
        let after = try #require(try installation.detail(planted.messageID)).record
        #expect(after.status == before.status && after.sentAt == before.sentAt)
        #expect(after.provider == before.provider && after.segments == before.segments)
        #expect(after.transactionID == before.transactionID)
        #expect(after.recipient.hasPrefix("erased-") && after.customerName == nil)
        #expect(after.body == nil && after.contentRemovedAt != nil)
        #expect(throws: MalformedPhoneNumber.self) { try E164(after.recipient) }
    }

    @Test func `is still found by the transaction, and by nothing else`() throws {
        let planted = try installation.plant(number, name: "Zoë Quimby", words: "otter-77")
        _ = try erase()
        try installation.workers.inTransaction { connection in
            _ = try Counts.fold(limit: 100, on: &connection)
            while try SearchIndexing.step(limit: 100, on: &connection).count > 0 {}
        }
        let words: String = try installation.value(
            "SELECT words FROM message_search WHERE message_id = \(planted.messageID)::uuid"
        )
        #expect(words.contains(" 0123 ") && !words.contains("quimby"))
        #expect(!words.contains("2125550123"))
    }

    @Test func `has a new one's rights from the next transaction on`() throws {
        _ = try installation.plant(number, name: "Zoë Quimby", words: "otter-77")
        _ = try erase()
        let id = try installation.ingestTransactions(["T-2"], to: number)[0]
        #expect(try installation.gate(marks: PlainMarks()).live.map(\.messageID) == [id])
        let second = try erase()
        #expect(second.counts.first { $0.table == "messages" }?.rows == 1)
    }

    @Test func `is erased in one business alone`() throws {
        let other = try installation.addTenant()
        _ = try installation.plant(number, name: "Zoë Quimby", words: "otter-77")
        let theirs = try installation.plant(
            number,
            name: "Zoë Quimby",
            words: "badger-12",
            of: other
        )
        _ = try erase()
        #expect(try installation.detail(theirs.messageID, of: other)?.record.recipient == number)
        #expect(try !installation.dump().contains("otter-77"))
        #expect(try installation.dump().contains("badger-12"))
    }

    @Test func `is not named by reports that come late`() throws {
        let planted = try installation.plant(number, name: "Zoë Quimby", words: "otter-77")
        _ = try erase()
        try installation.workers.inTransaction { connection in
            try Reports.apply(
                [
                    .init(
                        provider: "twilio",
                        receipt: Receipt(
                            providerMessageID: "SM \(planted.messageID)",
                            status: .undelivered
                        ),
                        fault: Fault(
                            code: "30005",
                            message: "No such number: \(number)",
                            errorClass: .permanent
                        ),
                        messageID: planted.messageID,
                        attemptNumber: 1,
                        idempotencyToken: "late",
                        raw: ["To": .string(number)]
                    )
                ],
                reportOverdueSeconds: 600,
                on: &connection
            )
        }
        #expect(try !installation.dump().contains("2125550123"))
    }

    // MARK: - What waits

    @Test func `gets nothing that was not sent yet`() throws {
        let id = try installation.ingestTransactions(["T-1"], to: number)[0]
        let certificate = try erase()
        #expect(certificate.cancelledCount == 1)
        #expect(try installation.status(id) == .cancelled)
        #expect(try installation.timeline(id).last == "cancelled")
        #expect(try installation.lastDetail(id, "reason") == "erased")
        #expect(try installation.gate().live == [])
    }

    @Test func `is waited for while a provider has a message in hand`() throws {
        _ = try installation.ingestTransactions(["T-1"], to: number)
        try installation.takeUp()
        #expect(try installation.erase(number) == .underWay(1))
        #expect(try installation.dump().contains("2125550123"))
    }

    @Test(arguments: ["Call (212) 555-0123", "ZOË QUIMBY asked"])
    func `is not named by the reason`(_ reason: String) throws {
        _ = try installation.plant(number, name: "Zoë Quimby", words: "otter-77")
        #expect(try installation.erase(number, reason: reason) == .tellingReason)
        #expect(try installation.dump().contains("2125550123"))
    }

    // MARK: - Opt-outs

    @Test func `and had opted out gets nothing later, until START`() throws {
        try installation.ingestTransactions(["T-1"], to: number)
        try installation.hear("STOP", from: number)
        #expect(try erase().optOutCount == 1)
        #expect(try !installation.dump().contains("2125550123"))

        let id = try installation.ingestTransactions(["T-2"], to: number)[0]
        #expect(try installation.gate(marks: PlainMarks()).live == [])
        #expect(try installation.status(id) == .suppressed)
        #expect(try installation.errorCode(id) == OwnErrorCode.optedOut.rawValue)

        #expect(try installation.hear("START", from: number)?.countListed == 1)
        let next = try installation.ingestTransactions(["T-3"], to: number)[0]
        #expect(try installation.gate(marks: PlainMarks()).live.map(\.messageID) == [next])
    }

    @Test func `is recognised by START though nothing was sent since`() throws {
        let other = try installation.addTenant()
        try installation.ingestTransactions(["T-1"], to: number, of: other)
        try installation.hear("STOP", from: number)
        guard case .erased(let certificate) = try installation.erase(number, of: other) else {
            return #expect(Bool(false))
        }
        #expect(certificate.optOutCount == 1)
        let heard = try installation.hear("START", from: number, marks: PlainMarks())
        #expect(heard?.tenant == other && heard?.countListed == 1)
    }

    @Test func `is not written to while nobody can tell who it is`() throws {
        try installation.ingestTransactions(["T-1"], to: number)
        try installation.hear("STOP", from: number)
        _ = try erase()
        let id = try installation.ingestTransactions(["T-2"], to: "+12125550199")[0]
        #expect(try installation.gate().live == [])
        #expect(try installation.status(id) == .scheduled)
        #expect(try installation.lastDetail(id, "rule") == "erased-numbers")
    }

    @Test func `may be erased again with the same opt-out, said twice meanwhile`() throws {
        try installation.ingestTransactions(["T-1"], to: number)
        try installation.hear("STOP", from: number)
        _ = try erase()
        try installation.ingestTransactions(["T-2"], to: number)
        // Without the key nobody knew that it was said before.
        try installation.hear("STOP", from: number)
        #expect(try erase().optOutCount == 1)
        try installation.ingestTransactions(["T-3"], to: number)
        #expect(try installation.gate(marks: PlainMarks()).live == [])
        #expect(try installation.hear("START", from: number, marks: PlainMarks())?.countListed == 1)
    }

    // MARK: - Certificates

    @Test func `is on a list that says nothing of whom`() throws {
        var ids: [String] = []
        for digit in 1...3 {
            let number = "+1212555019\(digit)"
            _ = try installation.ingestTransactions(["T-\(digit)"], to: number)
            ids.append(try erase(number).id)
        }
        let listed = try installation.functions.forTenant(installation.tenant) { connection in
            try Erasure.certificates(
                of: installation.tenant,
                before: ids[2],
                limit: 10,
                on: &connection
            )
        }
        #expect(listed.map(\.id) == [ids[1], ids[0]])
        #expect(listed.allSatisfy { $0.mark.utf8.count == 64 })
        let other = try installation.addTenant()
        let theirs = try installation.functions.forTenant(other) { connection in
            try Erasure.Certificate.find(ids[0], on: &connection)
        }
        #expect(theirs == nil)
    }

    @Test func `is noted in the record of changes with a masked number`() throws {
        _ = try installation.plant(number, name: "Zoë Quimby", words: "otter-77")
        let certificate = try erase()
        let entries = try installation.functions.forTenant(installation.tenant) { connection in
            var filter = AuditLog.Filter()
            filter.kind = "customer"
            return try AuditLog.list(
                of: installation.tenant,
                filter,
                limit: 5,
                on: &connection
            )
        }
        #expect(entries.map(\.action) == ["customer.erased"])
        #expect(entries[0].object == "+121…23")
        #expect(entries[0].after?.contains(certificate.id) == true)
    }
}

extension String {
    /// How many pieces the text falls into at a mark.
    fileprivate func components(of mark: String) -> Int {
        var (count, rest) = (1, self[...])
        while let range = rest.firstRange(of: mark) {
            count += 1
            rest = rest[range.upperBound...]
        }
        return count
    }
}
