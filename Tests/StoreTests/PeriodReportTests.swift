import Messaging
import Postgres
import Statistics
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `The figures of a report` {
    private let installation: Installation
    init() throws {
        installation = try Installation()
        try installation.allowAnyTransition()
    }

    private func report(
        _ period: ReportPeriod,
        of tenant: TenantID? = nil
    ) throws -> PeriodReport {
        let tenant = tenant ?? installation.tenant
        return try installation.functions.forTenant(tenant) { connection in
            try PeriodReport.read(period, of: tenant, on: &connection)
        }
    }

    private func today() throws -> CalendarDay {
        try installation.functions.forTenant(installation.tenant) { connection in
            try Sums.today(of: installation.tenant, on: &connection)
        }
    }

    @Test func `equal a recount`() throws {
        try installation.scatter(400)
        let range = DayRange(2, upTo: try today())
        let report = try report(.days(range))
        for (days, total) in [
            (report.range, report.total), (report.rangeBefore, report.totalBefore),
        ] {
            let counted: Int = try installation.value(
                """
                SELECT count(*) FROM messages
                 WHERE due_hour >= \(days.first.description)::date
                   AND due_hour < \(days.last.description)::date + 1
                """
            )
            #expect(total.total == counted)
        }
        #expect(report.daily.count == 2 && report.dailyBefore.count == 2)
        let ofDealerships = report.dealerships.reduce(0) { $0 + $1.counts.total }
        #expect(ofDealerships == report.total.total)
    }

    @Test func `of the last week are from Monday to Sunday, as those before`() throws {
        let report = try report(.latest(.week))
        #expect(report.range.count == 7 && report.range.first.weekday == 1)
        #expect(report.rangeBefore == report.range.before)
        #expect(report.range.last < (try today()))
        #expect(report.daily.map(\.day) == report.range.days)
    }

    @Test func `of the last month are of all its days`() throws {
        let report = try report(.latest(.month))
        #expect(report.range == report.range.first.month)
        #expect(report.rangeBefore == (report.range.first + -1).month)
        #expect(report.range.last < (try today()))
    }

    @Test func `explain what failed, and how often it did before`() throws {
        try installation.scatter(200)
        try installation.execute(
            """
            UPDATE messages SET error_code = '30003' WHERE status IN ('failed', 'undelivered')
            """
        )
        let report = try report(.days(DayRange(1, upTo: try today() + -1)))
        let failed = report.total.failed
        #expect(report.errors.map(\.code) == (failed > 0 ? ["30003"] : []))
        #expect(report.errors.first?.messages.now ?? 0 == failed)
        #expect(report.errors.first?.messages.before ?? 0 == report.totalBefore.failed)
    }

    @Test func `name the business as it shows itself`() throws {
        // Nobody has named it yet.
        #expect(try report(.latest(.week)).business == "")
        try installation.execute(
            """
            INSERT INTO brandings (tenant_id, display_name, colour)
            VALUES (1, 'Sunrise Motors', '#f5c400')
            """
        )
        let report = try report(.latest(.week))
        #expect(report.business == "Sunrise Motors" && report.colour == "#f5c400")
    }

    @Test func `tell of alerts that stood in the time`() throws {
        try installation.execute(
            """
            INSERT INTO alerts (tenant_id, kind, subject, detail, raised_at, cleared_at) VALUES
                (1, 'providerPaused', 'stands', '', now() - interval '40 days', NULL),
                (1, 'providerPaused', 'over', '', now() - interval '3 days', now()),
                (1, 'providerPaused', 'long ago', '', now() - interval '40 days',
                 now() - interval '39 days')
            """
        )
        let other = try installation.addTenant()
        let range = DayRange(3, upTo: try today())
        #expect(try report(.days(range)).alerts.map(\.subject) == ["over", "stands"])
        #expect(try report(.days(range), of: other).alerts.isEmpty)
    }
}
