package import Postgres

/// Who makes, suspends and removes businesses.
///
/// Only the host's administrator says so.
package enum PlatformOwners {
    package enum Outcome: Sendable, Hashable {
        case done
        /// Nobody who owns the first business has this address.
        case unknown
        case nothingToDo
    }

    /// Gives the platform to an owner of the first business.
    package static func give(
        to email: String,
        on connection: inout Connection
    ) throws(PostgresError) -> Outcome {
        guard try isOwner(email, on: &connection) else { return .unknown }
        let count = try connection.execute(
            """
            WITH given AS (
                INSERT INTO platform_owners (user_id)
                SELECT id FROM users WHERE email = lower(\(email)) ON CONFLICT DO NOTHING
                RETURNING user_id)
            SELECT append_audit(1, 'platform-owner.added', lower(\(email)), NULL, NULL) FROM given
            """
        )
        return count > 0 ? .done : .nothingToDo
    }

    /// Gives it to the first who can own it; nothing changes where somebody does.
    package static func giveToFirst(
        _ email: String,
        on connection: inout Connection
    ) throws(PostgresError) {
        let owned = try connection.query("SELECT FROM platform_owners")
        if owned.isEmpty { _ = try give(to: email, on: &connection) }
    }

    package static func take(
        from email: String,
        on connection: inout Connection
    ) throws(PostgresError) -> Outcome {
        let count = try connection.execute(
            """
            WITH taken AS (
                DELETE FROM platform_owners
                 WHERE user_id = (SELECT id FROM users WHERE email = lower(\(email)))
                RETURNING user_id)
            SELECT append_audit(1, 'platform-owner.removed', lower(\(email)), NULL, NULL) FROM taken
            """
        )
        return count > 0 ? .done : .nothingToDo
    }

    private static func isOwner(
        _ email: String,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        try !connection.query(
            """
            SELECT FROM users
             WHERE email = lower(\(email)) AND tenant_id = 1 AND role = 'owner'
               AND disabled_at IS NULL
            """
        ).isEmpty
    }
}
