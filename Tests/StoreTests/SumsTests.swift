import Messaging
import Postgres
import Statistics
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `Sums for analytics` {
    private let installation: Installation
    init() throws {
        installation = try Installation()
        try installation.allowAnyTransition()
    }

    // MARK: - Exact

    @Test(arguments: [1, 2, 3])
    func `equal a recount after every change, folded or not`(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let tenants = [installation.tenant, try installation.addTenant(zone: "Pacific/Auckland")]
        for _ in 0..<8 {
            let tenant = tenants.randomElement(using: &random) ?? installation.tenant
            switch Int.random(in: 0..<4, using: &random) {
            case 0: try installation.scatter(Int.random(in: 1...60, using: &random), of: tenant)
            case 1, 2: try upset(Double.random(in: 0...1, using: &random))
            default: try fold(Int.random(in: 1...80, using: &random))
            }
            try expectExact(tenant)
        }
        try fold(100_000)
        for tenant in tenants { try expectExact(tenant) }
    }

    @Test func `are exact after the migration counts what there is`() throws {
        try installation.scatter(80)
        try upset(0.8)
        try fold(30)
        let folder = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined()
        try installation.asOwner { connection in
            // As the migration does it, on tables that are emptied for it.
            try connection.execute("TRUNCATE delivery_sums, latency_sums, error_sums")
            try connection.execute("TRUNCATE cost_sums, hour_sums, answer_sums")
        }
        try installation.scratch.load(path: "\(folder)/Migrations/revert/analytics.sql")
        try installation.scratch.load(path: "\(folder)/Migrations/deploy/analytics.sql")
        // The provider of a message came with the migration, and goes with it.
        try expectExact(installation.tenant)
    }

    @Test func `follow a message from its arrival to its delivery`() throws {
        try installation.priceAtOneCent()
        let id = try installation.ingestDue(["T-1"])[0]
        #expect(try today(.all)?.value[.scheduled] == 1)
        try installation.admit()
        #expect(try today(.provider)?.member == "twilio")
        #expect(try today(.provider)?.value[.queued] == 1)
        #expect(try costs(.country).map(\.member) == ["US"])
        try installation.execute(
            """
            UPDATE messages SET status = 'sent', sent_at = now() - interval '2 seconds'
             WHERE id = \(id)::uuid
            """
        )
        try installation.execute(
            """
            UPDATE messages SET status = 'delivered', finished_at = now(), price_micros = 7900,
                                price_currency = 'USD'
             WHERE id = \(id)::uuid
            """
        )
        for folded in [false, true] {
            if folded { try fold(100) }
            #expect(try today(.all)?.value.delivered == 1)
            #expect(try today(.all)?.value.total == 1)
            #expect(try costs(.all).map(\.value.total.decimal) == ["0.0079"])
            let times = try sums { selection, connection in
                try Sums.latencies(selection, on: &connection)
            }
            #expect(times.first?.value.count == 1)
            #expect(abs((times.first?.value.mean ?? 0) - 2000) < 200)
        }
    }

    @Test func `take over what an invoice says`() throws {
        try installation.priceAtOneCent()
        let ids = try installation.ingestDue(["T-1", "T-2"])
        try installation.admit()
        try installation.execute("UPDATE attempts SET provider_message_id = 'SM' || message_id")
        #expect(try costs(.all).map(\.value.total.decimal) == ["0.02"])
        let lines = [(2, ids[0], 12_000), (3, ids[0], 500)].map { line, id, micros in
            Invoices.Line(
                line: line,
                subject: .message(providerMessageID: "SM\(id)"),
                amount: Money(micros: Int64(micros), currency: .usd)
            )
        }
        _ = try installation.functions.inTransaction(forTenant: installation.tenant) { connection in
            try Invoices.save(
                lines,
                provider: "twilio",
                file: (name: "may.csv", hash: "one"),
                by: installation.caller(),
                on: &connection
            )
        }
        #expect(try costs(.all).map(\.value.total.decimal) == ["0.0225"])
        try fold(100)
        #expect(try costs(.all).map(\.value.total.decimal) == ["0.0225"])
        let known: String = try installation.value(
            "SELECT sum(cost_micros)::text FROM message_costs()"
        )
        #expect(known == "22500")
    }

    @Test func `leave retries out of a provider's times`() throws {
        let ids = try installation.ingestDue(["T-1", "T-2"])
        try installation.takeUp()
        try installation.execute(
            """
            UPDATE messages SET status = 'delivered', sent_at = now() - interval '1 second',
                   finished_at = now(),
                   attempt_count = CASE WHEN id = \(ids[0])::uuid THEN 1 ELSE 2 END
            """
        )
        for folded in [false, true] {
            if folded { try fold(100) }
            func count(_ slice: FigureSlice) throws -> Int? {
                try sums(slice) { selection, connection in
                    try Sums.latencies(selection, on: &connection)
                }.first?.value.count
            }
            #expect(try count(.all) == 2)
            #expect(try count(.provider) == 1)
        }
    }

    // MARK: - Answers

    @Test func `count replies and opt-outs, each once`() throws {
        try installation.ingestTransactions(["T-1"])
        try installation.hear("When do you open?")
        try installation.hear("STOP")
        try installation.hear("STOP")
        try installation.hear("HELP", from: "+12125550199")
        _ = try installation.suppress("+12125550198", from: .import)
        for folded in [false, true] {
            if folded {
                try installation.workers.forAll { try Counts.foldAnswers(limit: 2, on: &$0) }
                try installation.workers.forAll { try Counts.foldAnswers(limit: 9, on: &$0) }
            }
            let answers = try sums { selection, connection in
                try Sums.answers(selection, on: &connection)
            }
            #expect(answers.map(\.value.replies) == [1])
            #expect(answers.map(\.value.optOuts) == [1])
        }
    }

    @Test func `count clicks and ratings on the day of their message`() throws {
        let ids = try installation.ingestDue(["T-1", "T-2"])
        try installation.execute(
            "UPDATE messages SET due_hour = due_hour - interval '5 days' WHERE id = \(ids[0])::uuid"
        )
        for (id, stars) in zip(ids, [5, 2]) {
            _ = try installation.functions.inTransaction(forTenant: installation.tenant) {
                try Engaging.rate(id, stars: stars, comment: "", on: &$0)
            }
        }
        for folded in [false, true] {
            if folded {
                try installation.workers.forAll { try Counts.foldAnswers(limit: 9, on: &$0) }
            }
            let found = try sums { selection, connection in
                var daily = selection
                daily.grain = .day
                return try Sums.answers(daily, on: &connection)
            }
            #expect(found.map(\.value.clicked) == [1, 1])
            #expect(found.map(\.value.rated) == [1, 1])
            #expect(found.map(\.value.stars) == [5, 2])
        }
    }

    @Test func `are nobody else's`() throws {
        try installation.scatter(20)
        try upset(1)
        let other = try installation.addTenant()
        try fold(10)
        let range = try range(of: other)
        for tenant in [other, installation.tenant] {
            let selection = FigureSelection(range, of: tenant)
            let (deliveries, costs, hours) = try installation.functions.forTenant(other) {
                (
                    try Sums.deliveries(selection, on: &$0), try Sums.costs(selection, on: &$0),
                    try Sums.weekHours(range, of: tenant, on: &$0)
                )
            }
            #expect(deliveries.isEmpty && costs.isEmpty && hours.isEmpty)
        }
    }

    @Test func `put times into the same buckets as their reader`() throws {
        for milliseconds in [0, 1, 15, 16, 17, 31, 32, 255, 256, 1000, 59_999, 2_000_000_000] {
            let bucket: Int = try installation.value(
                "SELECT latency_bucket(\(milliseconds)::integer)::integer"
            )
            #expect(bucket == DurationHistogram.bucket(of: milliseconds))
        }
    }
}

