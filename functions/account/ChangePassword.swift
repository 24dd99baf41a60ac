import FunctionRuntime
import People
import Store
import Web

/// Changes one's own password, and ends one's other sessions: whoever had the old one is out.
struct ChangePassword: DatabaseEndpoint {
    static let route = Route(
        .put,
        "/api/account/password",
        "Change one's own password.",
        access: .session(confirmed: true),
        bodyByteCountMax: 8 * 1024,
        request: .fields([NewPassword.field]),
        answers: [
            .init(
                .ok,
                "Changed; other sessions are over.",
                .object(["success": .boolean, "sessionsEnded": .integer])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let member = try request.member
        let password = try request.input().read(NewPassword.field)
        let hash = try NewPassword.hash(password, of: request.caller.name)
        let ended = try database.inTransaction(forTenant: request.caller.tenant) { connection in
            try Users.setPassword(hash: hash, of: member.id, on: &connection)
            return try Sessions.endAll(of: member.id, but: member.sessionID, on: &connection)
        }
        return .json(["success": true, "sessionsEnded": .int(ended)])
    }
}
