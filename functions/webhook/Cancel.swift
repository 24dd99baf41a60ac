import FunctionRuntime
import Store
import Web

/// Withdraws the message of a transaction while it is not sent.
struct Cancel: DatabaseEndpoint {
    static let route = Route(
        .delete,
        "/webhook/cancel/{transactionId}",
        "Cancel what is not sent yet.",
        access: .scope(.transactionsWrite),
        answers: [
            .init(
                .ok,
                "Cancelled.",
                .object(["success": .boolean, "message": .string, "transactionId": .string])
            ),
            .init(.notFound, "There is nothing to cancel."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let id = request.parameters["transactionId"] ?? ""
        guard !id.hasControlCharacters else { throw nothing }
        let caller = request.caller
        let wasCancelled = try database.inTransaction(forTenant: caller.tenant) { connection in
            let wasCancelled = try Messages.cancel(
                transactionID: id,
                by: caller,
                on: &connection
            )
            if wasCancelled { try AuditLog.note(.messageCancelled, id, on: &connection) }
            return wasCancelled
        }
        guard wasCancelled else { throw nothing }
        return .json([
            "success": true, "message": "The message was cancelled.", "transactionId": .string(id),
        ])
    }

    private var nothing: Problem {
        .notFound("There is no message of this transaction that waits to be sent.")
    }
}
