import Crypto
import FunctionRuntime
import Store
import Web

/// Who is logged in.
struct WhoAmI: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/session",
        "Who is logged in.",
        access: .session(),
        answers: [
            .init(.ok, "The person.", UserView.schema),
            .init(.unauthorized, "Nobody is logged in."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let (token, found) = try database.session(of: request)
        return .json(
            UserView.json(
                found.user,
                token,
                hasSeveral: try database.hasSeveral(for: found.user),
                lacksFactor: found.lacksFactor
            )
        )
    }
}

/// Ends the session.
struct LogOut: Endpoint {
    static let route = Route(
        .delete,
        "/api/session",
        "Log out.",
        access: .session(),
        answers: [.init(.noContent, "Logged out.")]
    )

    private let database: Database
    private let publicURL: String

    init(_ platform: Platform) throws {
        database = try platform.database
        publicURL = try platform.settings.value(.publicURL)
    }

    func respond(to request: Request) throws -> Response {
        if let cookie = SessionCookie(in: request) {
            try database.inTransaction(forTenant: request.caller.tenant) { connection in
                try Sessions.remove(tokenHash: cookie.hash, on: &connection)
                try AuditLog.note(.loggedOut, request.caller.name, on: &connection)
            }
        }
        return Response(
            .noContent,
            headers: ["Set-Cookie": SessionCookie.removal(publicURL: publicURL)]
        )
    }
}

/// Answers the gateway's question whether a watcher of live events may watch, and whose events.
///
/// They are those of a whole business: whoever sees some dealerships only asks now and then instead.
struct AuthorizeEvents: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/internal/authorize",
        "May this session watch live events?",
        access: .scope(.messagesRead),
        answers: [.init(.noContent, "It may; X-Tenant-Id says whose.")]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        Response(
            .noContent,
            headers: ["X-Tenant-Id": String(request.caller.tenant.rawValue)]
        )
    }
}

extension Database {
    /// Whether somebody looks after more than one business; nobody else need know of others.
    func hasSeveral(for user: User) throws -> Bool {
        guard user.ownsPlatform else { return false }
        return try forAll { try Tenants.areSeveral(on: &$0) }
    }

    /// - Throws: a 401 when nobody is logged in any more.
    fileprivate func session(of request: Request) throws -> (Token, Sessions.Found) {
        guard let cookie = SessionCookie(in: request),
            let found = try forAll({ try Sessions.find(tokenHash: cookie.hash, on: &$0) })
        else {
            throw Problem(.unauthorized, "not-authenticated", "Nobody is logged in.")
        }
        return (cookie.token, found)
    }
}
