import Messaging
import Postgres
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `A report` {
    private let installation: Installation
    init() throws { installation = try Installation() }

    private func report(
        _ status: DeliveryStatus,
        sid: String = "SM1",
        about messageID: String? = nil,
        attempt: Int? = nil,
        token: String? = nil
    ) -> Reports.Report {
        Reports.Report(
            provider: "twilio",
            receipt: Receipt(providerMessageID: sid, status: status),
            fault: status == .failed ? Fault(code: "30006", errorClass: .permanent) : nil,
            messageID: messageID,
            attemptNumber: attempt,
            idempotencyToken: token,
            raw: ["MessageStatus": .string(status.rawValue)]
        )
    }

    private func apply(_ reports: Reports.Report...) throws {
        try installation.workers.inTransaction { connection in
            try Reports.apply(reports, reportOverdueSeconds: 600, on: &connection)
        }
    }

    private func accepted() throws -> String {
        let id = try installation.sending()
        let receipt = Receipt(providerMessageID: "SM1", status: .queued)
        try installation.hear(.accepted(receipt), about: id)
        return id
    }

    private var storedCount: Int {
        get throws { try installation.value("SELECT count(*) FROM delivery_reports") }
    }

    @Test func `is kept as it came, and applied`() throws {
        let id = try accepted()
        try apply(report(.delivered, token: "t1"))
        #expect(try installation.status(id) == .delivered)
        #expect(
            try installation.value(
                """
                SELECT tenant_id = 1 AND message_id = \(id)::uuid AND provider_message_id = 'SM1'
                       AND raw = '{"MessageStatus": "delivered"}' FROM delivery_reports
                """
            )
        )
    }

    @Test func `that is repeated is kept and applied once`() throws {
        let id = try accepted()
        try apply(report(.sent, token: "t1"), report(.sent, token: "t1"))
        try apply(report(.sent, token: "t1"))
        #expect(try storedCount == 1)
        #expect(try installation.timeline(id).suffix(1) == ["reported"])
        #expect(try installation.timeline(id).count { $0 == "reported" } == 1)
    }

    @Test func `without a token that is repeated changes nothing the second time`() throws {
        let id = try accepted()
        try apply(report(.delivered))
        try apply(report(.delivered))
        #expect(try storedCount == 2)
        #expect(try installation.status(id) == .delivered)
        #expect(try installation.timeline(id).suffix(2) == ["reported", "lateReport"])
    }

    @Test func `about an unknown message is kept, and does no harm`() throws {
        let id = try accepted()
        try apply(
            report(.delivered, sid: "SM9", token: "t1"),
            report(.delivered, sid: "SM9", about: Installation.newID(), attempt: 1),
            report(.delivered, sid: "SM9", about: id, attempt: 2),
            report(.sent)
        )
        #expect(try storedCount == 4)
        #expect(try installation.status(id) == .sent)
        #expect(
            try installation.value("SELECT count(*) FROM delivery_reports WHERE message_id IS NULL")
                == 3
        )
    }

    @Test func `may come before the answer to the call is recorded`() throws {
        let id = try installation.sending()
        try apply(report(.sent, about: id, attempt: 1))
        #expect(try installation.status(id) == .sent)
        try installation.hear(
            .accepted(Receipt(providerMessageID: "SM1", status: .queued)),
            about: id
        )
        #expect(try installation.status(id) == .sent)
        try apply(report(.delivered))
        let detail = try #require(try installation.detail(id))
        #expect(detail.record.status == .delivered)
        #expect(detail.record.providerMessageID == "SM1")
    }

    /// An address names message and attempt for everyone to see; the provider's id says whose it is.
    @Test func `of another provider's message does not take over an attempt that has its own`()
        throws
    {
        let id = try accepted()
        try apply(report(.delivered, sid: "SM2", about: id, attempt: 1))
        #expect(try installation.status(id) == .queued)
    }

    @Test func `that comes in any order with others ends the same`() throws {
        let orders: [[DeliveryStatus]] = [
            [.queued, .sending, .sent, .delivered], [.delivered, .sent, .sending, .queued],
            [.sent, .delivered, .sent, .failed], [.delivered, .failed],
        ]
        for (index, statuses) in orders.enumerated() {
            let id = try installation.sending("T-\(index)")
            let reports = statuses.map { report($0, sid: "SM\(index)", about: id, attempt: 1) }
            try installation.workers.inTransaction { connection in
                try Reports.apply(reports, reportOverdueSeconds: 600, on: &connection)
            }
            #expect(try installation.status(id) == .delivered, "\(statuses)")
            let lines = try installation.timeline(id)
            #expect(lines.count { $0 == "reported" || $0 == "lateReport" } == statuses.count)
        }
    }

    @Test func `fails a message with its reason`() throws {
        let id = try accepted()
        try apply(report(.failed))
        let record = try #require(try installation.detail(id)?.record)
        #expect(record.status == .failed)
        #expect(record.errorCode == "30006")
    }

    @Test func `goes through a shared commit`() throws {
        let id = try accepted()
        let commits = Reports.groupCommit(on: installation.workers, reportOverdueSeconds: 600)
        let statuses: [DeliveryStatus] = [.queued, .sending, .sent, .delivered]
        let reports = statuses.map { report($0) }
        let failures = Tally()
        Threads.run(8) { thread in
            do { try commits.submit(reports[thread % 4]) } catch { failures.add(thread) }
        }
        #expect(failures.count == 0)
        #expect(try installation.status(id) == .delivered)
        #expect(try storedCount == 8)
    }
}
