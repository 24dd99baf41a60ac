import FunctionRuntime
import Messaging
import Store
import Web

/// Schedules one failed message for another attempt.
struct RetryOne: DatabaseEndpoint {
    static let route = Route(
        .post,
        "/api/retry/{id}",
        "Retry one failed message, by its id or its transaction's.",
        access: .scope(.messagesWrite, reach: .dealerships),
        answers: [
            .init(.ok, "It will be sent within seconds.", RetryAnswer.schema),
            .init(.notFound, "There is no such message."),
            .init(.conflict, "It did not fail."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let caller = request.caller
        let id = request.parameters["id"] ?? ""
        try database.inTransaction(forTenant: caller.tenant) { connection in
            guard !id.hasControlCharacters,
                let messageID = try Messages.find(id, of: caller.tenant, on: &connection)
            else { throw Problem.notFound("There is no message with this id.") }
            let count = try Messages.retryFailed(only: messageID, by: caller, on: &connection)
            guard count == 0 else {
                return try AuditLog.note(
                    .messagesRetried,
                    messageID,
                    ["count": 1],
                    on: &connection
                )
            }
            let status = try Messages.status(of: messageID, on: &connection)
            throw Problem(.conflict, "not-retryable", Self.reason(status))
        }
        return RetryAnswer.response(count: 1, "The message will be sent again.")
    }

    private static func reason(_ status: DeliveryStatus?) -> String {
        switch status {
        case .unknown: "It is not known yet whether this message was sent; the provider is asked."
        case .cancelled: "This message was cancelled."
        case .suppressed: "A rule forbids this message; its timeline says which."
        case .expired: "This message is too old to be welcome."
        case .delivered, .sent: "This message was sent."
        default: "This message is on its way."
        }
    }
}
