package import Crypto
package import Postgres
package import Store
package import Web

/// A session that begins: the browser keeps its token in a cookie, the database only a hash of it.
package struct NewSession {
    private let cookie: SessionCookie

    package init(publicURL: String) {
        cookie = SessionCookie(Token.generate(), publicURL: publicURL)
    }

    package var token: Token { cookie.token }

    /// Logs somebody in from where the request comes, in place of whoever was in that browser.
    ///
    /// Call it in a transaction. `byIssuer` is for who signed in elsewhere.
    package func begin(
        for user: User,
        _ request: Request,
        byIssuer: Bool = false,
        on connection: inout Connection
    ) throws(PostgresError) {
        let place = Sessions.Place(
            address: request.remoteAddress,
            agent: request.headers["user-agent"] ?? ""
        )
        if let earlier = SessionCookie(in: request) {
            try Sessions.remove(tokenHash: earlier.hash, on: &connection)
        }
        try Sessions.add(
            tokenHash: cookie.hash,
            user: user,
            from: place,
            byIssuer: byIssuer,
            on: &connection
        )
        try AuditLog.note(.loggedIn, user.email, on: &connection)
    }

    /// The session as the next request finds it.
    package func find(
        on connection: inout Connection
    ) throws(PostgresError) -> Sessions.Found? {
        try Sessions.find(tokenHash: cookie.hash, on: &connection)
    }

    /// The value of `Set-Cookie`.
    package var header: String { cookie.header(seconds: Sessions.lifetimeHours * 3600) }
}
