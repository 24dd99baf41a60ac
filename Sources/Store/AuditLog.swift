package import Postgres
package import Web

/// Who changed what: entries that are added and never changed, each chained to the one before.
///
/// Changes of settings note themselves, by triggers of the schema; `note` is for what leaves no row
/// of settings behind.
package enum AuditLog {
    package struct Entry: Sendable, Hashable {
        /// Its number, counted for each tenant from 1 without a gap.
        package let number: Int
        package let at: String
        /// A person's address or a key's name; empty for the system itself.
        package let actor: String
        /// The address of the network; empty where nobody asked over one.
        package let address: String
        /// The kind of thing, and what was done to it, as `text.changed`.
        package let action: String
        /// Which one, by the name that people know it by.
        package let object: String
        /// What differs, as JSON; nil for what was not there.
        package let before: String?
        package let after: String?
        package let hash: String
    }

    /// What is done that no trigger can know of.
    package enum Deed: String, Sendable, CaseIterable {
        case loggedIn = "login.succeeded"
        case loginFailed = "login.failed"
        case loggedOut = "login.ended"
        case loggedOutElsewhere = "login.ended-elsewhere"
        case passwordForgotten = "password.forgotten"
        case passwordReset = "password.reset"
        case recoveryCodesMade = "recovery-code.made"
        case messagesRetried = "message.retried"
        case retryCancelled = "message.retry-cancelled"
        case messageCancelled = "message.cancelled"
        case messagesApproved = "message.approved"
        case messagesDropped = "message.dropped"
        case testSent = "message.tested"
        case replied = "conversation.answered"
        case requestReplayed = "request.replayed"
        case listExported = "list.exported"
        case optOutsImported = "opt-out.imported"
        case accountCredited = "account.credited"
        case archiveRestored = "archive.restored"
        case businessExported = "business.exported"
        case providerPaused = "provider.paused"
        case providerResumed = "provider.resumed"
        case personCopied = "customer.copied"
        case personErased = "customer.erased"
        case evidenceMade = "customer.evidenced"
    }

    /// Adds an entry for what the connection's actor does.
    ///
    /// Call it last in a transaction, so that nobody waits for the chain and something else. Nothing
    /// of a customer may stand in it: numbers masked, no names and no words.
    package static func note(
        _ deed: Deed,
        _ object: String = "",
        _ detail: JSON? = nil,
        on connection: inout Connection
    ) throws(PostgresError) {
        let detail = detail.map(\.serializedText)
        _ = try connection.query(
            "SELECT note_audit(\(deed.rawValue), \(object), NULL, \(detail)::jsonb)"
        )
    }

    /// Entries, newest first.
    package static func list(
        of tenant: TenantID,
        _ filter: Filter,
        limit: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> [Entry] {
        try connection.query(
            """
            SELECT seq, iso8601(at), actor, address, action, object, before::text, after::text,
                   hash
              FROM audit_log WHERE \(filter.conditions(of: tenant))
             ORDER BY seq DESC LIMIT \(limit)
            """
        ).map { (row) throws(PostgresError) in
            Entry(
                number: try row.decode(0),
                at: try row.decode(1),
                actor: try row.decode(2),
                address: try row.decode(3),
                action: try row.decode(4),
                object: try row.decode(5),
                before: try row.decode(6),
                after: try row.decode(7),
                hash: try row.decode(8)
            )
        }
    }

    /// Everybody who is named in the log, and every kind of thing: what it can be narrowed to.
    package static func choices(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> (actors: [String], kinds: [String]) {
        let actors = try connection.query(
            """
            SELECT DISTINCT actor FROM audit_log
             WHERE tenant_id = \(tenant.rawValue) AND actor <> '' ORDER BY 1 LIMIT 500
            """
        ).values(as: String.self)
        let kinds = try connection.query(
            """
            SELECT DISTINCT split_part(action, '.', 1) FROM audit_log
             WHERE tenant_id = \(tenant.rawValue) ORDER BY 1
            """
        ).values(as: String.self)
        return (actors, kinds)
    }
}

extension AuditLog {
    /// Which entries are wanted.
    package struct Filter: Sendable, Hashable {
        package var actor: String?
        /// What an action begins with: the kind of thing.
        package var kind: String?
        /// RFC 3339.
        package var from: String?
        package var to: String?
        /// What stands somewhere in it, in whatever case.
        package var text: String?
        /// Only entries before that number: the key of the page before.
        package var before: Int?

        package init() {}

        func conditions(of tenant: TenantID) -> SQL {
            var conditions: SQL = "tenant_id = \(tenant.rawValue)"
            if let actor { conditions = conditions + " AND actor = \(actor)" }
            if let kind { conditions = conditions + " AND split_part(action, '.', 1) = \(kind)" }
            if let from { conditions = conditions + " AND at >= \(from)::timestamptz" }
            if let to { conditions = conditions + " AND at < \(to)::timestamptz" }
            if let text {
                let found: SQL = "position(lower(\(text)) IN lower(concat_ws(' ', actor, address, "
                conditions =
                    conditions + " AND \(found)action, object, before, after))) > 0"
            }
            if let before { conditions = conditions + " AND seq < \(before)" }
            return conditions
        }
    }
}

extension ListExport {
    /// Who changed what, newest first, with the hashes that it can be checked by.
    package static func audit(
        of tenant: TenantID,
        _ filter: AuditLog.Filter,
        after: Int? = nil
    ) -> ListExport {
        var filter = filter
        if let after { filter.before = after }
        return select(
            { text in
                """
                seq AS number, iso8601(at) AS at, \(text("actor")) AS actor, address, action,
                \(text("object")) AS object, before, after, previous_hash, hash
                """
            },
            "FROM audit_log WHERE \(filter.conditions(of: tenant)) ORDER BY seq DESC"
        )
    }
}
