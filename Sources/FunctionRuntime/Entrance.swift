package import Store
package import Web

/// The door that somebody who is not logged in stands at: one business's, or the one for everybody.
package struct Entrance: Sendable {
    /// Whose people alone come in here; nil where all do.
    package let business: TenantID?
    /// Its address, without a slash at its end: that of a business's own host, or `PUBLIC_URL`.
    package let origin: String

    /// What requests of a login page say of a door that has no host of its own.
    package static let word = Field<String>.text(
        "at",
        1...40,
        "The word of the business whose door it is, where the address has one."
    ).optional

    package init(
        _ request: Request,
        word: String?,
        publicURL: String,
        in database: Database
    ) throws {
        let host = request.hostName
        let (byHost, byWord) = try database.forAll { connection in
            (
                try FrontDoors.find(host: host, word: nil, on: &connection),
                try word.flatMap { try FrontDoors.find(host: host, word: $0, on: &connection) }
            )
        }
        // Behind a door that is not there, nobody is at home.
        business = (byHost ?? byWord)?.tenant ?? word.map { _ in Caller.nobody.tenant }
        origin = PublicOrigin(publicURL).at(byHost.map { _ in host })
    }
}
