package import Messaging
package import Postgres
package import Web

/// One entry of the suppression list, in force or released, as it is shown.
package struct SuppressionRecord: Sendable, Hashable {
    package let id: Int
    package let number: String
    package let reason: String
    package let source: String
    package let note: String
    package let addedBy: String
    package let addedAt: String
    package let releasedBy: String?
    package let releasedAt: String?
    package let releaseNote: String?
    /// Whether the customer alone can take it back: it is their own word, or nobody else knows the
    /// number any more.
    package let isOwnWord: Bool
}

/// Which entries are wanted.
package struct SuppressionFilter: Sendable, Hashable {
    package var number: String?
    /// Digits that stand somewhere in the number.
    package var digits: String?
    package var reason: SuppressionReason?
    /// Whether released entries are shown too.
    package var withHistory = false
    /// Only entries older than the one of that id: the key of the page before.
    package var before: Int?

    package init() {}

    func conditions(for tenant: TenantID) -> SQL {
        var conditions: SQL = "tenant_id = \(tenant.rawValue)"
        if let number { conditions = conditions + " AND number = \(number)" }
        if let digits { conditions = conditions + " AND position(\(digits) IN number) > 0" }
        if let reason {
            conditions = conditions + " AND reason = \(reason.rawValue)::suppression_reason"
        }
        if !withHistory { conditions = conditions + " AND released_at IS NULL" }
        if let before { conditions = conditions + " AND id < \(before)" }
        return conditions
    }
}

extension Suppressions {
    /// Entries, newest first.
    package static func list(
        of tenant: TenantID,
        _ filter: SuppressionFilter,
        limit: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> [SuppressionRecord] {
        return try connection.query(
            """
            SELECT id, number, reason, source, note, added_by, iso8601(added_at), released_by,
                   iso8601(released_at), release_note, \(isOwnWord) OR number_mark IS NOT NULL
              FROM suppressions WHERE \(filter.conditions(for: tenant))
             ORDER BY id DESC LIMIT \(limit)
            """
        ).map { (row) throws(PostgresError) in
            SuppressionRecord(
                id: try row.decode(0),
                number: try row.decode(1),
                reason: try row.decode(2),
                source: try row.decode(3),
                note: try row.decode(4),
                addedBy: try row.decode(5),
                addedAt: try row.decode(6),
                releasedBy: try row.decode(7),
                releasedAt: try row.decode(8),
                releaseNote: try row.decode(9),
                isOwnWord: try row.decode(10)
            )
        }
    }
}
