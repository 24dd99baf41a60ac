package import Postgres
package import Web

/// The rows that have something sealed, one after the other: for sealing it anew.
package enum SealedRows {
    package struct Line: Sendable {
        /// What tells the row from others of the business.
        package let row: String
        package let bytes: [UInt8]
    }

    /// The next ones after a row that do not begin with `header`, locked.
    package static func next(
        of kind: SealedValue,
        of tenant: TenantID,
        notBeginningWith header: [UInt8],
        after row: String?,
        limit: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> [Line] {
        let place = kind.place
        let after: SQL = row.map { "AND \(place.key) > \(place.keyOf($0))" } ?? ""
        return try connection.query(
            """
            SELECT \(place.row), \(place.column) FROM \(place.table)
             WHERE \(place.tenant) = \(tenant.rawValue) AND \(place.column) IS NOT NULL \(after)
               AND substring(\(place.column) FROM 1 FOR \(header.count)) <> \(header)
             ORDER BY \(place.key) LIMIT \(limit) FOR UPDATE
            """
        ).map { (row) throws(PostgresError) in
            Line(row: try row.decode(0), bytes: try row.decode(1))
        }
    }

    /// Puts what is sealed anew in the place of what was there: no change that anybody notes.
    package static func put(
        _ lines: [Line],
        of kind: SealedValue,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        guard !lines.isEmpty else { return }
        let place = kind.place
        try connection.execute("SELECT set_config('app.sealing_anew', 'on', true)")
        for line in lines {
            try connection.execute(
                """
                UPDATE \(place.table) SET \(place.column) = \(line.bytes)
                 WHERE \(place.tenant) = \(tenant.rawValue)
                   AND \(place.key) = \(place.keyOf(line.row))
                """
            )
        }
    }
}

extension SealedRows.Line {
    package init(sealed bytes: [UInt8], of row: String) { (self.row, self.bytes) = (row, bytes) }
}

// MARK: -

extension SealedValue {
    fileprivate struct Place {
        let table: SQL
        let column: SQL
        /// What tells rows apart, within a business at least.
        let key: SQL
        let keyOf: (String) -> SQL
        /// The same as text.
        let row: SQL
        let tenant: SQL

        init(
            table: SQL,
            column: SQL,
            key: SQL,
            keyOf: @escaping (String) -> SQL,
            row: SQL? = nil,
            tenant: SQL = "tenant_id"
        ) {
            (self.table, self.column, self.key, self.keyOf) = (table, column, key, keyOf)
            self.row = row ?? "\(key)::text"
            self.tenant = tenant
        }
    }

    fileprivate var place: Place {
        switch self {
        case .providerSecrets:
            // What all businesses use is sealed with the first one's key.
            Place(
                table: "provider_accounts",
                column: "secrets",
                key: "id",
                keyOf: { "\($0)::uuid" },
                tenant: "coalesce(tenant_id, \(TenantID.first.rawValue))"
            )
        case .alertTarget:
            Place(
                table: "alert_targets",
                column: "sealed",
                key: "id",
                keyOf: { "\($0)::uuid" }
            )
        case .signingSecret:
            Place(
                table: "api_keys",
                column: "signing_secret",
                key: "id",
                keyOf: { "\($0)::text::bigint" }
            )
        case .secondFactor:
            Place(
                table: "users",
                column: "totp_secret",
                key: "id",
                keyOf: { "\($0)::text::bigint" }
            )
        case .signInSecret:
            Place(
                table: "sign_in_providers",
                column: "client_secret",
                key: "name",
                keyOf: { "\($0)" }
            )
        case .archiveKey:
            Place(
                table: "archive_keys",
                column: "sealed_key",
                key: "number_mark",
                keyOf: { "decode(\($0), 'hex')" },
                row: "encode(number_mark, 'hex')"
            )
        }
    }
}
