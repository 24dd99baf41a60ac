import Crypto
import FunctionRuntime
import People
import Store
import Web

/// Sends a link to whoever forgot the password; the answer does not tell whether there is anybody.
struct ForgetPassword: Endpoint {
    private static let email = Field<String>.text("email", 1...254, "What one logs in with.")

    static let route = Route(
        .post,
        "/api/password-resets",
        "Ask for a link that lets one choose a new password.",
        access: .anyone,
        bodyByteCountMax: 4 * 1024,
        request: .fields([email]),
        answers: [
            .init(
                .accepted,
                "If somebody has this address, a link is on its way there.",
                .object(["success": .boolean])
            )
        ]
    )

    private let database: Database
    private let origin: PublicOrigin

    init(_ platform: Platform) throws {
        database = try platform.database
        origin = PublicOrigin(try platform.settings.value(.publicURL))
    }

    func respond(to request: Request) throws -> Response {
        let email = try request.input().read(Self.email)
        let found = try database.forAll { try Users.find(email: email, on: &$0) }
        // Who signs in elsewhere only has no password to forget.
        if let found, found.passwordHash != nil { try send(to: found.user, request) }
        return .json(["success": true], .accepted)
    }

    private func send(to user: User, _ request: Request) throws {
        let token = Token.generate()
        let tenant = user.tenant.acting(as: request.actor("nobody"))
        try database.inTransaction(forTenant: tenant) { connection in
            let isMade = try PasswordResets.make(
                tokenHash: token.hash,
                for: user,
                on: &connection
            )
            guard isMade else { return }
            let business = try Tenants.name(of: user.tenant, on: &connection)
            let home = origin.at(try Tenants.hostName(of: user.tenant, on: &connection))
            try Words.reset(at: business, "\(home)/reset#\(token.text)")
                .post(to: user.email, of: user.tenant, on: &connection)
            try AuditLog.note(.passwordForgotten, user.email, on: &connection)
        }
    }
}

/// Whose password a link changes.
struct ShowReset: DatabaseEndpoint {
    static let route = Route(
        .post,
        "/api/password-resets/opened",
        "Show whose password a link changes.",
        access: .anyone,
        bodyByteCountMax: 4 * 1024,
        request: .fields([LinkFields.token]),
        answers: [
            .init(.ok, "The address.", .object(["email": .string])),
            .init(.notFound, "There is no such open link."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let token = try request.input().read(LinkFields.token)
        return .json(["email": .string(try database.reset(token).email)])
    }
}

/// Sets a new password, and ends every session of the person; a second factor stays.
struct ResetPassword: DatabaseEndpoint {
    static let route = Route(
        .put,
        "/api/password-resets/password",
        "Choose a new password.",
        access: .anyone,
        bodyByteCountMax: 8 * 1024,
        request: .fields([LinkFields.token, NewPassword.field]),
        answers: [
            .init(.ok, "Changed; log in.", .object(["email": .string])),
            .init(.notFound, "There is no such open link."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let (token, password) = try request.input().read(LinkFields.token, NewPassword.field)
        let found = try database.reset(token)
        let hash = try NewPassword.hash(password, of: found.email)
        let tenant = found.tenant.acting(as: request.actor(found.email))
        let isUsed = try database.inTransaction(forTenant: tenant) { connection in
            let isUsed = try PasswordResets.use(
                tokenHash: token.hash,
                passwordHash: hash,
                on: &connection
            )
            if isUsed { try AuditLog.note(.passwordReset, found.email, on: &connection) }
            return isUsed
        }
        guard isUsed else { throw LinkFields.gone }
        return .json(["email": .string(found.email)])
    }
}

extension Database {
    fileprivate func reset(_ token: Token) throws -> PasswordResets.Found {
        let found = try forAll { try PasswordResets.find(tokenHash: token.hash, on: &$0) }
        guard let found else { throw LinkFields.gone }
        return found
    }
}
