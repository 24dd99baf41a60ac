import Crypto
import FunctionRuntime
import Store
import Views
import Web

/// Schedules all failed messages for another attempt, or those that a filter finds; many of them as
/// a job.
struct RetryAll: DatabaseEndpoint {
    private static let asJob = Field<Bool>.flagOrWord(
        "job",
        "Work it off in the background, however few there are."
    ).defaulting(to: false)

    /// More than these in one statement would hold their rows for long.
    private static let atOnceMax = 500

    static let route = Route(
        .post,
        "/api/retry/bulk",
        "Retry all that failed, or what the filter finds.",
        access: .scope(.messagesWrite),
        request: .fields(RetryFilter.fields + [asJob]),
        answers: [
            .init(.ok, "They will be sent within minutes.", RetryAnswer.schema),
            .init(.accepted, "A job works them off.", .object(["job": RetryJob.schema])),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let input = try request.input()
        let (filter, asJob) = try Problem.gathering(
            { () throws(Problem) in try RetryFilter(input) },
            { () throws(Problem) in try input.read(Self.asJob) }
        )
        let caller = request.caller
        return try database.inTransaction(forTenant: caller.tenant) { connection in
            let total = try filter.count(of: caller.tenant, on: &connection)
            guard !asJob, total <= Self.atOnceMax else {
                let job = try RetryJob.create(
                    UUIDv7.make(nowMilliseconds: WallClock.milliseconds),
                    filter,
                    total: total,
                    by: caller,
                    on: &connection
                )
                try AuditLog.note(
                    .messagesRetried,
                    "",
                    ["count": .int(total)],
                    on: &connection
                )
                return .json(["job": job.json], .accepted)
            }
            let count = try Messages.retryFailed(filter, by: caller, on: &connection)
            if count > 0 {
                let detail: JSON = ["count": .int(count)]
                try AuditLog.note(.messagesRetried, "", detail, on: &connection)
            }
            return RetryAnswer.response(count: count, Self.message(count))
        }
    }

    private static func message(_ count: Int) -> String {
        guard count > 0 else { return "There is nothing to retry." }
        return "\(count) message\(count == 1 ? "" : "s") will be sent again."
    }
}