// MARK: - Helpers

extension `Sums for analytics` {
    private func fold(_ limit: Int) throws {
        _ = try installation.workers.forAll { try Counts.fold(limit: limit, on: &$0) }
    }

    /// Gives a share of all messages another past.
    private func upset(_ share: Double) throws {
        try installation.execute(
            """
            UPDATE messages m
               SET status = (enum_range(NULL::message_status))[1 + floor(random() * 11)::int],
                   attempt_count = d.attempts,
                   provider = CASE WHEN d.attempts > 0
                                   THEN (ARRAY['twilio', 'vonage', 'kannel'])[d.way] END,
                   recipient_country = (ARRAY['US', 'GB', NULL])[1 + floor(random() * 3)::int],
                   error_code = (ARRAY['30003', '21614', NULL])[1 + floor(random() * 3)::int],
                   estimate_micros = d.micros, estimate_currency = d.currency,
                   price_micros = CASE WHEN random() < 0.5 THEN 7900 END,
                   price_currency = 'USD',
                   sent_at = CASE WHEN random() < 0.9 THEN now() - random() * interval '1 hour' END,
                   finished_at = CASE WHEN random() < 0.9 THEN now() END
              FROM (SELECT id, floor(random() * 3)::int AS attempts,
                           1 + floor(random() * 3)::int AS way,
                           CASE WHEN random() < 0.8 THEN floor(random() * 9999)::bigint END
                               AS micros,
                           (ARRAY['USD', 'EUR'])[1 + floor(random() * 2)::int] AS currency
                      FROM messages) d
             WHERE d.id = m.id AND random() < \(share)
            """
        )
    }

