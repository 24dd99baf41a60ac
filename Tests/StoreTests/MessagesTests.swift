import Messaging
import Postgres
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `A message` {
    private let installation: Installation
    init() throws { installation = try Installation() }

    private func find(_ id: String, of tenant: TenantID? = nil) throws -> String? {
        let tenant = tenant ?? installation.tenant
        return try installation.functions.forTenant(tenant) { connection in
            try Messages.find(id, of: tenant, on: &connection)
        }
    }

    private func cancel(_ externalID: String, by caller: Caller? = nil) throws -> Bool {
        let caller = caller ?? installation.caller()
        return try installation.functions.forTenant(caller.tenant) { connection in
            try Messages.cancel(transactionID: externalID, by: caller, on: &connection)
        }
    }

    private func retry(
        only messageID: String? = nil,
        from: String? = nil,
        to: String? = nil,
        by caller: Caller? = nil
    ) throws -> Int {
        let caller = caller ?? installation.caller()
        var filter = RetryFilter()
        filter.from = from
        filter.to = to
        return try installation.functions.forTenant(caller.tenant) { connection in
            try Messages.retryFailed(only: messageID, filter, by: caller, on: &connection)
        }
    }

    @Test func `is found by its id and by its transaction's, within its tenant`() throws {
        let other = try installation.addTenant()
        let id = try installation.ingestDue(["T-1"])[0]
        #expect(try find(id) == id)
        #expect(try find(id.uppercased()) == id)
        #expect(try find("T-1") == id)
        #expect(try find("T-2") == nil)
        #expect(try find(Installation.newID()) == nil)
        #expect(try find(id, of: other) == nil)
        #expect(try find("T-1", of: other) == nil)
    }

    /// A CRM may use UUIDs itself, for ids of its own.
    @Test func `is found by a transaction's id that looks like ours`() throws {
        let externalID = Installation.newID()
        let id = try installation.ingestDue([externalID])[0]
        #expect(try find(externalID) == id)
    }

    @Test func `can be cancelled before it is sent, once`() throws {
        let id = try installation.ingest([try installation.arriving("T-1")])[0].messageID
        #expect(try cancel("T-1"))
        #expect(try installation.status(id) == .cancelled)
        let record = try #require(try installation.detail("T-1")?.record)
        #expect(record.nextAttemptAt == nil)
        #expect(record.finishedAt != nil)
        #expect(try installation.timeline(id) == ["received", "cancelled"])
        #expect(try !cancel("T-1"))
        #expect(try !cancel("T-2"))
        #expect(try installation.takeUp() == [])
    }

    @Test func `cannot be cancelled by another tenant`() throws {
        let other = try installation.addTenant()
        let id = try installation.ingestDue(["T-1"])[0]
        #expect(try !cancel("T-1", by: installation.caller(other)))
        #expect(try installation.status(id) == .scheduled)
    }

    @Test func `cannot be cancelled while it is being sent, but before it is sent again`() throws {
        let id = try installation.sending("T-1")
        #expect(try !cancel("T-1"))
        #expect(try installation.status(id) == .queued)
        try installation.hear(.throttled(retryAfterSeconds: 60), about: id)
        #expect(try cancel("T-1"))
        #expect(try installation.status(id) == .cancelled)
    }

    @Test func `is sent again on request when it failed`() throws {
        try installation.allowAnyTransition()
        for status in DeliveryStatus.allCases {
            let id = try installation.sending(status.rawValue)
            try installation.execute(
                """
                UPDATE messages SET status = \(status.rawValue)::message_status,
                       finished_at = now(), error_code = '30003'
                 WHERE id = \(id)::uuid
                """
            )
            let isRetried = status == .failed || status == .undelivered
            #expect(try retry(only: id) == (isRetried ? 1 : 0), "\(status)")
            #expect(try installation.status(id) == (isRetried ? .scheduled : status))
            guard isRetried else { continue }
            #expect(try installation.timeline(id).last == "retryRequested")
            #expect(try installation.detail(id)?.record.finishedAt == nil)
            #expect(try installation.takeUp().map(\.attemptNumber) == [2])
            // What was tried before the request uses up no retries.
            #expect(
                try installation.value(
                    "SELECT free_attempts FROM messages WHERE id = \(id)::uuid"
                ) == 1
            )
        }
    }

    @Test func `is sent again with others of its tenant, or of a time`() throws {
        let other = try installation.addTenant()
        let ids = try installation.ingestDue(["T-1", "T-2", "T-3"])
        let others = try installation.ingestDue(["T-1"], of: other)
        try installation.execute(
            "UPDATE messages SET status = 'failed', next_attempt_at = NULL, finished_at = now()"
        )
        try installation.execute(
            "UPDATE messages SET received_at = '2026-11-20T10:00:00Z' WHERE id = \(ids[0])::uuid"
        )
        #expect(try retry(only: others[0]) == 0)
        #expect(try retry(from: "2026-11-20T10:00:00Z", to: "2026-11-20T10:00:00Z") == 0)
        #expect(try retry(from: "2026-11-20T10:00:00Z", to: "2026-11-20T10:00:01Z") == 1)
        #expect(try installation.status(ids[0]) == .scheduled)
        #expect(try retry() == 2)
        #expect(try retry() == 0)
        #expect(try installation.status(others[0]) == .failed)
        #expect(try retry(by: installation.caller(other)) == 1)
    }

    @Test func `moves only as the type says, in the database too`() throws {
        let id = try installation.ingestDue(["T-1"])[0]
        func move(to status: DeliveryStatus) throws {
            try installation.execute(
                """
                UPDATE messages SET status = \(status.rawValue)::message_status
                 WHERE id = \(id)::uuid
                """
            )
        }
        for before in DeliveryStatus.allCases {
            for after in DeliveryStatus.allCases where after != before {
                try installation.allowAnyTransition()
                try move(to: before)
                try installation.execute("ALTER TABLE messages ENABLE TRIGGER message_transitions")
                let isAllowed = (try? move(to: after)) != nil
                #expect(isAllowed == before.successors.contains(after), "\(before) \(after)")
            }
        }
    }

    @Test func `has a status`() throws {
        let id = try installation.ingestDue(["T-1"])[0]
        func status(_ id: String) throws -> DeliveryStatus? {
            try installation.functions.forTenant(installation.tenant) {
                try Messages.status(of: id, on: &$0)
            }
        }
        #expect(try status(id) == .scheduled)
        #expect(try status(Installation.newID()) == nil)
    }

    @Test func `is shown with its attempts and its timeline`() throws {
        let id = try installation.sending("T-1")
        let receipt = Receipt(
            providerMessageID: "SM1",
            status: .queued,
            segments: 2,
            price: try Money(decimal: "0.0079", currency: .usd),
            sender: "+15005550001"
        )
        try installation.hear(.accepted(receipt), about: id)
        let detail = try #require(try installation.detail("T-1"))
        #expect(detail.record.status == .queued)
        #expect(detail.record.body == "Hello")
        #expect(detail.record.segments == 2)
        #expect(detail.record.price == receipt.price)
        #expect(detail.record.providerMessageID == "SM1")
        #expect(detail.record.attemptCount == 1)
        let attempt = try #require(detail.attempts.first)
        #expect(detail.attempts.count == 1)
        #expect(attempt.number == 1)
        #expect(attempt.provider == "twilio")
        #expect(attempt.state == .accepted)
        #expect(attempt.status == .queued)
        #expect(attempt.sender == "+15005550001")
        #expect(attempt.endedAt != nil)
        #expect(detail.timeline.map(\.kind) == ["received", "attempted", "accepted"])
        #expect(detail.timeline.map(\.at) == detail.timeline.map(\.at).sorted())
        let other = try installation.addTenant()
        #expect(try installation.detail(id, of: other) == nil)
        #expect(try installation.detail("T-9") == nil)
    }
}
