import Messaging
import Postgres
import Store
import Synchronization
import TestSupport
import Testing
import Web

@Suite struct `Status counts` {
    private func counts(_ pairs: KeyValuePairs<DeliveryStatus, Int>) -> StatusCounts {
        var counts = StatusCounts()
        for (status, count) in pairs { counts[status] = count }
        return counts
    }

    @Test func `of statuses add up to what people ask for`() {
        var all = StatusCounts()
        for (power, status) in DeliveryStatus.allCases.enumerated() { all[status] = 1 << power }
        // scheduled 1, queued 2, sending 4, sent 8, delivered 16, undelivered 32, failed 64,
        // cancelled 128, expired 256, suppressed 512, unknown 1024
        #expect(all.total == 2047)
        #expect(all.pending == 1 + 2 + 4 + 1024)
        #expect(all.sent == 8 + 16 + 32)
        #expect(all.delivered == 16)
        #expect(all.failed == 32 + 64)
        #expect(all.cancelled == 128 + 256 + 512)
        #expect(all.pending + all.sent + all[.failed] + all.cancelled == all.total)
        all.add(all)
        #expect(all.total == 4094)
    }

    @Test(arguments: [
        (0, 0, nil), (1, 0, 1000), (0, 1, 0), (1, 2, 333), (2, 1, 667), (1, 1, 500),
        (999, 1, 999), (9999, 1, 1000), (1, 9999, 0),
    ])
    func `have a delivery rate once an outcome is known`(
        _ delivered: Int,
        _ failed: Int,
        _ perMille: Int?
    ) {
        #expect(counts([.delivered: delivered, .failed: failed]).deliveryPerMille == perMille)
        #expect(
            counts([.delivered: delivered, .undelivered: failed, .sent: 5]).deliveryPerMille
                == perMille
        )
    }
}

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `A tenant's figures` {
    private let installation: Installation
    init() throws {
        installation = try Installation()
        try installation.allowAnyTransition()
    }

    /// Compares every figure with the rows, as of one moment.
    private func expectExact(_ tenant: TenantID, days: Int) throws {
        try installation.functions.forTenant(tenant) { connection in
            try connection.transaction(.snapshot) { connection in
                let total = try Figures.total(of: tenant, on: &connection)
                let daily = try Figures.days(days, of: tenant, on: &connection)
                let houses = try Figures.dealerships(
                    days: days,
                    limit: 10,
                    of: tenant,
                    on: &connection
                )
                #expect(try total == counted(nil, of: tenant, on: &connection))
                #expect(daily.count == days)
                for day in daily {
                    let rows = try counted(day.date, of: tenant, on: &connection)
                    #expect(day.total == rows, "\(day.date)")
                }
                let inDays = try daily.reduce(into: 0) { sum, day in
                    sum += try counted(day.date, of: tenant, on: &connection).total
                }
                #expect(houses.map(\.counts.total).reduce(0, +) == inDays)
                #expect(Set(houses.map(\.name)).count == houses.count)
                #expect(houses.map(\.counts.total) == houses.map(\.counts.total).sorted(by: >))
            }
        }
    }

    /// The counts that the rows themselves give.
    private func counted(
        _ day: String?,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws -> StatusCounts {
        var counts = StatusCounts()
        let rows = try connection.query(
            """
            SELECT status, count(*) FROM messages
             WHERE tenant_id = \(tenant.rawValue)
               AND (\(day)::date IS NULL OR due_hour::date = \(day)::date)
             GROUP BY status
            """
        ).map { (row) throws(PostgresError) in
            (try row.decode(0, as: DeliveryStatus.self), try row.decode(1, as: Int.self))
        }
        for (status, count) in rows { counts[status] = count }
        return counts
    }

    private func fold(_ limit: Int) throws -> [Counts.Change] {
        try installation.workers.forAll { try Counts.fold(limit: limit, on: &$0) }
    }

    @Test(arguments: [1, 2, 3])
    func `are exact after every change, folded or not`(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let tenants = [installation.tenant, try installation.addTenant(zone: "Pacific/Auckland")]
        for _ in 0..<12 {
            let tenant = tenants.randomElement(using: &random) ?? installation.tenant
            switch Int.random(in: 0..<4, using: &random) {
            case 0: try installation.scatter(Int.random(in: 1...60, using: &random), of: tenant)
            case 1:
                let share = Double.random(in: 0...1, using: &random)
                try installation.execute(
                    """
                    UPDATE messages SET status = (enum_range(NULL::message_status))[
                        1 + floor(random() * 9)::int] WHERE random() < \(share)
                    """
                )
            case 2: _ = try fold(Int.random(in: 1...50, using: &random))
            default: _ = try fold(100_000)
            }
            try expectExact(tenant, days: 5)
        }
        for tenant in tenants { try expectExact(tenant, days: 1) }
    }

    @Test func `are exact while others change and fold`() throws {
        let installation = self.installation
        try installation.scatter(200)
        let failures = Mutex<[String]>([])
        let isDone = Atomic(false)
        Threads.run(4) { thread in
            do {
                switch thread {
                case 0:
                    for _ in 0..<15 { try installation.scatter(20) }
                    isDone.store(true, ordering: .releasing)
                case 1:
                    while !isDone.load(ordering: .acquiring) {
                        try installation.execute(
                            """
                            UPDATE messages SET status = (enum_range(NULL::message_status))[
                                1 + floor(random() * 9)::int] WHERE random() < 0.2
                            """
                        )
                    }
                case 2:
                    while !isDone.load(ordering: .acquiring) {
                        _ = try installation.workers.forAll {
                            try Counts.fold(limit: 37, on: &$0)
                        }
                    }
                default:
                    while !isDone.load(ordering: .acquiring) {
                        try self.expectExact(installation.tenant, days: 2)
                    }
                }
            } catch {
                isDone.store(true, ordering: .releasing)
                failures.withLock { $0.append("\(error)") }
            }
        }
        #expect(failures.withLock { $0 } == [])
        while try !fold(500).isEmpty {}
        try expectExact(installation.tenant, days: 5)
        #expect(try installation.value("SELECT count(*) FROM status_changes") == 0)
    }

    @Test func `forget what is rolled back`() throws {
        try installation.scatter(9)
        var connection = try installation.scratch.connect(as: .owner)
        #expect(throws: PostgresError.noRow) {
            try connection.transaction { connection in
                try connection.execute("UPDATE messages SET status = 'delivered'")
                throw PostgresError.noRow
            }
        }
        try expectExact(installation.tenant, days: 3)
    }

    @Test func `name every day and hour of the tenant's zone`() throws {
        let tenant = try installation.addTenant(zone: "Asia/Kolkata")
        try installation.ingestDue(["T-1"], of: tenant)
        let (days, hour, date) = try installation.functions.forTenant(tenant) { connection in
            try connection.transaction { connection in
                (
                    try Figures.days(3, of: tenant, on: &connection),
                    try connection.query("SELECT extract(hour FROM due_hour)::int FROM messages")
                        .value(as: Int.self),
                    try connection.query("SELECT to_char(due_hour, 'YYYY-MM-DD') FROM messages")
                        .value(as: String.self)
                )
            }
        }
        #expect(days.count == 3)
        let day = try #require(days.first { $0.date == date })
        #expect(day.hours?.keys.sorted() == [hour])
        #expect(day.hours?[hour]?[.scheduled] == 1)
        #expect(days.map(\.total.total).reduce(0, +) == 1)
    }

    @Test func `order dealerships by their messages, then by name`() throws {
        for (index, name) in ["B", "A", "C", "C", ""].enumerated() {
            var transaction = try installation.arriving("T-\(index)")
            transaction.kind = .test
            transaction.dealershipName = name.isEmpty ? nil : name
            try installation.ingest([transaction])
        }
        let houses = try installation.functions.forTenant(installation.tenant) {
            // Two days, for a test about midnight.
            try Figures.dealerships(days: 2, limit: 3, of: installation.tenant, on: &$0)
        }
        #expect(houses.map(\.name) == ["C", "", "A"])
        #expect(houses.map(\.counts.total) == [2, 1, 1])
    }

    @Test func `are folded in order, each change once`() throws {
        let ids = try installation.ingestDue(["T-1", "T-2"])
        try installation.takeUp()
        let first = try fold(3)
        #expect(Set(first.prefix(2).map(\.messageID)) == Set(ids))
        #expect(first.map(\.status) == [.scheduled, .scheduled, .queued])
        #expect(first.allSatisfy { $0.tenant == installation.tenant })
        #expect(try fold(3).map(\.status) == [.queued])
        #expect(try fold(3) == [])
    }
}
