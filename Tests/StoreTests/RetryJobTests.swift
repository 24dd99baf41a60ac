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

    /// What is older than its validity would expire before it is sent, if the wish did not count.
    @Test func `makes old messages welcome again, which do not expire`() throws {
        try installation.execute("UPDATE messages SET due_at = now() - interval '200 hours'")
        try installation.execute("UPDATE attempts SET state = 'refused', ended_at = now()")
        let job = try create()
        while try step(3) {}
        #expect(try find(job.id)?.done == 7)
        #expect(try installation.gate().live.count == 7)
        #expect(try scheduledCount() == 7)
        // Nor does a provider that is away make them fail at once.
        try installation.takeUp()
        let id: String = try installation.value("SELECT id FROM messages LIMIT 1")
        try installation.hear(.notSent(reason: "away"), about: id, attempt: 2)
        #expect(try installation.status(id) == .scheduled)
    }

    @Test func `goes on where another connection stopped`() throws {
        let job = try create()
        #expect(try step(3))
        // A new process knows nothing but the row.
        let restarted = Database(installation.scratch.pool(as: .worker))
        func goOn() throws -> Bool {
            try restarted.inTransaction { connection in
                try RetryWork.step(limit: 3, on: &connection)
            }
        }
        while try goOn() {}
        let ended = try #require(try find(job.id))
        #expect(ended.done == 7 && ended.state == .done)
        #expect(
            try installation.value(
                """
                SELECT count(*) = 7 AND count(DISTINCT message_id) = 7 FROM message_events
                 WHERE kind = 'retryRequested' AND detail ->> 'job' = \(job.id)
                """
            )
        )
    }

    @Test func `is shared by workers without doing anything twice`() throws {
        let job = try create()
        let installation = installation
        Threads.run(4) { _ in
            for _ in 0..<20 {
                _ = try? installation.workers.inTransaction { connection in
                    try RetryWork.step(limit: 1, on: &connection)
                }
            }
        }
        while try step(1) {}
        #expect(try find(job.id)?.done == 7)
        #expect(
            try installation.value(
                "SELECT count(*) FROM message_events WHERE kind = 'retryRequested'"
            ) == 7
        )
    }

    @Test func `counts what was settled meanwhile as not done`() throws {
        let job = try create()
        #expect(try step(3))
        try installation.allowAnyTransition()
        try installation.execute(
            "UPDATE messages SET status = 'delivered' WHERE status = 'failed'"
        )
        while try step(3) {}
        let ended = try #require(try find(job.id))
        #expect(ended.state == .done && ended.done == 3)
        #expect(try scheduledCount() == 3)
    }
}

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `A retry by itself` {
    private let installation: Installation
    init() throws { installation = try Installation() }

    private func secondsToNext(_ id: String) throws -> Int? {
        try installation.value(
            """
            SELECT round(extract(epoch FROM next_attempt_at - now()))::integer FROM messages
             WHERE id = \(id)::uuid
            """
        )
    }

    private let passing = News.refused(Fault(code: "30008", errorClass: .transient))

    @Test func `comes as often and as late as the business configured`() throws {
        try installation.execute(
            "UPDATE tenant_settings SET retry_attempts = 2, retry_delay_minutes = 10"
        )
        let id = try installation.sending()
        for (attempt, minutes) in [(1, 10), (2, 20)] {
            try installation.hear(passing, about: id, attempt: attempt)
            #expect(try installation.status(id) == .scheduled)
            let seconds = try #require(try secondsToNext(id))
            #expect((minutes * 60 - 5...minutes * 72).contains(seconds))
            try installation.execute("UPDATE messages SET next_attempt_at = now()")
            try installation.takeUp()
        }
        try installation.hear(passing, about: id, attempt: 3)
        #expect(try installation.status(id) == .failed)
        #expect(try secondsToNext(id) == nil)
    }

    @Test func `does not come when the business wants none`() throws {
        try installation.execute("UPDATE tenant_settings SET retry_attempts = 0")
        let id = try installation.sending()
        try installation.hear(passing, about: id)
        #expect(try installation.status(id) == .failed)
    }

    @Test func `waits out trouble with the account, which costs nothing`() throws {
        try installation.execute("UPDATE tenant_settings SET retry_attempts = 0")
        let id = try installation.sending()
        for attempt in 1...3 {
            try installation.hear(
                .refused(Fault(.credentialsRefused)),
                about: id,
                attempt: attempt
            )
            #expect(try installation.status(id) == .scheduled)
            try installation.execute("UPDATE messages SET next_attempt_at = now()")
            try installation.takeUp()
        }
        #expect(
            try installation.value("SELECT free_attempts FROM messages WHERE id = \(id)::uuid") == 3
        )
    }
}
