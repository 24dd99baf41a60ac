import FunctionRuntime
import Store
import Web

/// Schedules all failed messages for another attempt, or those of a time.
struct RetryAll: DatabaseEndpoint {
    private static let from = Field<String>.timestamp("from", "Received at or after this moment.")
        .optional
    private static let to = Field<String>.timestamp("to", "Received before this moment.").optional

    static let route = Route(
        .post,
        "/api/retry/bulk",
        "Retry all that failed.",
        access: .scope(.messagesWrite),
        request: .fields([from, to]),
        answers: [.init(.ok, "They will be sent within minutes.", RetryAnswer.schema)]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let (from, to) = try request.input().read(Self.from, Self.to)
        let caller = request.caller
        let count = try database.forTenant(caller.tenant) { connection in
            try Messages.retryFailed(from: from, to: to, by: caller, on: &connection)
        }
        let message =
            count == 0
            ? "There is nothing to retry."
            : "\(count) message\(count == 1 ? "" : "s") will be sent again."
        return RetryAnswer.response(count: count, message)
    }
}
