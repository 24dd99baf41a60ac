import Messaging
import Postgres
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `What is due` {
    private let installation: Installation
    init() throws { installation = try Installation() }

    private func claim(_ limit: Int = 100) throws -> [Dispatching.Due] {
        try installation.workers.inTransaction { connection in
            try Dispatching.claim(limit: limit, on: &connection)
        }
    }

    @Test func `is taken up by one worker at a time, without waiting for another`() throws {
        let ids = try installation.ingestDue((1...10).map { "T-\($0)" })
        let (first, second) = try installation.workers.inTransaction { connection in
            let first = try Dispatching.claim(limit: 6, on: &connection)
            let second = try claim(6)
            return (first.map(\.messageID), second.map(\.messageID))
        }
        #expect(first.count == 6)
        #expect(second.count == 4)
        #expect(Set(first + second) == Set(ids))
        // Nothing was recorded: all of it is due still.
        #expect(try claim().count == 10)
    }

    @Test func `is not what is due later, being sent, or not to be sent`() throws {
        try installation.ingest([try installation.arriving("later")])
        _ = try installation.sending("being sent")
        let id = try installation.ingestDue(["now"])[0]
        #expect(try claim().map(\.messageID) == [id])
    }

    @Test func `comes in the order of its time`() throws {
        let ids = try installation.ingestDue(["T-1", "T-2", "T-3"])
        try installation.execute(
            "UPDATE messages SET next_attempt_at = now() - interval '1 hour' WHERE id = \(ids[2])::uuid"
        )
        #expect(try claim(1).map(\.messageID) == [ids[2]])
    }

    @Test func `is no more than the largest batch of the tenants`() throws {
        try installation.ingestDue((1...5).map { "T-\($0)" })
        try installation.execute("UPDATE tenant_settings SET batch_size = 2")
        #expect(try claim().count == 2)
        _ = try installation.addTenant()
        #expect(try claim().count == 5)
    }

    @Test func `brings what its text is made of`() throws {
        try installation.execute(
            """
            UPDATE tenant_settings SET message_template = 'Hi', google_review_url = 'https://g.example',
                   trustpilot_url = 'https://t.example', feedback_url = 'https://f.example',
                   default_customer = 'friend', default_dealership = 'us', delay_hours = 0
            """
        )
        var full = try installation.arriving("T-1")
        full.customerName = "Zoë"
        full.dealershipName = "North"
        full.salesRepName = "Sam"
        full.amount = try Money(decimal: "25000", currency: .usd)
        full.ownText = "My own"
        try installation.ingest([full])
        try installation.ingest([try installation.arriving("T-2")])
        let due = try claim().sorted {
            $0.values[.transactionID] ?? "" < $1.values[.transactionID] ?? ""
        }
        #expect(due.map(\.ownText) == ["My own", nil])
        #expect(due.map(\.template) == ["Hi", "Hi"])
        #expect(due.map(\.recipient) == ["+15005550006", "+15005550006"])
        #expect(due.map(\.attemptNumber) == [1, 1])
        #expect(
            due[0].values == [
                .customerName: "Zoë", .dealershipName: "North", .amount: "25000.00",
                .reviewURL: "https://g.example", .feedbackURL: "https://f.example",
                .transactionID: "T-1", .salesRepName: "Sam",
            ]
        )
        #expect(
            due[1].values == [
                .customerName: "friend", .dealershipName: "us", .reviewURL: "https://g.example",
                .feedbackURL: "https://f.example", .transactionID: "T-2",
            ]
        )
        try installation.execute(
            "UPDATE tenant_settings SET google_review_url = '', default_customer = ''"
        )
        let values = try claim().map(\.values)
        #expect(values.allSatisfy { $0[.reviewURL] == "https://t.example" })
        #expect(values.contains { $0[.customerName] == nil })
    }

    @Test func `is recorded as an attempt before the provider is called`() throws {
        let id = try installation.ingestDue(["T-1"])[0]
        try installation.execute("UPDATE messages SET error_code = '30003'")
        try installation.workers.inTransaction { connection in
            #expect(try Dispatching.claim(limit: 9, on: &connection).count == 1)
            try Dispatching.record(
                [
                    .init(
                        .init(messageID: id, attemptNumber: 1, body: "Hello Zoë", segments: 3),
                        provider: "twilio"
                    )
                ],
                leaseSeconds: 90,
                on: &connection
            )
        }
        let detail = try #require(try installation.detail(id))
        #expect(detail.record.status == .queued)
        #expect(detail.record.body == "Hello Zoë")
        #expect(detail.record.segments == 3)
        #expect(detail.record.nextAttemptAt == nil)
        #expect(detail.record.errorCode == nil)
        #expect(detail.attempts.map(\.state) == [.started])
        #expect(detail.timeline.map(\.kind) == ["received", "attempted"])
        #expect(
            try installation.value(
                """
                SELECT check_at - started_at = interval '90 seconds'
                       AND body = 'Hello Zoë' AND tenant_id = 1 AND recipient = '+15005550006'
                  FROM attempts
                """
            )
        )
        #expect(try claim() == [])
    }

    @Test func `is not taken up when the transaction that claimed it fails`() throws {
        let ids = try installation.ingestDue(["T-1"])
        #expect(throws: PostgresError.noRow) {
            try installation.workers.inTransaction { connection in
                _ = try Dispatching.claim(limit: 9, on: &connection)
                try Dispatching.record(
                    [
                        .init(
                            .init(messageID: ids[0], attemptNumber: 1, body: "x", segments: 1),
                            provider: "twilio"
                        )
                    ],
                    leaseSeconds: 90,
                    on: &connection
                )
                throw PostgresError.noRow
            }
        }
        #expect(try claim().map(\.messageID) == ids)
        #expect(try installation.value("SELECT count(*) FROM attempts") == 0)
    }

    @Test func `is given up when no text can be made of it`() throws {
        let ids = try installation.ingestDue(["T-1", "T-2"])
        try installation.workers.forAll { connection in
            try Dispatching.giveUp([ids[0]], code: .templateEmpty, on: &connection)
        }
        let record = try #require(try installation.detail("T-1")?.record)
        #expect(record.status == .failed)
        #expect(record.errorCode == "template-empty")
        #expect(record.finishedAt != nil)
        #expect(record.nextAttemptAt == nil)
        #expect(try installation.timeline(ids[0]) == ["received", "failed"])
        #expect(try claim().map(\.messageID) == [ids[1]])
    }
}
