import FunctionRuntime
import Store
import Web

/// Ends one of one's own sessions; within five seconds it opens nothing.
struct EndSession: DatabaseEndpoint {
    static let route = Route(
        .delete,
        "/api/account/sessions/{id}",
        "Log out elsewhere.",
        access: .session(),
        answers: [
            .init(.ok, "Ended.", .object(["success": .boolean])),
            .init(.notFound, "There is no such session of yours."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let member = try request.member
        let isEnded = try Int64(request.parameters["id"] ?? "").map { id in
            try database.inTransaction(forTenant: request.caller.tenant) { connection in
                let isEnded = try Sessions.end(id, of: member.id, on: &connection)
                if isEnded {
                    try AuditLog.note(.loggedOutElsewhere, request.caller.name, on: &connection)
                }
                return isEnded
            }
        }
        guard isEnded == true else {
            throw Problem.notFound("There is no such session of yours, or it is over already.")
        }
        return .json(["success": true])
    }
}

/// Ends all of one's sessions but the one that asks.
struct EndOtherSessions: DatabaseEndpoint {
    static let route = Route(
        .delete,
        "/api/account/sessions",
        "Log out everywhere else.",
        access: .session(),
        answers: [
            .init(.ok, "Ended.", .object(["success": .boolean, "sessionsEnded": .integer]))
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let member = try request.member
        let ended = try database.inTransaction(forTenant: request.caller.tenant) { connection in
            let ended = try Sessions.endAll(of: member.id, but: member.sessionID, on: &connection)
            try AuditLog.note(.loggedOutElsewhere, request.caller.name, on: &connection)
            return ended
        }
        return .json(["success": true, "sessionsEnded": .int(ended)])
    }
}