    private func range(of tenant: TenantID) throws -> DayRange {
        try installation.functions.forTenant(tenant) { connection in
            DayRange(30, upTo: try Sums.today(of: tenant, on: &connection))
        }
    }

    private func sums<Value: Sendable>(
        _ slice: FigureSlice = .all,
        _ body: (FigureSelection, inout Connection) throws -> [Sums.Line<Value>]
    ) throws -> [Sums.Line<Value>] {
        let tenant = installation.tenant
        let range = try range(of: tenant)
        return try installation.functions.forTenant(tenant) { connection in
            try body(FigureSelection(range, of: tenant, slice), &connection)
        }
    }

    private func today(_ slice: FigureSlice) throws -> Sums.Line<StatusCounts>? {
        try sums(slice) { selection, connection in
            try Sums.deliveries(selection, on: &connection)
        }.first
    }

    private func costs(_ slice: FigureSlice) throws -> [Sums.Line<Sums.Cost>] {
        try sums(slice) { selection, connection in
            try Sums.costs(selection, on: &connection)
        }
    }

    /// Compares every sum with the rows, as of one moment.
    private func expectExact(_ tenant: TenantID) throws {
        try installation.functions.forTenant(tenant) { connection in
            try connection.transaction(.snapshot) { connection in
                let today = try Sums.today(of: tenant, on: &connection)
                for (slice, column) in slices {
                    for grain in [FigureSelection.Grain.day, .week, .whole] {
                        let selection = FigureSelection(
                            DayRange(9, upTo: today),
                            of: tenant,
                            slice,
                            by: grain
                        )
                        try expectExact(selection, column, on: &connection)
                    }
                }
                try expectExactHours(DayRange(9, upTo: today), of: tenant, on: &connection)
            }
        }
    }

    private var slices: [(FigureSlice, SQL)] {
        [
            (.all, "''"), (.dealership, "coalesce(dealership_id, 0)::text"),
            (.provider, "provider"),
            (.country, "CASE WHEN provider IS NOT NULL THEN coalesce(recipient_country, '') END"),
        ]
    }

