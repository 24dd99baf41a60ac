package import Crypto
package import Postgres
package import Store
package import Web

/// A session that begins: the browser keeps its token in a cookie, the database only a hash of it.
package struct NewSession {
    package let token = Token.generate()

    package init() {}

    /// Logs somebody in from where the request comes; call it in a transaction.
    package func begin(
        for user: User,
        _ request: Request,
        on connection: inout Connection
    ) throws(PostgresError) {
        let place = Sessions.Place(
            address: request.remoteAddress,
            agent: request.headers["user-agent"] ?? ""
        )
        try Sessions.add(tokenHash: token.hash, user: user, from: place, on: &connection)
        try AuditLog.note(.loggedIn, user.email, on: &connection)
    }

    /// The value of `Set-Cookie`.
    package func cookie(publicURL: String) -> String {
        SessionCookie.header(
            token: token.text,
            seconds: Sessions.lifetimeHours * 3600,
            publicURL: publicURL
        )
    }
}
