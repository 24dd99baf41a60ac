import Messaging
import Postgres
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `A retry job` {
    private let installation: Installation
    private let tenant: TenantID
    init() throws {
        installation = try Installation()
        tenant = installation.tenant
        try installation.ingestDue((1...7).map { "T-\($0)" })
        try installation.takeUp()
        try installation.execute(
            "UPDATE messages SET status = 'failed', finished_at = now(), error_code = '30003'"
        )
    }

    private func create(_ filter: RetryFilter = RetryFilter()) throws -> RetryJob {
        try installation.functions.forTenant(tenant) { connection in
            try RetryJob.create(
                Installation.newID(),
                filter,
                total: try filter.count(of: tenant, on: &connection),
                by: installation.caller(),
                on: &connection
            )
        }
    }

    private func step(_ limit: Int) throws -> Bool {
        try installation.workers.inTransaction { connection in
            try RetryWork.step(limit: limit, on: &connection)
        }
    }

    private func find(_ id: String) throws -> RetryJob? {
        try installation.functions.forTenant(tenant) { connection in
            try RetryJob.find(id, of: tenant, on: &connection)
        }
    }

    private func scheduledCount() throws -> Int {
        try installation.value("SELECT count(*) FROM messages WHERE status = 'scheduled'")
    }

    @Test func `is worked off in batches, with progress`() throws {
        let job = try create()
        #expect(job.total == 7 && job.state == .running)
        #expect(try step(3))
        #expect(try find(job.id)?.done == 3)
        #expect(try scheduledCount() == 3)
        // One fails again at once: it is not this job's a second time.
        try installation.execute("UPDATE messages SET status = 'failed' WHERE status = 'scheduled'")
        #expect(try step(3))
        #expect(try step(3))
        let ended = try #require(try find(job.id))
        #expect(ended.state == .done && ended.done == 7 && ended.failed == 0)
        #expect(ended.endedAt != nil)
        #expect(try scheduledCount() == 4)
        #expect(try !step(3))
    }

    @Test func `loses and repeats nothing when its worker dies`() throws {
        let job = try create()
        #expect(throws: PostgresError.noRow) {
            try installation.workers.inTransaction { connection in
                _ = try RetryWork.step(limit: 3, on: &connection)
                throw PostgresError.noRow
            }
        }
        #expect(try find(job.id)?.done == 0)
        #expect(try scheduledCount() == 0)
        while try step(2) {}
        #expect(try find(job.id)?.done == 7)
        #expect(
            try installation.value(
                "SELECT count(*) FROM message_events WHERE kind = 'retryRequested'"
            ) == 7
        )
    }

    @Test func `goes no further once it is cancelled`() throws {
        let job = try create()
        #expect(try step(2))
        let cancelled = try installation.functions.forTenant(tenant) { connection in
            try RetryJob.cancel(job.id, of: tenant, on: &connection)
        }
        #expect(cancelled?.state == .cancelled)
        #expect(try !step(2))
        #expect(try scheduledCount() == 2)
    }

    @Test func `takes what its filter finds`() throws {
        func count(_ change: (inout RetryFilter) -> Void) throws -> Int {
            var filter = RetryFilter()
            change(&filter)
            return try installation.functions.forTenant(tenant) { connection in
                try filter.count(of: tenant, on: &connection)
            }
        }
        #expect(try count { $0.status = .failed } == 7)
        #expect(try count { $0.status = .undelivered } == 0)
        #expect(try count { $0.errorCode = "30003" } == 7)
        #expect(try count { $0.errorCode = "1" } == 0)
        #expect(try count { $0.provider = "twilio" } == 7)
        #expect(try count { $0.provider = "vonage" } == 0)
        #expect(try count { $0.dealership = "nowhere" } == 0)
        #expect(try count { $0.from = "2999-01-01T00:00:00Z" } == 0)
        var filter = RetryFilter()
        filter.errorCode = "30003"
        filter.status = .failed
        let job = try create(filter)
        while try step(100) {}
        #expect(try find(job.id)?.done == 7)
    }

    @Test func `is seen by its tenant only`() throws {
        let job = try create()
        let other = try installation.addTenant()
        let found = try installation.functions.forTenant(other) { connection in
            try RetryJob.find(job.id, of: other, on: &connection)
        }
        #expect(found == nil)
    }
}
