import Messaging
import Postgres
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `Hours of a business's own` {
    private let installation: Installation
    private let tenant: TenantID
    init() throws {
        installation = try Installation()
        tenant = installation.tenant
    }

    private func set(_ change: (inout QuietWeek) -> Void) throws {
        var week = QuietWeek.widest
        change(&week)
        try installation.functions.inTransaction(forTenant: tenant) { connection in
            try QuietRule.setOwn(week, by: installation.caller(), on: &connection)
        }
    }

    private func explain(
        _ number: String,
        _ moment: String,
        dealership: Int64? = nil,
        of tenant: TenantID? = nil
    ) throws -> QuietHours {
        let tenant = tenant ?? self.tenant
        return try installation.functions.forTenant(tenant) { connection in
            try QuietHours.explain(
                to: try E164(number),
                dealership: dealership,
                at: moment,
                of: tenant,
                on: &connection
            )
        }
    }

    private func inForce(_ country: String? = nil, of tenant: TenantID? = nil) throws -> [QuietRule]
    {
        let tenant = tenant ?? self.tenant
        return try installation.functions.forTenant(tenant) { connection in
            try QuietRule.inForce(country: country, of: tenant, on: &connection)
        }
    }

    private func addDealership(_ zone: String? = nil) throws -> Int64 {
        try installation.value(
            """
            INSERT INTO dealerships (tenant_id, name, time_zone)
            VALUES (\(tenant.rawValue), 'West', \(zone)) RETURNING id
            """
        )
    }

    @Test func `are kept beside the law, which is explained`() throws {
        let answer = try explain("+13055550123", "2126-01-15T12:00:00Z")
        #expect(answer.country == "US" && answer.region == "FL")
        #expect(answer.zones.map(\.name) == ["America/New_York"])
        #expect(answer.zones.map(\.clock) == ["2126-01-15 07:00"])
        #expect(answer.zones.allSatisfy { $0.isOfNumber && !$0.isAllowed })
        #expect(answer.law?.region == "FL" && answer.own == nil)
        #expect(
            answer.week.days
                == Array(repeating: .init(earliest: "08:00", latest: "20:00"), count: 7)
        )
        #expect(answer.next == "2126-01-15T13:00:00.000Z" && !answer.isAllowed)
        #expect(answer.rule == "US-FL 08:00-20:00, version 1")
    }

    /// Thursdays from ten to six, never on Sundays, the other days as the law has it.
    @Test func `make the law's hours shorter`() throws {
        try set { week in
            week.days[3] = .init(earliest: "10:00", latest: "18:00")
            week.days[6] = nil
        }
        // 2126-01-17 is a Thursday.
        let thursday = try explain("+12125550123", "2126-01-17T13:30:00Z")
        #expect(thursday.next == "2126-01-17T15:00:00.000Z")
        #expect(thursday.rule == "US (own rule) 10:00-18:00, version 1")
        #expect(thursday.own?.source == "Ada" && thursday.law?.country == "US")
        let evening = try explain("+12125550123", "2126-01-17T22:51:00Z")
        #expect(evening.next == "2126-01-18T13:00:00.000Z")
        let sunday = try explain("+12125550123", "2126-01-20T18:00:00Z")
        #expect(sunday.next == "2126-01-21T13:00:00.000Z")
        #expect(sunday.week.days[6] == nil)
        #expect(try explain("+12125550123", "2126-01-18T13:00:00Z").isAllowed)
        // The state has no hours on Sundays at all, and another end on Thursdays.
        #expect(try explain("+16015550123", "2126-01-17T20:00:00Z").week.days[3]?.latest == "18:00")
    }

    @Test func `never make them longer`() throws {
        try set { week in
            for day in week.days.indices {
                week.days[day] = .init(earliest: "04:00", latest: "23:59")
            }
        }
        for number in [
            "+12125550123", "+13055550123", "+16015550123", "+14015550123", "+919812345678",
        ] {
            let answer = try explain(number, "2126-01-20T08:30:00Z")
            #expect(answer.week == answer.law?.week, "\(number)")
            #expect(!answer.rule.contains("own rule"))
        }
    }

    @Test func `have versions, and a new one only for a change`() throws {
        try set { $0.days[5] = nil }
        try set { $0.days[5] = nil }
        #expect(try inForce().filter(\.isOwn).map(\.version) == [1])
        try set { $0.days[5] = .init(earliest: "11:00", latest: "15:00") }
        let own = try inForce().filter(\.isOwn)
        #expect(own.map(\.version) == [2])
        #expect(own[0].week.days[5] == .init(earliest: "11:00", latest: "15:00"))
        #expect(own[0].week.days[0] == .widest)
        // Doing without is a version, too.
        try set { _ in }
        #expect(try inForce().filter(\.isOwn).map(\.version) == [3])
        #expect(try explain("+12125550123", "2126-01-19T13:30:00Z").isAllowed)
        #expect(throws: PostgresError.self) {
            try installation.functions.forTenant(tenant) { connection in
                _ = try connection.execute("UPDATE quiet_rules SET version = 9")
            }
        }
    }

    @Test func `are seen and kept by their business only`() throws {
        let other = try installation.addTenant()
        try set { $0.days[3] = nil }
        #expect(try inForce(of: other).allSatisfy { !$0.isOwn })
        #expect(try explain("+12125550123", "2126-01-17T18:00:00Z", of: other).isAllowed)
        #expect(try !explain("+12125550123", "2126-01-17T18:00:00Z").isAllowed)
        #expect(throws: PostgresError.self) {
            try installation.functions.forTenant(other) { connection in
                _ = try connection.execute(
                    """
                    INSERT INTO quiet_rules (version, effective_from, opens, closes, source)
                    VALUES (2, '2020-01-01', array_fill(time '04:00', ARRAY[7]),
                            array_fill(time '24:00', ARRAY[7]), 'no law')
                    """
                )
            }
        }
    }

    @Test func `stand beside the laws of a country`() throws {
        let rules = try inForce("US")
        #expect(rules.contains { $0.country == nil })
        #expect(rules.contains { $0.region == "TX" && $0.effectiveFrom == "1991-12-20" })
        #expect(rules.allSatisfy { $0.country == nil || $0.country == "US" })
        #expect(try inForce().count > rules.count)
        // A law that is to come is not in force yet.
        try installation.execute(
            """
            INSERT INTO quiet_rules (version, effective_from, country, opens, closes, source)
            SELECT 2, '2099-01-01', country, opens, closes, source FROM quiet_rules
             WHERE country = 'US' AND region IS NULL
            """
        )
        #expect(
            try inForce("US").filter { $0.country == "US" && $0.region == nil }.map(\.version) == [
                1
            ]
        )
    }

    @Test func `take the dealership's zone for evidence, once it is told`() throws {
        let house = try addDealership()
        #expect(try explain("+12125550123", "2126-01-15T13:30:00Z", dealership: house).isAllowed)
        let (zone, unknown, posix) = try installation.functions.forTenant(tenant) { connection in
            (
                try Dealership.zone("america/los_angeles", on: &connection),
                try Dealership.zone("America/Nowhere", on: &connection),
                try Dealership.zone("posix/America/Los_Angeles", on: &connection)
            )
        }
        #expect(zone == "America/Los_Angeles" && unknown == nil && posix == nil)
        let told = try installation.functions.forTenant(tenant) { connection in
            (
                try Dealership.setTimeZone(zone, ofDealership: house, of: tenant, on: &connection),
                try Dealership.setTimeZone(zone, ofDealership: 99, of: tenant, on: &connection),
                try Dealership.find("\(house)", of: tenant, on: &connection),
                try Dealership.find("West", of: tenant, on: &connection),
                try Dealership.find("East", of: tenant, on: &connection)
            )
        }
        #expect(told.0?.timeZone == zone && told.1 == nil)
        #expect(told.2 == told.0 && told.3 == told.0 && told.4 == nil)
        let answer = try explain("+12125550123", "2126-01-15T13:30:00Z", dealership: house)
        #expect(answer.zones.map(\.isOfNumber) == [true, false])
        #expect(answer.zones.map(\.isAllowed) == [true, false])
        #expect(answer.next == "2126-01-15T16:00:00.000Z")
        #expect(try list().map(\.name) == ["West"])
        #expect(try list(of: try installation.addTenant()) == [])
    }

    private func list(of tenant: TenantID? = nil) throws -> [Dealership] {
        let tenant = tenant ?? self.tenant
        return try installation.functions.forTenant(tenant) { connection in
            try Dealership.list(of: tenant, on: &connection)
        }
    }

    @Test func `move a message, and the timeline says which rule did`() throws {
        let today: Int = try installation.value(
            "SELECT extract(isodow FROM now() AT TIME ZONE 'America/New_York')::integer"
        )
        try set { week in
            for day in week.days.indices { week.days[day] = nil }
            week.days[(today + 1) % 7] = .init(earliest: "10:00", latest: "12:00")
        }
        let id = try installation.ingestTransactions(["T-1"])[0]
        #expect(try installation.gate(quietHours: true).live.isEmpty)
        #expect(
            try installation.lastDetail(id, "rule") == "US (own rule) 10:00-12:00, version 1"
        )
        #expect(
            try installation.value(
                """
                SELECT to_char(next_attempt_at AT TIME ZONE 'America/New_York', 'HH24:MI')
                  FROM messages WHERE id = \(id)::uuid
                """
            ) == "10:00"
        )
    }

    @Test func `hold across changes of the clocks`() throws {
        try set { week in
            for day in week.days.indices {
                week.days[day] = .init(earliest: "10:00", latest: "17:00")
            }
        }
        for (moment, next) in [
            ("2026-11-25T12:00:00Z", "2026-11-25T18:00:00.000Z"),
            // The clocks in Los Angeles go forward on March 14, 2027, and back on November 7.
            ("2027-03-14T12:00:00Z", "2027-03-14T17:00:00.000Z"),
            ("2027-11-07T12:00:00Z", "2027-11-07T18:00:00.000Z"),
        ] {
            #expect(try explain("+12135550123", moment).next == next)
        }
    }
}
