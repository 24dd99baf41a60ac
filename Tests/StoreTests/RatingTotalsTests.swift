import Messaging
import Postgres
import Store
import Synchronization
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `Totals of ratings` {
    private let installation: Installation

    init() throws {
        installation = try Installation()
        try installation.scatter(400)
    }

    private func fold(_ limit: Int) throws -> Int {
        try installation.workers.forAll { try Ratings.fold(limit: limit, on: &$0) }
    }

    /// Rates a share of the messages that are not rated yet, mostly of late.
    private func rate(_ share: Double) throws {
        try installation.execute(
            """
            INSERT INTO engagements (message_id, tenant_id, dealership_id, clicked_at, stars,
                                     comment, rated_at)
            SELECT id, tenant_id, dealership_id, now(), 1 + floor(random() * 5)::integer,
                   CASE WHEN random() < 0.6 THEN 'Thanks' ELSE '' END,
                   now() - random() * random() * interval '90 days'
              FROM messages m WHERE random() < \(share)
            ON CONFLICT DO NOTHING
            """
        )
    }

    /// Whatever becomes of ratings, and more.
    private static let changes: [SQL] = [
        "stars = 1 + floor(random() * 5)::integer", "comment = 'Thanks', changed_at = now()",
        "comment = '', content_removed_at = now()", "page_views = page_views + 1",
        "rated_at = rated_at - random() * interval '9 days'", "dealership_id = NULL",
        "stars = NULL, rated_at = NULL",
    ]

    /// A filter of everything that there is to narrow by, or nothing.
    private func filter(_ random: inout SplitMix64) throws -> Ratings.Filter {
        var filter = Ratings.Filter()
        (filter.from, filter.to) = (try moment(&random), try moment(&random))
        let houses = [nil, nil, "House 1", "House 2", "Nowhere"]
        filter.dealership = houses.randomElement(using: &random) ?? nil
        filter.hasComment = [nil, nil, true, false].randomElement(using: &random) ?? nil
        filter.stars = [[], [], [1], [5, 2, 3]].randomElement(using: &random) ?? []
        return filter
    }

    /// A moment of the last months, or the start of something by some clock.
    private func moment(_ random: inout SplitMix64) throws -> String? {
        guard Int.random(in: 0..<4, using: &random) > 0 else { return nil }
        let unit = ["microsecond", "hour", "day", "month"].randomElement(using: &random) ?? ""
        let zone = ["Z", "+05:30", "-07:00"].randomElement(using: &random) ?? ""
        let daysAgo = Double.random(in: -1...95, using: &random)
        return try installation.value(
            """
            SELECT to_char(date_trunc(\(unit), now() - \(daysAgo) * interval '1 day'),
                           'YYYY-MM-DD"T"HH24:MI:SS.US') || \(zone)
            """
        )
    }

    /// Compares a summary with a count of the rows, as of one moment.
    private func expectExact(_ filter: Ratings.Filter) throws {
        let tenant = installation.tenant
        try installation.functions.forTenant(tenant) { connection in
            try connection.transaction(.snapshot) { connection in
                let told = try Ratings.summary(of: tenant, filter, on: &connection)
                let counted: [Int] = try connection.query(
                    """
                    SELECT count(e.stars) FROM generate_series(1, 5) AS of (stars)
                      LEFT JOIN dealerships d ON d.name = \(filter.dealership)
                      LEFT JOIN engagements e
                             ON e.stars = of.stars
                            AND (\(filter.from)::timestamptz IS NULL
                                 OR rated_at >= \(filter.from)::timestamptz)
                            AND (\(filter.to)::timestamptz IS NULL
                                 OR rated_at < \(filter.to)::timestamptz)
                            AND (\(filter.hasComment)::boolean IS NULL
                                 OR (comment <> '') = \(filter.hasComment)::boolean)
                            AND (\(filter.dealership)::text IS NULL OR dealership_id = d.id)
                            AND (\(filter.stars.isEmpty)::boolean
                                 OR e.stars = ANY(\(filter.stars)::integer[]))
                     GROUP BY of.stars ORDER BY of.stars
                    """
                ).values()
                #expect(told.counts == counted, "\(filter)")
                var withWords = filter
                withWords.hasComment = true
                if filter.hasComment == nil {
                    let words = try Ratings.summary(of: tenant, withWords, on: &connection)
                    #expect(told.commentCount == words.count, "\(filter)")
                }
            }
        }
    }

    @Test(arguments: [1, 2, 3])
    func `are exact after every change, folded or not`(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<12 {
            let share = Double.random(in: 0...0.5, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: try rate(share)
            case 1, 2:
                let change = Self.changes.randomElement(using: &random) ?? ""
                try installation.execute(
                    """
                    UPDATE engagements SET \(change) WHERE stars IS NOT NULL AND random() < \(share)
                    """
                )
            case 3:
                try installation.execute("DELETE FROM engagements WHERE random() < \(share / 4)")
                try rate(share)
            default: _ = try fold(Int.random(in: 1...200, using: &random))
            }
            for _ in 0..<6 { try expectExact(filter(&random)) }
        }
        try expectExact(.init())
    }

    @Test func `are exact while others rate and fold`() throws {
        let installation = self.installation
        try rate(0.5)
        let failures = Mutex<[String]>([])
        let isDone = Atomic(false)
        Threads.run(3) { thread in
            do {
                switch thread {
                case 0:
                    for change in Self.changes.prefix(6) {
                        try self.rate(0.2)
                        try installation.execute("UPDATE engagements SET \(change) WHERE stars > 2")
                    }
                    isDone.store(true, ordering: .releasing)
                case 1: while !isDone.load(ordering: .acquiring) { _ = try self.fold(37) }
                default:
                    while !isDone.load(ordering: .acquiring) { try self.expectExact(.init()) }
                }
            } catch {
                isDone.store(true, ordering: .releasing)
                failures.withLock { $0.append("\(error)") }
            }
        }
        #expect(failures.withLock { $0 } == [])
        while try fold(500) > 0 {}
        try expectExact(.init())
    }

    @Test func `grow by no line when nothing that counts is changed`() throws {
        try rate(1)
        while try fold(500) > 0 {}
        try installation.execute(
            """
            UPDATE engagements
               SET page_views = 9, stars = stars, comment = comment || left(comment, 1)
            """
        )
        #expect(try fold(500) == 0)
    }

    @Test func `are the same when they are made anew`() throws {
        try rate(1)
        while try fold(150) == 150 {}
        let totals: SQL = """
            SELECT string_agg(r::text, ' ' ORDER BY r::text) FROM rating_sums r WHERE ratings > 0
            """
        let before = try installation.value(totals, as: String.self)
        try installation.execute("UPDATE rating_sums SET ratings = ratings + 1")
        try installation.execute("UPDATE engagements SET stars = stars")
        try installation.execute("CALL recount_ratings()")
        #expect(try installation.value(totals, as: String.self) == before)
        #expect(try fold(500) == 0)
    }

    @Test(arguments: [
        (
            "2026-09-10T10:20Z", "2026-11-21T15:30Z",
            """
            - 09-10 10:20 to 09-10 11:00, hour 09-10 11:00 to 09-11 00:00, \
            day 09-11 00:00 to 10-01 00:00, month 10-01 00:00 to 11-01 00:00, \
            day 11-01 00:00 to 11-21 00:00, hour 11-21 00:00 to 11-21 15:00, \
            - 11-21 15:00 to 11-21 15:30
            """
        ),
        ("2026-11-01T00:00Z", "2026-12-01T00:00Z", "month 11-01 00:00 to 12-01 00:00"),
        (
            "2026-11-20T00:00+05:30", "2026-11-21T00:00+05:30",
            """
            - 11-19 18:30 to 11-19 19:00, hour 11-19 19:00 to 11-20 00:00, \
            hour 11-20 00:00 to 11-20 18:00, - 11-20 18:00 to 11-20 18:30
            """
        ),
        ("2026-11-20T10:10Z", "2026-11-20T10:50Z", "- 11-20 10:10 to 11-20 10:50"),
        ("2026-11-20T10:10Z", "2026-11-20T10:10Z", ""),
        ("2026-11-21T10:10Z", "2026-11-20T10:10Z", ""),
    ])
    func `are read by the widest periods`(_ from: String, _ to: String, _ parts: String) throws {
        let found: String = try installation.value(
            """
            SELECT coalesce(string_agg(format('%s %s to %s', coalesce(period, '-'),
                       to_char(first AT TIME ZONE 'UTC', 'MM-DD HH24:MI'),
                       to_char(next AT TIME ZONE 'UTC', 'MM-DD HH24:MI')), ', ' ORDER BY first), '')
              FROM rating_parts(\(from)::timestamptz, \(to)::timestamptz, 'hour')
            """
        )
        #expect(found == parts)
    }
}
