package import Store
package import Web

/// One thing that can be asked of a function: decode, decide, answer.
///
/// Endpoints are synchronous and run on real threads, many at a time.
package protocol Endpoint: Sendable {
    static var route: Route { get }
    init(_ platform: Platform) throws
    /// - Throws: `Problem` for what the client may be told; anything else is answered as a 500 or,
    ///   when PostgreSQL is away, as a 503, without detail.
    func respond(to request: Request) throws -> Response
}

/// An endpoint that needs nothing but the database.
package protocol DatabaseEndpoint: Endpoint {
    init(database: Database)
}

extension DatabaseEndpoint {
    package init(_ platform: Platform) throws { self.init(database: try platform.database) }
}
