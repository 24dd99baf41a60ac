import Crypto
import FunctionRuntime
import People
import Store
import Web

/// Starts a session for who proves who they are.
struct LogIn: Endpoint {
    private static let email = Field<String>.text("email", 1...254, "")
    private static let password = Field<String>.text("password", 1...1000, "")
    private static let code = Field<String>.text(
        "code",
        1...40,
        "Of the app, or one from paper; where there is a second factor."
    ).optional

    static let route = Route(
        .post,
        "/api/session",
        "Log in.",
        access: .anyone,
        bodyByteCountMax: 8 * 1024,
        request: .fields([email, password, code]),
        answers: [
            .init(.ok, "Logged in; the cookie carries the session.", UserView.schema),
            .init(
                .unauthorized,
                "The address, the password or the code is wrong, or the code is missing."
            ),
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
        let (email, password, code) = try request.input().read(
            Self.email,
            Self.password,
            Self.code
        )
        let user = try door.admit(email, password, code, request)
        let token = Token.generate()
        let place = Sessions.Place(
            address: request.remoteAddress,
            agent: request.headers["user-agent"] ?? ""
        )
        let tenant = user.tenant.acting(as: request.actor(user.email))
        try database.inTransaction(forTenant: tenant) { connection in
            try Sessions.add(tokenHash: token.hash, user: user, from: place, on: &connection)
            try AuditLog.note(.loggedIn, user.email, on: &connection)
        }
        let cookie = SessionCookie.header(
            token: token.text,
            seconds: Sessions.lifetimeHours * 3600,
            publicURL: publicURL
        )
        var response = Response.json(UserView.json(user, token), headers: ["Set-Cookie": cookie])
        if let device = door.deviceCookie(for: email, request) {
            response.headers.add("Set-Cookie", device)
        }
        return response
    }
}
