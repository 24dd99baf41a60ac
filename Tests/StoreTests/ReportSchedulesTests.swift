import Postgres
import Statistics
import Store
import Synchronization
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `Schedules of reports` {
    private let installation: Installation
    init() throws { installation = try Installation() }

    // MARK: - The clock

    /// New York puts its clocks forward on 8 March and back on 1 November 2026, at two in the night.
    @Test(arguments: [
        ("week", 1, "07:00", "2026-11-14 12:00+00", "2026-11-16T12:00"),
        ("week", 1, "07:00", "2026-11-16 11:59+00", "2026-11-16T12:00"),
        ("week", 1, "07:00", "2026-11-16 12:00+00", "2026-11-23T12:00"),
        ("week", 7, "07:00", "2026-03-01 12:00+00", "2026-03-08T11:00"),
        ("week", 7, "02:30", "2026-03-07 12:00+00", "2026-03-08T07:30"),
        ("week", 7, "01:30", "2026-10-31 12:00+00", "2026-11-01T06:30"),
        ("week", 7, "23:00", "2026-11-08 03:30+00", "2026-11-09T04:00"),
        ("month", 1, "07:00", "2026-10-15 12:00+00", "2026-11-01T12:00"),
        ("month", 1, "07:00", "2026-11-01 12:00+00", "2026-12-01T12:00"),
        ("month", 31, "07:00", "2026-02-10 12:00+00", "2026-02-28T12:00"),
        ("month", 31, "07:00", "2026-02-28 12:00+00", "2026-03-31T11:00"),
        ("month", 30, "00:00", "2027-01-31 12:00+00", "2027-02-28T05:00"),
        ("month", 15, "07:00", "2026-12-20 12:00+00", "2027-01-15T12:00"),
    ])
    func `go by the clock of the business`(
        _ every: String,
        _ day: Int,
        _ clock: String,
        _ since: String,
        _ next: String
    ) throws {
        let found: String = try installation.value(
            """
            SELECT iso8601(next_report_at(\(every), \(day), \(clock)::time, 'America/New_York',
                                          \(since)::timestamptz))
            """
        )
        #expect(found.hasPrefix(next))
    }

    @Test(arguments: [
        ("week", "2026-11-16 12:00+00", "2026-11-09", "2026-11-16"),
        // Still the evening before in New York.
        ("week", "2026-11-16 04:00+00", "2026-11-08", "2026-11-15"),
        ("month", "2026-11-01 12:00+00", "2026-10-01", "2026-11-01"),
        ("month", "2026-03-31 12:00+00", "2026-02-01", "2026-03-01"),
        ("month", "2027-01-01 03:00+00", "2026-11-01", "2026-12-01"),
    ])
    func `tell of the days before`(
        _ every: String,
        _ moment: String,
        _ first: String,
        _ end: String
    ) throws {
        let found: String = try installation.value(
            """
            SELECT from_day::text || ' ' || to_day::text
              FROM report_days(\(every), \(moment)::timestamptz, 'America/New_York')
            """
        )
        #expect(found == "\(first) \(end)")
    }

    @Test func `move with the zone of the business`() throws {
        let schedule = try create()
        try installation.execute("UPDATE tenants SET time_zone = 'Asia/Tokyo' WHERE id = 1")
        let moved = try #require(try list().first)
        #expect(moved.nextAt != schedule.nextAt)
        #expect(moved.nextAt?.contains("T22:00") == true)
    }

    // MARK: - What a person changes

    @Test func `are created, changed and removed`() throws {
        let made = try create()
        #expect(try list() == [made])
        #expect(made.plan == plan())
        #expect(made.createdBy == "Ada")
        let other = plan(every: .month, day: 31, recipients: ["b@example.com"], isEnabled: false)
        let changed = try #require(
            try installation.functions.forTenant(installation.tenant) { connection in
                try ReportSchedule.change(
                    made.id,
                    to: other,
                    of: installation.tenant,
                    on: &connection
                )
            }
        )
        #expect(changed.plan == other && changed.nextAt == nil)
        #expect(try delete(made.id))
        #expect(try !delete(made.id))
        #expect(try list().isEmpty)
    }

    @Test func `of another business are out of reach`() throws {
        let made = try create()
        let other = try installation.addTenant()
        let found = try installation.functions.forTenant(other) { connection in
            (
                try ReportSchedule.list(of: installation.tenant, on: &connection),
                try ReportSchedule.change(
                    made.id,
                    to: plan(),
                    of: installation.tenant,
                    on: &connection
                ),
                try ReportSchedule.delete(made.id, of: installation.tenant, on: &connection)
            )
        }
        #expect(found.0.isEmpty && found.1 == nil && !found.2)
    }

    // MARK: - Sending

    @Test func `make one mail for each address, once`() throws {
        try create(recipients: ["a@example.com", "b@example.com"])
        try fallDue()
        let tasks = [try claim(), try claim(), try claim()]
        #expect(Set(tasks.compactMap { $0?.address }) == ["a@example.com", "b@example.com"])
        #expect(tasks[2] == nil)
        try fallDue()
        #expect(try claim() == nil)
    }

    @Test func `send only the newest after a long stop`() throws {
        try create()
        try installation.execute("UPDATE report_schedules SET next_at = now() - interval '50 days'")
        let task = try #require(try claim())
        #expect(try claim() == nil)
        let isNewest: Bool = try installation.value(
            "SELECT now() - \(task.range.last.description)::date < interval '9 days'"
        )
        #expect(isNewest)
        #expect(task.range.count == 7)
        #expect(try installation.value("SELECT next_at > now() FROM report_schedules") as Bool)
    }

    @Test func `send nothing while switched off`() throws {
        try create(isEnabled: false)
        try fallDue()
        #expect(try claim() == nil)
    }

    @Test func `leave the mail of a dead sender to another, and forget what it says then`() throws {
        try create()
        try fallDue()
        let dead = try #require(try claim())
        #expect(try claim() == nil)
        try installation.execute("UPDATE report_deliveries SET next_try_at = now()")
        let other = try #require(try claim())
        #expect(other.id == dead.id && other.attemptCount == 2)
        try record(.failed(error: "late"), of: dead)
        #expect(try latest().map(\.state) == [.sending])
        try record(.sent, of: other)
        #expect(try latest().map(\.state) == [.sent])
        #expect(try claim() == nil)
    }

    @Test func `try again later, and say why`() throws {
        try create()
        try fallDue()
        try record(.later(seconds: 60, error: "busy"), of: try #require(try claim()))
        let delivery = try #require(try latest().first)
        #expect(delivery.state == .waiting && delivery.error == "busy")
        #expect(delivery.nextTryAt != nil && delivery.endedAt == nil)
        #expect(try claim() == nil)
    }

    @Test func `are sent at once when somebody asks, but not twice at a time`() throws {
        let schedule = try create(recipients: ["a@example.com", "b@example.com"])
        #expect(try ask(schedule.id) == 2)
        #expect(try ask(schedule.id) == 0)
        try record(.sent, of: try #require(try claim()))
        let again = try ask(schedule.id)
        #expect(again == 1)
        #expect(try latest().allSatisfy { $0.askedBy == "Ada" })
    }

    @Test func `are claimed by one of many at the same time`() throws {
        try create(recipients: (1...20).map { "n\($0)@example.com" })
        try fallDue()
        let claimed = Mutex<[Int64]>([])
        Threads.run(8) { _ in
            while let task = try? claim() { claimed.withLock { $0.append(task.id) } }
        }
        let ids = claimed.withLock { $0 }
        #expect(ids.count == 20)
        #expect(Set(ids).count == 20)
    }
}

// MARK: -

extension `Schedules of reports` {
    private func plan(
        every: ReportInterval = .week,
        day: Int = 1,
        recipients: [String] = ["a@example.com"],
        isEnabled: Bool = true
    ) -> ReportSchedule.Plan {
        ReportSchedule.Plan(
            every: every,
            day: day,
            clock: "07:00",
            recipients: recipients,
            paper: "a4",
            isEnabled: isEnabled
        )
    }

    @discardableResult
    private func create(
        recipients: [String] = ["a@example.com"],
        isEnabled: Bool = true
    ) throws -> ReportSchedule {
        try installation.functions.forTenant(installation.tenant) { connection in
            try ReportSchedule.create(
                plan(recipients: recipients, isEnabled: isEnabled),
                by: installation.caller(),
                on: &connection
            )
        }
    }

    private func list() throws -> [ReportSchedule] {
        try installation.functions.forTenant(installation.tenant) { connection in
            try ReportSchedule.list(of: installation.tenant, on: &connection)
        }
    }

    private func delete(_ id: Int64) throws -> Bool {
        try installation.functions.forTenant(installation.tenant) { connection in
            try ReportSchedule.delete(id, of: installation.tenant, on: &connection)
        }
    }

    private func fallDue() throws {
        try installation.execute(
            "UPDATE report_schedules SET next_at = now() - interval '1 second'"
        )
    }

    /// As the function does it, which belongs to no business.
    private func claim() throws -> ReportDelivery.Task? {
        try installation.functions.forAll { connection in
            try ReportDelivery.claim(leaseSeconds: 300, on: &connection)
        }
    }

    private func record(
        _ outcome: ReportDelivery.Outcome,
        of task: ReportDelivery.Task
    ) throws {
        try installation.functions.forTenant(task.tenant) { connection in
            try ReportDelivery.record(outcome, of: task, on: &connection)
        }
    }

    private func latest() throws -> [ReportDelivery] {
        try installation.functions.forTenant(installation.tenant) { connection in
            try ReportDelivery.latest(
                perSchedule: 40,
                of: installation.tenant,
                on: &connection
            )
        }
    }

    private func ask(_ schedule: Int64) throws -> Int {
        try installation.functions.forTenant(installation.tenant) { connection in
            try ReportDelivery.ask(for: schedule, by: installation.caller(), on: &connection)
        }
    }
}
