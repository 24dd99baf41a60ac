package import Postgres
package import Web

/// For how long a business keeps what was said; `RetentionWork` removes what is older.
package enum Retention {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The texts that were sent, and the names that came with their transactions.
        case messages
        /// What customers wrote back, and the words of their ratings.
        case replies
        /// The log of what CRMs posted.
        case requests

        /// The days that may be chosen.
        package var days: ClosedRange<Int> { self == .requests ? 1...90 : 7...3650 }

        /// What holds until somebody chooses; nil for as long as the installation lives.
        package var initialDays: Int? { self == .requests ? 7 : nil }
    }

    /// What a business chose for one kind, and what became of it.
    package struct Rule: Sendable, Hashable {
        package let kind: Kind
        /// Nil for as long as the installation lives.
        package let days: Int?
        /// Nil where nobody chose yet.
        package let chosenBy: String?
        package let chosenAt: String?
        /// The night in which it is kept to next; nil where nothing is removed by night.
        package let nextRunAt: String?
        package let ranAt: String?
        /// How many lost their content in all.
        package let removedCount: Int
    }

    /// What a choice would remove.
    package struct Preview: Sendable, Hashable {
        package let count: Int
        /// Whether there may be more: no more were looked at than is quick.
        package let isMore: Bool
        /// What came before this moment would go.
        package let before: String
    }

    /// One rule for each kind.
    package static func all(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [Rule] {
        let chosen = try connection.query(
            """
            SELECT kind, days, chosen_by, iso8601(chosen_at), iso8601(next_run_at),
                   iso8601(ran_at), removed
              FROM retention WHERE tenant_id = \(tenant.rawValue)
            """
        ).map { (row) throws(PostgresError) in
            (
                try row.decode(0, as: String.self),
                Choice(
                    days: try row.decode(1),
                    by: try row.decode(2),
                    at: try row.decode(3),
                    nextRunAt: try row.decode(4),
                    ranAt: try row.decode(5),
                    removedCount: try row.decode(6)
                )
            )
        }
        let choices = Dictionary(chosen) { first, _ in first }
        return Kind.allCases.map { Rule($0, choices[$0.rawValue]) }
    }

    fileprivate struct Choice {
        let days: Int?
        let by: String?
        let at: String
        let nextRunAt: String?
        let ranAt: String?
        let removedCount: Int
    }

    /// Chooses the days of one kind; nil for as long as the installation lives.
    ///
    /// What is to go goes in the coming night and not before.
    package static func choose(
        _ days: Int?,
        for kind: Kind,
        by caller: Caller,
        on connection: inout Connection
    ) throws(PostgresError) {
        let runs = days != nil && kind != .requests
        try connection.execute(
            """
            INSERT INTO retention AS r (tenant_id, kind, days, chosen_by, next_run_at)
            VALUES (\(caller.tenant.rawValue), \(kind.rawValue), \(days), \(caller.name),
                    CASE WHEN \(runs)::boolean THEN coming_night(\(caller.tenant.rawValue)) END)
            ON CONFLICT (tenant_id, kind) DO UPDATE
               SET days = EXCLUDED.days, chosen_by = EXCLUDED.chosen_by, chosen_at = now(),
                   next_run_at = EXCLUDED.next_run_at
            """
        )
    }

    /// More than these are not looked at for a preview.
    package static let previewMax = 100_000

    /// What so many days would remove of what is there now.
    package static func preview(
        _ kind: Kind,
        days: Int,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Preview {
        let limit = previewMax + 1
        let before: SQL = "now() - \(days) * interval '1 day'"
        let found: SQL =
            switch kind {
            case .messages: messages(of: tenant, before: before, limit: limit)
            case .replies: replies(of: tenant, before: before, limit: limit)
            case .requests:
                """
                SELECT true FROM webhook_requests
                 WHERE tenant_id = \(tenant.rawValue) AND at < \(before)
                """
            }
        return try connection.query(
            """
            SELECT count(*) FILTER (WHERE has_content), count(*), iso8601(\(before))
              FROM (\(found)) AS found (has_content)
            """
        ).one { (row) throws(PostgresError) in
            Preview(
                count: min(try row.decode(0), previewMax),
                isMore: try row.decode(1, as: Int.self) > previewMax,
                before: try row.decode(2)
            )
        }
    }

    /// The newest that would go come first: those are what a choice is about.
    private static func messages(of tenant: TenantID, before: SQL, limit: Int) -> SQL {
        """
        SELECT m.content_removed_at IS NULL AND \(MessageContent.hasEnded)
          FROM (SELECT * FROM messages
                 WHERE tenant_id = \(tenant.rawValue) AND received_at < \(before)
                   AND received_at >= coalesce(
                       (SELECT done_until FROM retention
                         WHERE tenant_id = \(tenant.rawValue) AND kind = 'messages'),
                       '-infinity')
                 ORDER BY received_at DESC, id DESC LIMIT \(limit)) m
        """
    }

    private static func replies(of tenant: TenantID, before: SQL, limit: Int) -> SQL {
        """
        (SELECT true FROM inbound_messages i
          WHERE i.tenant_id = \(tenant.rawValue) AND i.received_at < \(before)
            AND \(ReplyContent.isThere) LIMIT \(limit))
         UNION ALL
        (SELECT true FROM engagements e
          WHERE e.tenant_id = \(tenant.rawValue) AND e.rated_at < \(before)
            AND \(ReplyContent.hasWords) LIMIT \(limit))
        """
    }
}

extension Retention.Rule {
    fileprivate init(_ kind: Retention.Kind, _ choice: Retention.Choice?) {
        self.kind = kind
        days = choice.map(\.days) ?? kind.initialDays
        chosenBy = choice?.by
        chosenAt = choice.flatMap { $0.by == nil ? nil : $0.at }
        nextRunAt = choice?.nextRunAt
        ranAt = choice?.ranAt
        removedCount = choice?.removedCount ?? 0
    }
}
