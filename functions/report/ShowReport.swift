import FunctionRuntime
import Store
import Web

/// What happened in a time, beside the time before: the figures of the report.
struct ShowReport: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/report",
        "Show what happened in a week, a month or between two days, and in the time before.",
        access: .scope(.messagesRead),
        query: ReportQuery.fields,
        answers: [.init(.ok, "The figures.", PeriodReport.schema)]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let period = try ReportQuery.period(of: request)
        return .json(try database.report(period, of: request.caller.tenant).json)
    }
}

extension Database {
    /// A long time of a large business is not read in the patience of a page, in seconds.
    private static let reportPatienceSeconds = 60

    func report(_ period: ReportPeriod, of tenant: TenantID) throws -> PeriodReport {
        try forTenant(tenant, seconds: Self.reportPatienceSeconds) { connection in
            try PeriodReport.read(period, of: tenant, on: &connection)
        }
    }
}
