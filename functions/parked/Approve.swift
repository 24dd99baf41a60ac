import FunctionRuntime
import Store
import Web

/// Lets messages go that a person has looked at.
struct Approve: DatabaseEndpoint {
    static let route = Route(
        .post,
        "/api/parked/approve",
        "Let messages that wait for a person go.",
        access: .scope(.messagesWrite),
        request: .fields(Choosing.fields),
        answers: [.init(.ok, "How many there were.", Choosing.answer)]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let choice = try Choosing.choice(of: try request.input())
        let caller = request.caller
        let count = try database.inTransaction(forTenant: caller.tenant) { connection in
            let count = try Parked.approve(choice, by: caller, on: &connection)
            if count > 0 {
                let detail: JSON = ["count": .int(count)]
                try AuditLog.note(.messagesApproved, choice.only ?? "", detail, on: &connection)
            }
            return count
        }
        return .json([
            "success": true, "message": "\(count) message\(count == 1 ? "" : "s") let go.",
            "count": .int(count),
        ])
    }
}
