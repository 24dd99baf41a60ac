import Messaging
import Postgres
import Store
import Synchronization
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `An arriving transaction` {
    private let installation: Installation
    init() throws { installation = try Installation() }

    @Test func `is stored with all that is known of it`() throws {
        var transaction = try installation.arriving("T-1")
        transaction.customerName = "Zoë \"Z\" O'Neil\\"
        transaction.customerID = "C-7"
        transaction.salesRepName = "Sam"
        transaction.dealershipName = "House, North"
        transaction.amount = try Money(decimal: "25000.000001", currency: .eur)
        transaction.completedAt = "2026-11-20T09:30:00+01:00"
        transaction.requestID = "r-1"
        let stored = try installation.ingest([transaction])
        #expect(stored.map(\.messageID) == [transaction.messageID])
        #expect(stored.map(\.status) == [.scheduled])
        #expect(stored.map(\.isDuplicate) == [false])

        let detail = try #require(try installation.detail("T-1"))
        let record = detail.record
        #expect(record.id == transaction.messageID)
        #expect(record.customerName == transaction.customerName)
        #expect(record.recipient == "+15005550006")
        #expect(record.salesRepName == "Sam")
        #expect(record.dealershipName == "House, North")
        #expect(record.amount == transaction.amount)
        #expect(record.kind == .transaction)
        #expect(record.dueAt == stored[0].dueAt)
        #expect(record.nextAttemptAt == stored[0].dueAt)
        #expect(record.attemptCount == 0)
        #expect(detail.timeline.map(\.kind) == ["received"])
        #expect(detail.timeline[0].detail.contains("r-1"))
        #expect(
            try installation.value(
                """
                SELECT completed_at = '2026-11-20T08:30:00Z' AND customer_id = 'C-7'
                  FROM transactions
                """
            )
        )
    }

    @Test(arguments: [0, 24, 168])
    func `is scheduled by the tenant's delay, and a test at once`(_ hours: Int) throws {
        try installation.execute("UPDATE tenant_settings SET delay_hours = \(hours)")
        try installation.ingest([try installation.arriving("T-1")])
        try installation.ingestDue(["T-2"])
        let delays = try installation.asOwner { connection in
            try connection.query(
                """
                SELECT (extract(epoch FROM due_at - received_at) / 3600)::int FROM messages
                 ORDER BY kind
                """
            ).values(as: Int.self)
        }
        #expect(delays == [hours, 0])
    }

    @Test func `is counted in the hour it is due in the tenant's zone`() throws {
        let tenant = try installation.addTenant(zone: "Asia/Kolkata")
        try installation.ingestDue(["T-1"], of: tenant)
        #expect(
            try installation.value(
                """
                SELECT due_hour = date_trunc('hour', due_at AT TIME ZONE 'Asia/Kolkata')
                  FROM messages
                """
            )
        )
    }

    @Test func `that is known already is answered for with its message as it stands`() throws {
        let first = try installation.ingest([try installation.arriving("T-1")])
        var again = try installation.arriving("T-1")
        again.customerName = "Someone else"
        #expect(try installation.ingest([again]).map(\.messageID) == first.map(\.messageID))
        _ = try installation.functions.forTenant(installation.tenant) { connection in
            try Messages.cancel(
                transactionID: "T-1",
                by: installation.caller(),
                on: &connection
            )
        }
        let third = try installation.ingest([try installation.arriving("T-1")])
        #expect(third.map(\.isDuplicate) == [true])
        #expect(third.map(\.status) == [.cancelled])
        #expect(try installation.detail("T-1")?.record.customerName == nil)
        #expect(try installation.value("SELECT count(*) FROM messages") == 1)
        #expect(try installation.value("SELECT count(*) FROM message_events") == 2)
    }

    @Test func `is the first of several with its id in one batch, or a duplicate`() throws {
        try installation.ingest([try installation.arriving("old")])
        let batch = try ["new", "old", "new", "other", "new"].map { try installation.arriving($0) }
        let stored = try installation.ingest(batch)
        #expect(stored.map(\.isDuplicate) == [false, true, true, false, true])
        #expect(stored[0].messageID == batch[0].messageID)
        #expect(stored[2].messageID == batch[0].messageID)
        #expect(stored[4].messageID == batch[0].messageID)
        #expect(stored[3].messageID == batch[3].messageID)
        #expect(try installation.value("SELECT count(*) FROM messages") == 3)
    }

    @Test func `is its tenant's, whatever ids and dealerships others have`() throws {
        let other = try installation.addTenant()
        var transactions = try [installation.tenant, other].map {
            try installation.arriving("T-1", of: $0)
        }
        for index in transactions.indices { transactions[index].dealershipName = "North" }
        let stored = try installation.ingest(transactions)
        #expect(stored.map(\.isDuplicate) == [false, false])
        #expect(stored.map(\.messageID) == transactions.map(\.messageID))
        #expect(try installation.value("SELECT count(DISTINCT tenant_id) FROM dealerships") == 2)
        #expect(try installation.detail("T-1", of: other)?.record.id == stored[1].messageID)
    }

    @Test func `of a tenant that there is not is refused`() throws {
        let transaction = try installation.arriving("T-1", of: TenantID(rawValue: 99))
        #expect(throws: (any Error).self) { try installation.ingest([transaction]) }
        #expect(try installation.ingest([]).isEmpty)
    }

    /// Two CRMs' batches with the same ids would lock each other out if the rows went in in the
    /// order of arrival.
    @Test func `in overlapping batches of opposite orders never deadlocks`() throws {
        let ids = (0..<60).map { "T-\($0)" }
        let stored = Mutex<[[StoredTransaction]]>([])
        let failures = Mutex<[String]>([])
        let installation = self.installation
        Threads.run(6) { thread in
            for round in 0..<5 {
                do {
                    let ids = ids.map { "\(round) \($0)" }
                    let batch = try (thread % 2 == 0 ? ids : ids.reversed()).map { id in
                        var transaction = try installation.arriving(id)
                        transaction.dealershipName = "House \(id.suffix(1))"
                        return transaction
                    }
                    let outcome = try installation.ingest(batch)
                    stored.withLock { $0.append(outcome) }
                } catch {
                    failures.withLock { $0.append("\(error)") }
                }
            }
        }
        #expect(failures.withLock { $0 } == [])
        #expect(stored.withLock { $0.flatMap { $0 }.count { !$0.isDuplicate } } == 5 * ids.count)
        #expect(try installation.value("SELECT count(*) FROM messages") == 5 * ids.count)
    }

    @Test func `in a shared commit gets its own answer`() throws {
        let commits = Ingest.groupCommit(on: installation.functions)
        let installation = self.installation
        let wrong = Mutex<[String]>([])
        Threads.run(16) { thread in
            for round in 0..<4 {
                do {
                    let request = try (0..<3).map {
                        try installation.arriving("\(thread) \(round) \($0)")
                    }
                    let stored = try commits.submit(request)
                    guard stored.map(\.messageID) == request.map(\.messageID) else {
                        wrong.withLock { $0.append("\(thread) \(round)") }
                        continue
                    }
                } catch {
                    wrong.withLock { $0.append("\(error)") }
                }
            }
        }
        #expect(wrong.withLock { $0 } == [])
        #expect(try installation.value("SELECT count(*) FROM messages") == 16 * 4 * 3)
    }
}
