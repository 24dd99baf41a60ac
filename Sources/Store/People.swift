package import Postgres
package import Web

/// The people of a business, as those see them who look after them.
package enum People {
    package struct Line: Sendable, Hashable {
        package let id: Int64
        package let email: String
        package let name: String
        package let role: Role
        /// The names of the dealerships that the person is limited to; nil for the whole business.
        package let dealerships: [String]?
        package let hasPassword: Bool
        package let hasSecondFactor: Bool
        package let createdAt: String
        package let lastLoginAt: String?
        package let disabledAt: String?
        /// How many sessions are open.
        package let sessionCount: Int
    }

    /// What may be changed of a person; what is nil stays.
    package struct Change: Sendable, Hashable {
        package var name: String?
        package var role: Role?
        /// Names of dealerships; an empty list is the whole business.
        package var dealerships: [String]?
        package var isDisabled: Bool?

        package init() {}
    }

    package enum Outcome: Sendable, Hashable {
        case done
        case unknown
        /// The business would have no owner.
        case lastOwner
        /// Owners and administrators see the whole business.
        case cannotBeLimited
        case unknownDealerships([String])
    }

    package static func all(
        on connection: inout Connection
    ) throws(PostgresError) -> [Line] {
        try connection.query(lines("true")).map { (row) throws(PostgresError) in try Line(row) }
    }

    package static func find(
        _ id: Int64,
        on connection: inout Connection
    ) throws(PostgresError) -> Line? {
        try connection.query(lines("u.id = \(id)"))
            .first { (row) throws(PostgresError) in try Line(row) }
    }

    /// Changes a person; who may no longer log in, or sees less than before, is logged out.
    ///
    /// Call it in a transaction, and undo that when the outcome is not `.done`.
    package static func change(
        _ id: Int64,
        _ change: Change,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Outcome {
        let numbers: [Int64]?
        switch try Dealership.numbers(of: change.dealerships ?? [], of: tenant, on: &connection) {
        case .success(let found): numbers = found.isEmpty ? nil : found
        case .failure(let unknown): return .unknownDealerships(unknown.names)
        }
        do throws(PostgresError) {
            let count = try connection.execute(
                """
                UPDATE users
                   SET name = coalesce(\(change.name), name),
                       role = coalesce(\(change.role?.rawValue), role),
                       dealerships = CASE WHEN \(change.dealerships != nil)
                                          THEN \(numbers)::bigint[] ELSE dealerships END,
                       disabled_at = CASE \(change.isDisabled)::boolean
                                          WHEN true THEN coalesce(disabled_at, now())
                                          WHEN false THEN NULL ELSE disabled_at END
                 WHERE id = \(id)
                """
            )
            guard count > 0 else { return .unknown }
        } catch .server(let error) where error.constraint == "keep_an_owner" {
            return .lastOwner
        } catch .server(let error) where error.constraint == "limited_role" {
            return .cannotBeLimited
        }
        try Sessions.endAll(of: id, but: nil, on: &connection)
        return .done
    }

    /// Removes a person; what they did stays under their address.
    package static func remove(
        _ id: Int64,
        on connection: inout Connection
    ) throws(PostgresError) -> Outcome {
        do throws(PostgresError) {
            let count = try connection.execute("DELETE FROM users WHERE id = \(id)")
            return count > 0 ? .done : .unknown
        } catch .server(let error) where error.constraint == "keep_an_owner" {
            return .lastOwner
        }
    }

    private static func lines(_ condition: SQL) -> SQL {
        """
        SELECT u.id, u.email, u.name, u.role,
               CASE WHEN u.dealerships IS NOT NULL THEN ARRAY(
                   SELECT d.name FROM dealerships d WHERE d.id = ANY (u.dealerships) ORDER BY 1)
               END,
               u.password_hash IS NOT NULL, u.totp_secret IS NOT NULL, iso8601(u.created_at),
               iso8601(u.last_login_at), iso8601(u.disabled_at),
               (SELECT count(*) FROM sessions WHERE user_id = u.id AND \(Sessions.isOpen))
          FROM users u WHERE \(condition)
         ORDER BY u.disabled_at IS NOT NULL, lower(u.name), u.id LIMIT 1000
        """
    }
}

extension People.Line {
    fileprivate init(_ row: borrowing Row) throws(PostgresError) {
        id = try row.decode(0)
        email = try row.decode(1)
        name = try row.decode(2)
        role = Role(rawValue: try row.decode(3)) ?? .viewer
        dealerships = try row.decode(4)
        hasPassword = try row.decode(5)
        hasSecondFactor = try row.decode(6)
        createdAt = try row.decode(7)
        lastLoginAt = try row.decode(8)
        disabledAt = try row.decode(9)
        sessionCount = try row.decode(10)
    }
}
