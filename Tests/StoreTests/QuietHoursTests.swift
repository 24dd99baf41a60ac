import Messaging
import Postgres
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `The next allowed moment` {
    private let installation: Installation
    init() throws { installation = try Installation() }

    private func next(
        _ number: String,
        _ moment: String,
        dealership: Int? = nil
    ) throws -> (at: String?, rule: String, zones: [String]) {
        try installation.asOwner { connection in
            try connection.query(
                """
                SELECT iso8601(at), rule, zones
                  FROM next_allowed(\(number), 1, \(dealership)::bigint, \(moment)::timestamptz)
                """
            ).one { (row) throws(PostgresError) in
                (try row.decode(0), try row.decode(1), try row.decode(2))
            }
        }
    }

    @Test(arguments: [
        // New York, winter: 08:00 is 13:00 UTC; the last ten minutes before 21:00 are not used.
        ("+12125550123", "2026-01-15T12:59:00Z", "2026-01-15T13:00:00.000Z"),
        ("+12125550123", "2026-01-15T13:00:00Z", "2026-01-15T13:00:00.000Z"),
        ("+12125550123", "2026-01-16T01:49:00Z", "2026-01-16T01:49:00.000Z"),
        ("+12125550123", "2026-01-16T01:50:00Z", "2026-01-16T13:00:00.000Z"),
        // The clocks go forward in the night of March 8: 08:00 in Los Angeles is an hour earlier.
        ("+12135550123", "2026-03-07T12:00:00Z", "2026-03-07T16:00:00.000Z"),
        ("+12135550123", "2026-03-08T09:30:00Z", "2026-03-08T15:00:00.000Z"),
        // Phoenix does not take part.
        ("+16025550123", "2026-03-07T09:30:00Z", "2026-03-07T15:00:00.000Z"),
        ("+16025550123", "2026-03-09T09:30:00Z", "2026-03-09T15:00:00.000Z"),
        // And back on November 1; Havana changes at midnight.
        ("+12135550123", "2026-11-01T08:30:00Z", "2026-11-01T16:00:00.000Z"),
        ("+5351234567", "2026-11-01T05:30:00Z", "2026-11-01T13:00:00.000Z"),
        // A state's own hours, its Sunday, and a state without any on Sunday.
        ("+13055550123", "2026-01-16T00:55:00Z", "2026-01-16T13:00:00.000Z"),
        ("+15125550123", "2026-01-18T12:00:00Z", "2026-01-18T18:00:00.000Z"),
        ("+16015550123", "2026-01-18T15:00:00Z", "2026-01-19T14:00:00.000Z"),
        ("+33612345678", "2026-01-18T12:00:00Z", "2026-01-19T07:00:00.000Z"),
        // An area code in two zones: Eastern has not begun before Central has.
        ("+18505550123", "2026-01-15T13:30:00Z", "2026-01-15T14:00:00.000Z"),
        // A number of nowhere in particular: 11:00 to 21:00 Eastern.
        ("+15005550006", "2026-01-15T13:30:00Z", "2026-01-15T16:00:00.000Z"),
        // Half-hour and quarter-hour zones.
        ("+17095550123", "2026-01-15T10:00:00Z", "2026-01-15T12:00:00.000Z"),
        ("+9779812345678", "2026-01-15T00:00:00Z", "2026-01-15T02:15:00.000Z"),
    ]) func `is by the recipient's clock`(number: String, moment: String, expected: String) throws {
        #expect(try next(number, moment).at == expected)
    }

    @Test(arguments: [
        "+12135550123", "+16025550123", "+5351234567", "+18505550123", "+15125550123",
        "+14015550123", "+16015550123", "+15005550006", "+17095550123", "+61412345678",
        "+6421123456", "+212612345678", "+9779812345678", "+33612345678", "+79161234567",
    ]) func `is allowed in every zone, and no earlier minute is`(number: String) throws {
        // Around both changes of the clocks, at odd moments.
        for start in ["2026-03-06T18:07:00Z", "2026-10-30T18:07:00Z"] {
            let wrong: Int = try installation.value(
                """
                SELECT count(*)
                  FROM generate_series(\(start)::timestamptz,
                                       \(start)::timestamptz + interval '4 days',
                                       interval '17 hours 13 minutes') AS moment,
                       LATERAL next_allowed(\(number), 1, NULL, moment) n,
                       LATERAL (
                           SELECT r.opens, r.closes FROM quiet_rules r
                            WHERE concat_ws('-', coalesce(r.country, 'general'), r.region)
                                  = split_part(n.rule, ' ', 1)) r
                 WHERE n.at IS NULL OR n.at < moment OR n.at IS DISTINCT FROM (
                           SELECT min(minute)
                             FROM generate_series(moment, n.at, interval '1 minute') AS minute
                            WHERE (SELECT bool_and(
                                       to_char(minute AT TIME ZONE zone, 'HH24:MI')
                                           >= to_char(r.opens[d.day], 'HH24:MI')
                                       AND to_char(minute AT TIME ZONE zone, 'HH24:MI')
                                           < to_char(r.closes[d.day] - interval '10 minutes',
                                                     'HH24:MI')
                                       AND r.opens[d.day] IS NOT NULL)
                                     FROM unnest(n.zones) AS zone,
                                          LATERAL (SELECT extract(
                                              isodow FROM minute AT TIME ZONE zone)::integer) d (day)))
                """
            )
            #expect(wrong == 0, "\(number) from \(start)")
        }
    }

    @Test func `counts the dealership's zone as evidence`() throws {
        let house: Int = try installation.value(
            """
            INSERT INTO dealerships (tenant_id, name, time_zone)
            VALUES (1, 'West', 'America/Los_Angeles') RETURNING id
            """
        )
        let found = try next("+12125550123", "2026-01-15T13:30:00Z", dealership: house)
        #expect(found.at == "2026-01-15T16:00:00.000Z")
        #expect(found.zones == ["America/New_York", "America/Los_Angeles"])
        #expect(found.rule == "US 08:00-21:00, version 1")
    }

    @Test func `is by the tenant's own rule where there is one, and by its newest version`() throws
    {
        for (version, from, opens) in [
            (1, "2020-01-01", "10:00"), (2, "2026-02-01", "11:00"), (3, "2030-01-01", "12:00"),
        ] {
            try installation.execute(
                """
                INSERT INTO quiet_rules (version, effective_from, tenant_id, country, opens, closes,
                                         source)
                VALUES (\(version), \(from)::date, 1, 'US',
                        array_fill(\(opens)::time, ARRAY[7]),
                        array_fill(time '18:00', ARRAY[7]), 'ours')
                """
            )
        }
        let early = try next("+12125550123", "2026-01-15T13:30:00Z")
        #expect(early.at == "2026-01-15T15:00:00.000Z")
        #expect(early.rule == "US (own rule) 10:00-18:00, version 1")
        #expect(try next("+12125550123", "2026-02-15T13:30:00Z").at == "2026-02-15T16:00:00.000Z")
    }

    @Test func `is never where no hour suits every zone`() throws {
        let house: Int = try installation.value(
            """
            INSERT INTO dealerships (tenant_id, name, time_zone)
            VALUES (1, 'Far', 'Asia/Singapore') RETURNING id
            """
        )
        let found = try next("+14015550123", "2026-01-15T13:30:00Z", dealership: house)
        #expect(found.at == nil)
    }

    @Test func `knows a place for every area code and country`() throws {
        #expect(
            try installation.value(
                """
                SELECT count(*) FROM number_zones, unnest(zones) zone
                 WHERE zone NOT IN (SELECT name FROM pg_timezone_names)
                """,
                as: Int.self
            ) == 0
        )
        for (prefix, region) in [("1212", "NY"), ("1689", "FL"), ("1416", "ON"), ("1907", "AK")] {
            let found: String = try installation.value(
                "SELECT region FROM number_zones WHERE prefix = \(prefix)"
            )
            #expect(found == region)
        }
    }
}
