package import Postgres
package import Web

/// The door of one business, with what hangs outside: anybody may see it.
package struct FrontDoor: Sendable, Hashable {
    package let tenant: TenantID
    package let name: String
    /// As `#rrggbb`.
    package let colour: String
    package let background: String
    /// What stands in the logo's address; nil without one.
    package let logoDigest: String?
}

package enum FrontDoors {
    /// The door that a host name leads to, or else the word of a path; nil where people of all
    /// businesses come in.
    package static func find(
        host: String,
        word: String?,
        on connection: inout Connection
    ) throws(PostgresError) -> FrontDoor? {
        try connection.query(
            """
            SELECT tenant_id, name, colour, background, logo
              FROM find_door(\(host), \(word)::text)
            """
        ).first { (row) throws(PostgresError) in
            FrontDoor(
                tenant: TenantID(rawValue: try row.decode(0)),
                name: try row.decode(1),
                colour: try row.decode(2),
                background: try row.decode(3),
                logoDigest: try row.decode(4)
            )
        }
    }
}
