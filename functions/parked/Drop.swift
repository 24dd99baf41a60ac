import FunctionRuntime
import Store
import Web

/// Withdraws messages that a person does not want to be sent.
struct Drop: DatabaseEndpoint {
    static let route = Route(
        .post,
        "/api/parked/drop",
        "Withdraw messages that wait for a person.",
        access: .scope(.messagesWrite),
        request: .fields(Choosing.fields),
        answers: [.init(.ok, "How many there were.", Choosing.answer)]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let choice = try Choosing.choice(of: try request.input())
        let caller = request.caller
        let count = try database.inTransaction(forTenant: caller.tenant) { connection in
            let count = try Parked.drop(choice, by: caller, on: &connection)
            if count > 0 {
                let detail: JSON = ["count": .int(count)]
                try AuditLog.note(.messagesDropped, choice.only ?? "", detail, on: &connection)
            }
            return count
        }
        return .json([
            "success": true, "message": "\(count) message\(count == 1 ? "" : "s") withdrawn.",
            "count": .int(count),
        ])
    }
}
