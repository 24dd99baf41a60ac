package import Postgres
package import Web

/// The keys of businesses, as the database keeps them: sealed with a key that it does not know.
package enum DataKeys {
    package struct Wrapped: Sendable {
        package let tenant: TenantID
        /// Counts the keys that the business has had.
        package let number: Int
        package let key: [UInt8]
        /// The key before, while something may still be sealed with it.
        package let former: [UInt8]?
        /// The key that makes marks.
        package let marks: [UInt8]
        /// Whether the transaction of now made them, so that nobody else has them if it fails.
        package let isNew: Bool

        package init(
            tenant: TenantID,
            number: Int,
            key: [UInt8],
            former: [UInt8]? = nil,
            marks: [UInt8],
            isNew: Bool = false
        ) {
            (self.tenant, self.number, self.key) = (tenant, number, key)
            (self.former, self.marks, self.isNew) = (former, marks, isNew)
        }

        fileprivate init(_ row: borrowing Row, of tenant: TenantID) throws(PostgresError) {
            self.tenant = tenant
            number = try row.decode(0)
            key = try row.decode(1)
            former = try row.decode(2)
            marks = try row.decode(3)
            isNew = try row.decode(4)
        }
    }

    /// The keys of a business; nil before it had a secret.
    ///
    /// `forSealing` keeps them from being replaced until the connection's transaction ends.
    package static func find(
        of tenant: TenantID,
        forSealing: Bool,
        on connection: inout Connection
    ) throws(PostgresError) -> Wrapped? {
        try connection.query(
            """
            SELECT number, wrapped, former, marks, is_new
              FROM find_data_key(\(tenant.rawValue), \(forSealing))
            """
        ).first { (row) throws(PostgresError) in try Wrapped(row, of: tenant) }
    }

    /// Keeps the first keys of a business, unless it has some already; false when all others were
    /// sealed with another key than `sealer`.
    package static func make(
        _ keys: Wrapped,
        sealer: String,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        try connection.query(
            """
            SELECT make_data_key(\(keys.tenant.rawValue), \(sealer), \(keys.key), \(keys.marks))
            """
        ).value()
    }
}

// MARK: - What the administrator of the host does

extension DataKeys {
    /// The businesses that have keys.
    package static func tenants(
        on connection: inout Connection
    ) throws(PostgresError) -> [TenantID] {
        let numbers: [Int32] = try connection.query(
            "SELECT tenant_id FROM data_keys ORDER BY tenant_id"
        ).values()
        return numbers.map { TenantID(rawValue: $0) }
    }

    /// Says which key all data keys are sealed with from now on.
    ///
    /// Nobody makes one, or seals anything, until the transaction ends.
    package static func setSealer(
        _ fingerprint: String,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            INSERT INTO secrets_key AS k (fingerprint) VALUES (\(fingerprint))
            ON CONFLICT (is_only) DO UPDATE
               SET fingerprint = EXCLUDED.fingerprint,
                   since = CASE WHEN k.fingerprint = EXCLUDED.fingerprint THEN k.since
                                ELSE now() END
            """
        )
    }

    /// Locks the keys of a business; nil when it has none.
    package static func lock(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Wrapped? {
        try connection.query(
            """
            SELECT number, wrapped, former, marks, false FROM data_keys
             WHERE tenant_id = \(tenant.rawValue) FOR UPDATE
            """
        ).first { (row) throws(PostgresError) in try Wrapped(row, of: tenant) }
    }

    /// Replaces the keys of a business, which the transaction has locked.
    package static func replace(
        with keys: Wrapped,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            UPDATE data_keys
               SET number = \(keys.number), wrapped = \(keys.key), former = \(keys.former),
                   marks = \(keys.marks), wrapped_at = now(),
                   made_at = CASE WHEN number = \(keys.number) THEN made_at ELSE now() END
             WHERE tenant_id = \(keys.tenant.rawValue)
            """
        )
    }

    /// Forgets all keys, because nobody can open them any more.
    package static func removeAll(on connection: inout Connection) throws(PostgresError) {
        try connection.execute("DELETE FROM data_keys")
        try connection.execute("DELETE FROM secrets_key")
    }
}
