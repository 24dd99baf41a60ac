import Crypto
import FunctionRuntime
import Store
import Web

/// Starts a session for who knows the password.
struct LogIn: Endpoint {
    private static let email = Field<String>.text("email", 1...254, "")
    private static let password = Field<String>.text("password", 1...1000, "")

    static let route = Route(
        .post,
        "/api/session",
        "Log in.",
        access: .anyone,
        bodyByteCountMax: 8 * 1024,
        request: .fields([email, password]),
        answers: [
            .init(.ok, "Logged in; the cookie carries the session.", UserView.schema),
            .init(.unauthorized, "The address or the password is wrong."),
        ]
    )

    private let database: Database
    private let publicURL: String
    /// What is verified when nobody has the address, so that the time taken does not tell.
    private let decoy: String

    init(_ platform: Platform) throws {
        database = try platform.database
        publicURL = try platform.settings.value(.publicURL)
        decoy = try PasswordHash.hash(Token.generate().text)
    }

    func respond(to request: Request) throws -> Response {
        let (email, password) = try request.input().read(Self.email, Self.password)
        let found = try database.forAll { connection in
            try Users.find(email: email, on: &connection)
        }
        let isRight = PasswordHash.verify(password, against: found?.passwordHash ?? decoy)
        guard let user = found?.user, isRight else {
            throw Problem(
                .unauthorized,
                "wrong-credentials",
                "The address or the password is wrong."
            )
        }
        let token = Token.generate()
        try database.forTenant(user.tenant) { connection in
            try Sessions.add(tokenHash: token.hash, user: user, on: &connection)
        }
        let cookie = SessionCookie.header(
            token: token.text,
            seconds: Sessions.lifetimeHours * 3600,
            publicURL: publicURL
        )
        return .json(UserView.json(user), headers: ["Set-Cookie": cookie])
    }
}

/// The person who is logged in, as pages show them.
enum UserView {
    static let schema = Schema.object([
        "user": .object(["email": .string, "name": .string, "role": .string])
    ])

    static func json(_ user: User) -> JSON {
        [
            "user": [
                "email": .string(user.email), "name": .string(user.name),
                "role": .string(user.role),
            ]
        ]
    }
}
