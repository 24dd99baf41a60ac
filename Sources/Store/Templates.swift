package import Messaging
package import Postgres
package import Web

/// The texts of a tenant and all their versions.
package enum Templates {
    /// Whose text it is: of one dealership, of one language, of both together, or everybody's.
    package struct Variant: Sendable, Hashable {
        /// Nil for the text of all dealerships that have none of their own.
        package let dealership: String?
        /// Nil for the text of all languages that have none of their own.
        package let language: String?

        package init(dealership: String? = nil, language: String? = nil) {
            self.dealership = dealership
            self.language = language
        }

        package static let everybodys = Self()
    }

    /// One version, as it was saved.
    package struct Version: Sendable, Hashable {
        package let name: String
        package let variant: Variant
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

    /// The version that a message of this dealership and language is made from.
    package static func sent(
        to variant: Variant,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Version? {
        try fetch(
            """
            t.tenant_id = \(tenant.rawValue) AND t.name = \(defaultName)
            AND v.version = t.current_version AND t.archived_at IS NULL
            AND (t.dealership_id IS NULL OR d.name = \(variant.dealership))
            AND (t.language IS NULL OR t.language = \(variant.language))
            """,
            order: closestFirst,
            on: &connection
        ).first
    }

    /// Of the templates that fit a message, one of its dealership comes before one of its language.
    static let closestFirst: SQL = "t.dealership_id NULLS LAST, t.language NULLS LAST"

    /// All versions of a template, the newest first; none when there is no such template.
    package static func versions(
        of name: String,
        _ variant: Variant,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [Version] {
        try fetch(
            """
            t.tenant_id = \(tenant.rawValue) AND t.name = \(name)
            AND d.name IS NOT DISTINCT FROM \(variant.dealership)
            AND t.language IS NOT DISTINCT FROM \(variant.language)
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
        _ variant: Variant,
        by caller: Caller,
        on connection: inout Connection
    ) throws(PostgresError) -> Int? {
        try connection.execute("SELECT set_config('sms.author', \(caller.name), true)")
        let tenant = caller.tenant.rawValue
        if name == defaultName, variant == .everybodys {
            try connection.execute(
                """
                UPDATE tenant_settings SET message_template = \(template.text), updated_at = now()
                 WHERE tenant_id = \(tenant)
                """
            )
            return try versions(of: name, variant, of: caller.tenant, on: &connection).first?.number
        }
        return try connection.query(
            """
            SELECT save_template(\(tenant), \(name), d.id, \(template.text), \(caller.name),
                                 \(variant.language))
              FROM (SELECT \(variant.dealership)::text AS name) wanted
              LEFT JOIN dealerships d ON d.tenant_id = \(tenant) AND d.name = wanted.name
             WHERE wanted.name IS NULL OR d.id IS NOT NULL
            """
        ).first { (row) throws(PostgresError) in try row.decode(0) }
    }

    /// Takes a template out of use, and says whether there was one; its versions stay.
    package static func archive(
        _ name: String,
        _ variant: Variant,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        try connection.execute(
            """
            UPDATE templates t SET archived_at = now()
             WHERE t.tenant_id = \(tenant.rawValue) AND t.name = \(name)
               AND t.archived_at IS NULL
               AND (SELECT d.name FROM dealerships d WHERE d.id = t.dealership_id)
                   IS NOT DISTINCT FROM \(variant.dealership)
               AND t.language IS NOT DISTINCT FROM \(variant.language)
            """
        ) > 0
    }

    /// The template that is sent.
    package static let defaultName = "default"

    private static func fetch(
        _ condition: SQL,
        order: SQL = "t.name, d.name NULLS FIRST, t.language NULLS FIRST, v.version DESC",
        on connection: inout Connection
    ) throws(PostgresError) -> [Version] {
        try connection.query(
            """
            SELECT t.name, d.name, v.version, v.text, iso8601(v.created_at), v.created_by,
                   t.language
              FROM templates t
              JOIN template_versions v ON v.template_id = t.id
              LEFT JOIN dealerships d ON d.id = t.dealership_id
             WHERE \(condition)
             ORDER BY \(order)
            """
        ).map { (row) throws(PostgresError) in
            Version(
                name: try row.decode(0),
                variant: Variant(dealership: try row.decode(1), language: try row.decode(6)),
                number: try row.decode(2),
                text: try row.decode(3),
                createdAt: try row.decode(4),
                createdBy: try row.decode(5)
            )
        }
    }
}
