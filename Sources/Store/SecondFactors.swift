package import Postgres
package import Web

/// The second factors of people: a secret that an app computes codes from, and codes on paper.
package enum SecondFactors {
    /// Puts a secret into force, with the step of time whose code proved that the app has it, and
    /// codes for the day when the app is lost; what was there before ends.
    package static func set(
        sealedSecret: [UInt8],
        usedStep: Int,
        recoveryHashes: [String],
        of user: User,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            UPDATE users SET totp_secret = \(sealedSecret), totp_step = \(usedStep)
             WHERE id = \(user.id)
            """
        )
        try setRecoveryCodes(recoveryHashes, of: user, on: &connection)
    }

    /// Replaces the codes on paper.
    package static func setRecoveryCodes(
        _ hashes: [String],
        of user: User,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute("DELETE FROM recovery_codes WHERE user_id = \(user.id)")
        try connection.execute(
            """
            INSERT INTO recovery_codes (tenant_id, user_id, code_hash)
            SELECT \(user.tenant.rawValue), \(user.id), unnest(\(hashes)::text[])
            """
        )
    }

    package static func remove(
        ofUser id: Int64,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            "UPDATE users SET totp_secret = NULL, totp_step = NULL WHERE id = \(id)"
        )
        try connection.execute("DELETE FROM recovery_codes WHERE user_id = \(id)")
    }

    /// Whether the business wants one of everybody who logs in with a password.
    package static func areDemanded(
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        try connection.query(
            "SELECT coalesce(bool_or(second_factor_demanded), false) FROM tenant_settings"
        ).value()
    }

    package static func demand(
        _ isDemanded: Bool,
        by tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            UPDATE tenant_settings SET second_factor_demanded = \(isDemanded)
             WHERE tenant_id = \(tenant.rawValue)
            """
        )
    }

    /// Uses up the code of a step; false when somebody else just did.
    package static func use(
        step: Int,
        of user: User,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        try connection.execute(
            """
            UPDATE users SET totp_step = \(step)
             WHERE id = \(user.id) AND coalesce(totp_step < \(step), true)
            """
        ) > 0
    }

    /// Uses up a code on paper; false for one that is not theirs, or was used before.
    package static func use(
        recoveryHash: String,
        of user: User,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        try connection.execute(
            """
            UPDATE recovery_codes SET used_at = now()
             WHERE user_id = \(user.id) AND code_hash = \(recoveryHash) AND used_at IS NULL
            """
        ) > 0
    }

    /// How many codes on paper are left.
    package static func recoveryCodeCount(
        of user: User,
        on connection: inout Connection
    ) throws(PostgresError) -> Int {
        try connection.query(
            """
            SELECT count(*) FROM recovery_codes WHERE user_id = \(user.id) AND used_at IS NULL
            """
        ).value()
    }
}
