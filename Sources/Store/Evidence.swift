package import Messaging
package import Postgres
package import Web

/// What was said to a number, by which right, and what became of it: for whoever has to show it.
package struct Evidence: Sendable, Hashable {
    package let business: String
    /// RFC 3339.
    package let gatheredAt: String
    package let number: E164
    /// How the number came to us, the first time first.
    package let origins: [Origin]
    package let messages: [Message]
    /// What the customer wrote, the first first.
    package let replies: [Reply]
    /// Opt-outs and what became of them, the newest first.
    package let optOuts: [SuppressionRecord]

    /// Something that the number was given to us with.
    package struct Origin: Sendable, Hashable {
        /// When, in RFC 3339.
        package let at: String
        package let transactionID: String
        package let kind: MessageKind
        package let dealership: String?
        /// When the business with the customer was done.
        package let completedAt: String?
        /// The key or the person that gave it to us; nil for what came before that was noted.
        package let givenBy: String?
        /// The mapping of a CRM's own words that it came through.
        package let source: String?
    }

    package struct Message: Sendable, Hashable {
        package let detail: MessageDetail
        /// The text that it was made from; nil for a text of its own.
        package let template: Template?
        package let ways: [RouteDecisions.Line]
    }

    package struct Template: Sendable, Hashable {
        package let name: String
        package let version: Int
        package let text: String
        package let writtenBy: String?
        package let writtenAt: String
    }

    package struct Reply: Sendable, Hashable {
        package let at: String
        package let provider: String
        package let providerMessageID: String
        /// Our number that it was sent to.
        package let to: String
        package let text: String
        package let understoodAs: String
        package let cancelledCount: Int
    }

    /// Everything about a number of a business; without messages where nothing was ever said to it.
    package static func gather(
        _ number: E164,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Evidence {
        var filter = SuppressionFilter()
        filter.number = number.rawValue
        filter.withHistory = true
        return Evidence(
            business: try Tenants.name(of: tenant, on: &connection),
            gatheredAt: try connection.query("SELECT iso8601(now())").value(),
            number: number,
            origins: try Origin.all(of: number, of: tenant, on: &connection),
            messages: try Message.all(to: number, of: tenant, on: &connection),
            replies: try Reply.all(from: number, of: tenant, on: &connection),
            optOuts: try Suppressions.list(of: tenant, filter, limit: 1000, on: &connection)
        )
    }
}

extension Evidence.Origin {
    fileprivate static func all(
        of number: E164,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [Self] {
        try connection.query(
            """
            SELECT iso8601(t.received_at), t.external_id, m.kind, d.name,
                   iso8601(t.completed_at), e.detail ->> 'by', e.detail ->> 'source'
              FROM messages m
              JOIN transactions t ON t.id = m.transaction_id
              LEFT JOIN dealerships d ON d.id = t.dealership_id
              LEFT JOIN LATERAL (
                  SELECT detail FROM message_events
                   WHERE message_id = m.id AND kind = 'received' ORDER BY id LIMIT 1) e ON true
             WHERE m.tenant_id = \(tenant.rawValue) AND m.recipient = \(number.rawValue)
             ORDER BY t.received_at, m.id
            """
        ).map { (row) throws(PostgresError) in
            Self(
                at: try row.decode(0),
                transactionID: try row.decode(1),
                kind: try row.decode(2),
                dealership: try row.decode(3),
                completedAt: try row.decode(4),
                givenBy: try row.decode(5),
                source: try row.decode(6)
            )
        }
    }
}

extension Evidence.Message {
    fileprivate static func all(
        to number: E164,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [Self] {
        let found = try connection.query(
            """
            SELECT m.id, p.name, v.version, v.text, v.created_by, iso8601(v.created_at)
              FROM messages m
              LEFT JOIN template_versions v ON v.id = m.template_version_id
              LEFT JOIN templates p ON p.id = v.template_id
             WHERE m.tenant_id = \(tenant.rawValue) AND m.recipient = \(number.rawValue)
             ORDER BY m.received_at, m.id
            """
        ).map { (row) throws(PostgresError) in
            (id: try row.decode(0, as: String.self), template: try Evidence.Template(row))
        }
        var messages: [Self] = []
        for (id, template) in found {
            guard let detail = try MessageDetail.find(id, of: tenant, on: &connection) else {
                continue
            }
            messages.append(
                Self(
                    detail: detail,
                    template: template,
                    ways: try RouteDecisions.all(of: id, on: &connection)
                )
            )
        }
        return messages
    }
}

extension Evidence.Template {
    /// Reads the columns from the second on; nil where they are null.
    fileprivate init?(_ row: borrowing Row) throws(PostgresError) {
        guard let version = try row.decode(2, as: Int?.self) else { return nil }
        self.init(
            name: try row.decode(1),
            version: version,
            text: try row.decode(3),
            writtenBy: try row.decode(4),
            writtenAt: try row.decode(5)
        )
    }
}

extension Evidence.Reply {
    fileprivate static func all(
        from number: E164,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [Self] {
        try connection.query(
            """
            SELECT iso8601(received_at), provider, provider_message_id, recipient, body, intent,
                   cancelled_count
              FROM inbound_messages
             WHERE tenant_id = \(tenant.rawValue) AND sender = \(number.rawValue) ORDER BY id
            """
        ).map { (row) throws(PostgresError) in
            Self(
                at: try row.decode(0),
                provider: try row.decode(1),
                providerMessageID: try row.decode(2),
                to: try row.decode(3),
                text: try row.decode(4),
                understoodAs: try row.decode(5),
                cancelledCount: try row.decode(6)
            )
        }
    }
}
