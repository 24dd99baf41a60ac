package import Messaging
package import Postgres
package import Web

/// The texts of a tenant and all their versions.
package enum Templates {
    /// One version, as it was saved.
    package struct Version: Sendable, Hashable {
        package let name: String
        /// Nil for the text of all dealerships that have none of their own.
        package let dealership: String?
        package let number: Int
        package let text: String
        package let createdAt: String
        package let createdBy: String?
    }

    /// The current version of every template that is not archived.
    package static func current(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [Version] {
        try fetch(
            """
            t.tenant_id = \(tenant.rawValue) AND v.version = t.current_version
            AND t.archived_at IS NULL
            """,
            on: &connection
        )
    }

    /// All versions of a template, the newest first; none when there is no such template.
    package static func versions(
        of name: String,
        dealership: String?,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [Version] {
        try fetch(
            """
            t.tenant_id = \(tenant.rawValue) AND t.name = \(name)
            AND d.name IS NOT DISTINCT FROM \(dealership)
            """,
            on: &connection
        )
    }

    /// Saves a text and says the number of its version; nil when the dealership is not known.
    ///
    /// The default template is kept in the settings, where saving it makes its version.
    package static func save(
        _ template: MessageTemplate,
        as name: String,
        dealership: String?,
        by caller: Caller,
        on connection: inout Connection
    ) throws(PostgresError) -> Int? {
        try connection.execute("SELECT set_config('sms.author', \(caller.name), true)")
        let tenant = caller.tenant.rawValue
        if name == defaultName, dealership == nil {
            try connection.execute(
                """
                UPDATE tenant_settings SET message_template = \(template.text), updated_at = now()
                 WHERE tenant_id = \(tenant)
                """
            )
            return try versions(of: name, dealership: nil, of: caller.tenant, on: &connection)
                .first?.number
        }
        return try connection.query(
            """
            SELECT save_template(\(tenant), \(name), d.id, \(template.text), \(caller.name))
              FROM (SELECT \(dealership)::text AS name) wanted
              LEFT JOIN dealerships d ON d.tenant_id = \(tenant) AND d.name = wanted.name
             WHERE wanted.name IS NULL OR d.id IS NOT NULL
            """
        ).first { (row) throws(PostgresError) in try row.decode(0) }
    }

    /// Takes a template out of use, and says whether there was one; its versions stay.
    package static func archive(
        _ name: String,
        dealership: String?,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        try connection.execute(
            """
            UPDATE templates t SET archived_at = now()
             WHERE t.tenant_id = \(tenant.rawValue) AND t.name = \(name)
               AND t.archived_at IS NULL
               AND (SELECT d.name FROM dealerships d WHERE d.id = t.dealership_id)
                   IS NOT DISTINCT FROM \(dealership)
            """
        ) > 0
    }

    /// The template that is sent.
    package static let defaultName = "default"

    private static func fetch(
        _ condition: SQL,
        on connection: inout Connection
    ) throws(PostgresError) -> [Version] {
        try connection.query(
            """
            SELECT t.name, d.name, v.version, v.text, iso8601(v.created_at), v.created_by
              FROM templates t
              JOIN template_versions v ON v.template_id = t.id
              LEFT JOIN dealerships d ON d.id = t.dealership_id
             WHERE \(condition)
             ORDER BY t.name, d.name NULLS FIRST, v.version DESC
            """
        ).map { (row) throws(PostgresError) in
            Version(
                name: try row.decode(0),
                dealership: try row.decode(1),
                number: try row.decode(2),
                text: try row.decode(3),
                createdAt: try row.decode(4),
                createdBy: try row.decode(5)
            )
        }
    }
}
