import Crypto
import FunctionRuntime
import OpenIDConnect
import Postgres
import Store
import Web

/// Where browsers come back to: logs in whom the issuer swears to.
///
/// Whatever goes wrong is told on the login page, which knows the words for each reason.
struct Return: Endpoint {
    static let route = Route(
        .get,
        "/sign-in/return",
        "Come back from an issuer.",
        access: .anyone,
        answers: [.init(.seeOther, "To the dashboard, or to the login page with a reason.")]
    )

    private let desk: Desk
    private let cookie: AttemptCookie
    private let log: Log

    init(_ platform: Platform) throws {
        desk = try Desk(platform)
        cookie = AttemptCookie(publicURL: desk.publicURL)
        log = platform.log
    }

    /// Why somebody is not let in, as the login page's address says it.
    private enum Reason: String, Error {
        case cancelled, tooLate = "too-late", issuer, unknown
    }

    func respond(to request: Request) throws -> Response {
        do {
            return try enter(request)
        } catch let reason as Reason {
            return to("/?sign-in=\(reason.rawValue)")
        } catch let failure as SignInFailure {
            log.write(.warning, "sign-in-refused", ["reason": .string(failure.words)])
            return to("/?sign-in=\(Reason.issuer.rawValue)")
        }
    }

    private func enter(_ request: Request) throws -> Response {
        guard let attempt = attempt(in: request) else { throw Reason.tooLate }
        guard let code = request.query["code"], request.query["error"] == nil else {
            throw Reason.cancelled
        }
        let found = try desk.database.forAll {
            try SignInProviders.find(attempt.provider, on: &$0)
        }
        let entrance = try desk.entrance(request)
        guard let provider = found, provider.tenant == entrance.business ?? provider.tenant else {
            throw Reason.unknown
        }
        // Where it says who it is, it is the one that was asked (RFC 9207, section 2.4).
        guard (request.query["iss"] ?? provider.issuer) == provider.issuer else {
            throw Reason.issuer
        }
        let identity = try Issuer.discover(provider.issuer, over: desk.line).redeem(
            code,
            of: attempt,
            for: try desk.client(provider, at: entrance),
            at: Desk.now,
            over: desk.line
        )
        let session = NewSession(publicURL: desk.publicURL)
        let tenant = provider.tenant.acting(as: request.actor(identity.email ?? identity.subject))
        try desk.database.inTransaction(forTenant: tenant) { connection in
            guard let user = try person(identity, at: provider, on: &connection) else {
                throw Reason.unknown
            }
            try SignInIdentities.note(
                subject: identity.subject,
                of: user,
                at: provider,
                on: &connection
            )
            try session.begin(for: user, request, byIssuer: true, on: &connection)
        }
        var response = to("/")
        response.headers.add("Set-Cookie", session.header)
        return response
    }

    /// What this browser left with, if it is this that comes back.
    private func attempt(in request: Request) -> SignInAttempt? {
        guard let text = cookie.text(in: request),
            let attempt = desk.attempt(sealed: text),
            let state = request.query["state"],
            constantTimeEquals(Array(state.utf8), Array(attempt.state.utf8))
        else { return nil }
        return attempt
    }

    /// Who is meant: known from before, by a verified address, or invited.
    private func person(
        _ identity: Identity,
        at provider: SignInProviders.Provider,
        on connection: inout Connection
    ) throws -> User? {
        let known = try SignInIdentities.find(
            subject: identity.subject,
            email: identity.email.flatMap { provider.swearsTo($0) ? $0 : nil },
            at: provider,
            on: &connection
        )
        if let known { return known }
        guard let email = identity.email, provider.swearsTo(email) else { return nil }
        return try SignInIdentities.accept(email: email, name: identity.name, on: &connection)
    }

    private func to(_ path: String) -> Response {
        Response(.seeOther, headers: ["Location": path, "Set-Cookie": cookie.header("")])
    }
}