    private func expectExact(
        _ selection: FigureSelection,
        _ member: SQL,
        on connection: inout Connection
    ) throws {
        let bin: SQL =
            switch selection.grain {
            case .day: "to_char(due_hour, 'YYYY-MM-DD')"
            case .week: "to_char(date_trunc('week', due_hour), 'YYYY-MM-DD')"
            case .whole: "''"
            }
        let rows: SQL = """
            SELECT *, \(bin) AS bin, \(member) AS member,
                   CASE WHEN price_micros IS NULL THEN estimate_micros ELSE price_micros END
                       AS micros,
                   CASE WHEN price_micros IS NULL THEN estimate_currency ELSE price_currency END
                       AS money,
                   round(extract(epoch FROM finished_at - sent_at) * 1000)::bigint AS took
              FROM messages
             WHERE tenant_id = \(selection.tenant.rawValue)
               AND due_hour >= \(selection.range.first.description)::date
               AND due_hour < \(selection.range.last.description)::date + 1
               AND \(member) IS NOT NULL
            """
        func recount(_ sql: SQL) throws -> [String] {
            try connection.query(sql).map { (row) throws(PostgresError) in
                try row.decode(0, as: String.self)
            }.sorted()
        }

        if selection.slice != .country {
            let deliveries = try Sums.deliveries(selection, on: &connection)
                .filter { $0.value.total > 0 }
                .map {
                    "\($0.day)|\($0.member)|\($0.value.total)|\($0.value.delivered)|\($0.value.pending)|\($0.value.failed)|\($0.value.cancelled)|\($0.value.sent)"
                }
            #expect(
                try deliveries.sorted()
                    == recount(
                        """
                        SELECT concat_ws('|', bin, member, count(*),
                               count(*) FILTER (WHERE status = 'delivered'),
                               count(*) FILTER (WHERE status IN
                                                ('scheduled', 'queued', 'sending', 'unknown')),
                               count(*) FILTER (WHERE status IN ('failed', 'undelivered')),
                               count(*) FILTER (WHERE status IN ('cancelled', 'expired', 'suppressed')),
                               count(*) FILTER (WHERE status IN ('sent', 'delivered', 'undelivered')))
                          FROM (\(rows)) r GROUP BY bin, member
                        """
                    )
            )
            let failures = try Sums.failures(selection, on: &connection)
                .map { "\($0.day)|\($0.member)|\($0.value.code)|\($0.value.messageCount)" }
            #expect(
                try failures.sorted()
                    == recount(
                        """
                        SELECT concat_ws('|', bin, member, coalesce(error_code, ''), count(*))
                          FROM (\(rows)) r WHERE status IN ('failed', 'undelivered')
                         GROUP BY bin, member, error_code
                        """
                    )
            )
        }
        if [.all, .provider].contains(selection.slice) {
            let times = try Sums.latencies(selection, on: &connection)
                .map { "\($0.day)|\($0.member)|\($0.value.count)" }
            let counted: SQL = selection.slice == .provider ? "attempt_count <= 1" : "true"
            #expect(
                try times.sorted()
                    == recount(
                        """
                        SELECT concat_ws('|', bin, member, count(*)) FROM (\(rows)) r
                         WHERE status = 'delivered' AND sent_at < finished_at AND \(counted)
                         GROUP BY bin, member
                        """
                    )
            )
        }
        let costs = try Sums.costs(selection, on: &connection)
            .map {
                "\($0.day)|\($0.member)|\($0.value.total.currency)|\($0.value.messageCount)|\($0.value.total.micros)"
            }
        #expect(
            try costs.sorted()
                == recount(
                    """
                    SELECT concat_ws('|', bin, member, money, count(*), sum(coalesce(micros, 0)))
                      FROM (\(rows)) r WHERE provider IS NOT NULL AND micros IS NOT NULL
                     GROUP BY bin, member, money
                    """
                )
        )
    }

    private func expectExactHours(
        _ range: DayRange,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws {
        let hours = try Sums.weekHours(range, of: tenant, on: &connection)
            .map {
                "\($0.weekday)|\($0.hour)|\($0.messageCount)|\($0.sentCount)|\($0.deliveredCount)|\($0.failedCount)"
            }
        let counted = try connection.query(
            """
            SELECT concat_ws('|', extract(isodow FROM due_hour), extract(hour FROM due_hour),
                             count(*),
                             count(*) FILTER (WHERE status IN ('sent', 'delivered', 'undelivered')),
                             count(*) FILTER (WHERE status = 'delivered'),
                             count(*) FILTER (WHERE status IN ('failed', 'undelivered')))
              FROM messages
             WHERE tenant_id = \(tenant.rawValue) AND due_hour >= \(range.first.description)::date
               AND due_hour < \(range.last.description)::date + 1
             GROUP BY extract(isodow FROM due_hour), extract(hour FROM due_hour)
            """
        ).map { (row) throws(PostgresError) in try row.decode(0, as: String.self) }
        #expect(hours.sorted() == counted.sorted())
    }
}
