import Crypto
import Store
import Web

/// Finds out who asks, and whether they may.
struct Gatekeeper: Sendable {
    private let databaseIfAny: Database?
    private let callers = Cache<String, Caller>()

    init(_ database: Database?) { databaseIfAny = database }

    var database: Database {
        get throws(SettingProblem) {
            guard let databaseIfAny else { throw .undeclared("DATABASE_URL") }
            return databaseIfAny
        }
    }

    func admit(_ request: Request, to route: Route) throws -> Caller {
        guard case .scope(let scope) = route.access else { return .nobody }
        guard let caller = try identify(request, route) else {
            throw Problem(
                .unauthorized,
                "not-authenticated",
                "Send an API key in the header x-api-key, or log in.",
                headers: ["WWW-Authenticate": "ApiKey realm=\"sms-tracker\""]
            )
        }
        if caller.isUser, !route.method.isSafe { try refuseForeignPages(request) }
        guard caller.scopes.contains(scope) else {
            throw Problem(
                .forbidden,
                "scope-missing",
                "This needs the scope \(scope.rawValue)."
            )
        }
        return caller
    }

    private func identify(_ request: Request, _ route: Route) throws -> Caller? {
        let inQuery = route.takesKeyInQuery ? request.query["key"] : nil
        if let text = request.headers["x-api-key"] ?? request.bearerToken ?? inQuery {
            guard let key = APIKey(text) else { return nil }
            return try callers.value(for: key.hash) {
                try database.forAll { connection in
                    try Keys.find(hash: key.hash, on: &connection)
                }
            }
        }
        guard let token = SessionCookie.token(in: request) else { return nil }
        return try callers.value(for: token.hash) {
            try database.forAll { connection in
                try Sessions.find(tokenHash: token.hash, on: &connection)?.caller
            }
        }
    }

    /// A browser sends the cookie with whatever another site's page asks for; the `Origin` header
    /// tells whose page asked (Fetch, section 3.1).
    private func refuseForeignPages(_ request: Request) throws(Problem) {
        let origin = request.headers["origin"] ?? ""
        let authority = origin.split(separator: "/", omittingEmptySubsequences: true).last
        guard let authority, let host = request.headers["host"], authority == host else {
            throw Problem(
                .forbidden,
                "foreign-origin",
                "A session may change things only from this system's own pages."
            )
        }
    }
}

extension Request {
    /// The key as Prometheus and many HTTP libraries send it (RFC 6750).
    fileprivate var bearerToken: String? {
        guard let value = headers["authorization"], value.lowercased().hasPrefix("bearer ")
        else { return nil }
        return String(value.dropFirst(7))
    }
}

extension User {
    /// What the user may do: everything, until there are roles to tell apart.
    fileprivate var caller: Caller {
        Caller(tenant: tenant, name: email, scopes: Set(Scope.all), isUser: true)
    }
}
