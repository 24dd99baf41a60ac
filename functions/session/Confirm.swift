import FunctionRuntime
import Store
import Web

/// Lets somebody who is logged in prove again who they are, before what must not be done by whoever
/// finds their browser open.
struct Confirm: Endpoint {
    static let route = Route(
        .post,
        "/api/session/confirmation",
        "Say again who you are.",
        access: .session(),
        bodyByteCountMax: 8 * 1024,
        request: .fields([Door.password, Door.code]),
        answers: [
            .init(.ok, "Good for ten minutes.", .object(["success": .boolean])),
            .init(
                .unprocessableContent,
                "The password or the code is wrong, or the code is missing."
            ),
            .init(.tooManyRequests, "Too many wrong ones; Retry-After says when to go on."),
        ]
    )

    private let door: Door
    private let database: Database

    init(_ platform: Platform) throws {
        door = try Door(platform)
        database = try platform.database
    }

    func respond(to request: Request) throws -> Response {
        let member = try request.member
        let known = try database.forAll { try Users.find(email: request.caller.name, on: &$0) }
        guard known?.passwordHash != nil else {
            throw Problem(
                .unprocessableContent,
                "no-password",
                "You have no password here: log out and sign in again, then do this within ten minutes."
            )
        }
        let (password, code) = try request.input().read(Door.password, Door.code)
        do {
            _ = try door.admit(request.caller.name, password, code, request)
        } catch let problem as Problem where problem.status == .unauthorized {
            // They are logged in: a page must not take this for the end of the session.
            throw Problem(.unprocessableContent, problem.code, problem.detail)
        }
        try database.forTenant(request.caller.tenant) { connection in
            try Sessions.confirm(member.sessionID, on: &connection)
        }
        return .json(["success": true])
    }
}
