import FunctionRuntime
import Store
import Web

/// Starts a session for who proves who they are.
struct LogIn: Endpoint {
    private static let email = Field<String>.text("email", 1...254, "")

    static let route = Route(
        .post,
        "/api/session",
        "Log in.",
        access: .anyone,
        bodyByteCountMax: 8 * 1024,
        request: .fields([email, Door.password, Door.code, Entrance.word]),
        answers: [
            .init(.ok, "Logged in; the cookie carries the session.", UserView.schema),
            .init(
                .unauthorized,
                "The address, the password or the code is wrong, or the code is missing."
            ),
            .init(.forbidden, "The business is suspended."),
            .init(.tooManyRequests, "Too many wrong ones; Retry-After says when to go on."),
        ]
    )

    private let door: Door
    private let database: Database
    private let publicURL: String

    init(_ platform: Platform) throws {
        door = try Door(platform)
        database = try platform.database
        publicURL = try platform.settings.value(.publicURL)
    }

    func respond(to request: Request) throws -> Response {
        let (email, password, code, word) = try request.input().read(
            Self.email,
            Door.password,
            Door.code,
            Entrance.word
        )
        let entrance = try Entrance(request, word: word, publicURL: publicURL, in: database)
        let user = try door.admit(email, password, code, of: entrance.business, request)
        if let reason = user.suspension { throw Problem.suspended(reason) }
        let session = NewSession(publicURL: publicURL)
        let tenant = user.tenant.acting(as: request.actor(user.email))
        let begun = try database.inTransaction(forTenant: tenant) { connection in
            try session.begin(for: user, request, on: &connection)
            return try session.find(on: &connection)
        }
        var response = Response.json(
            UserView.json(
                user,
                session.token,
                hasSeveral: try database.hasSeveral(for: user),
                lacksFactor: begun?.lacksFactor ?? false
            ),
            headers: ["Set-Cookie": session.header]
        )
        if let device = door.deviceCookie(for: email, request) {
            response.headers.add("Set-Cookie", device)
        }
        return response
    }
}
