import Crypto
import FunctionRuntime
import Passwords
import Store
import Web

/// Changes one's own password, and ends one's other sessions: whoever had the old one is out.
struct ChangePassword: DatabaseEndpoint {
    private static let password = Field<String>.text(
        "password",
        1...PasswordRule.characterCountMax,
        "The new one."
    )

    static let route = Route(
        .put,
        "/api/account/password",
        "Change one's own password.",
        access: .session(confirmed: true),
        bodyByteCountMax: 8 * 1024,
        request: .fields([password]),
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
        let password = try request.input().read(Self.password)
        if let objection = PasswordRule.objection(to: password, of: request.caller.name) {
            throw Problem.invalid([
                .init(
                    "password",
                    expected: "a password that is hard to guess",
                    "The password \(objection)."
                )
            ])
        }
        let hash = try PasswordHash.hash(password)
        let ended = try database.inTransaction(forTenant: request.caller.tenant) { connection in
            try Users.setPassword(hash: hash, of: member.id, on: &connection)
            return try Sessions.endAll(of: member.id, but: member.sessionID, on: &connection)
        }
        return .json(["success": true, "sessionsEnded": .int(ended)])
    }
}
