package import Messaging
package import Postgres
package import Web

/// Which messages of the log are wanted; what is not set does not narrow.
package struct MessageFilter: Sendable, Hashable {
    /// Beginnings of words, all of which must be found: of the customer's name, the number (or its
    /// last digits), the transaction's id, the dealership's name, or the text.
    package var search: String?
    package var statuses: [DeliveryStatus] = []
    package var transactionID: String?
    package var phone: String?
    package var dealership: String?
    /// The provider of the last attempt.
    package var provider: String?
    package var errorCode: String?
    /// Received at or after this moment, in RFC 3339.
    package var from: String?
    /// Received before this moment, in RFC 3339.
    package var to: String?

    package init() {}

    package var isEmpty: Bool { self == MessageFilter() }

    /// How many there are, where the figures tell: of all messages, or of some statuses.
    package func countedTotal(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Int? {
        var others = self
        others.statuses = []
        guard others.isEmpty else { return nil }
        let counts = try Figures.total(of: tenant, on: &connection)
        return statuses.isEmpty ? counts.total : Set(statuses).reduce(0) { $0 + counts[$1] }
    }

    /// The filter with its search taken apart, ready to become conditions.
    func resolved(
        for tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> ResolvedFilter {
        ResolvedFilter(
            filter: self,
            tenant: tenant,
            search: try search.map { (text) throws(PostgresError) in
                try MessageSearch(text, of: tenant, on: &connection)
            }
        )
    }
}

/// A filter of one tenant whose search has been taken apart.
struct ResolvedFilter: Sendable {
    let filter: MessageFilter
    let tenant: TenantID
    let search: MessageSearch?

    /// The conditions on `messages m`.
    var conditions: SQL { (Part.allCases.flatMap(conditions)).joined(separator: " AND ") }

    /// The conditions but for those that the rows are known to keep already.
    func conditions(without known: Set<Part>) -> [SQL] {
        Part.allCases.filter { !known.contains($0) }.flatMap(conditions)
    }

    /// What a filter narrows by.
    enum Part: Sendable, Hashable, CaseIterable {
        case tenant, status, transaction, phone, dealership, provider, error, time, search
    }

    func conditions(_ part: Part) -> [SQL] {
        switch part {
        case .tenant: return ["m.tenant_id = \(tenant.rawValue)"]
        case .status:
            guard !filter.statuses.isEmpty else { return [] }
            return ["m.status = ANY(\(statusNames)::text[]::message_status[])"]
        case .transaction:
            guard let id = filter.transactionID else { return [] }
            return [
                """
                m.transaction_id = (SELECT id FROM transactions
                                     WHERE tenant_id = \(tenant.rawValue) AND external_id = \(id))
                """
            ]
        case .phone:
            return filter.phone.map { ["m.recipient = \($0)"] } ?? []
        case .dealership:
            guard let name = filter.dealership else { return [] }
            return [
                """
                m.dealership_id = (SELECT id FROM dealerships
                                    WHERE tenant_id = \(tenant.rawValue) AND name = \(name))
                """
            ]
        case .provider:
            guard let provider = filter.provider else { return [] }
            return [
                """
                (SELECT a.provider FROM attempts a
                  WHERE a.message_id = m.id AND a.number = m.attempt_count) = \(provider)
                """
            ]
        case .error: return filter.errorCode.map { ["m.error_code = \($0)"] } ?? []
        case .time:
            let from = filter.from.map { from in "m.received_at >= \(from)::timestamptz" as SQL }
            let to = filter.to.map { to in "m.received_at < \(to)::timestamptz" as SQL }
            return [from, to].compactMap(\.self)
        case .search: return search.map { [$0.condition] } ?? []
        }
    }

    /// The messages in one of the wanted statuses, each status read off the index.
    ///
    /// Where any number of statuses may be asked for, PostgreSQL takes it that most messages match
    /// the condition, and reads them all.
    var idsByStatus: SQL? {
        guard !filter.statuses.isEmpty else { return nil }
        return """
            SELECT m.id FROM unnest(\(statusNames)::text[]::message_status[]) AS wanted (status)
             CROSS JOIN LATERAL (
                SELECT id FROM messages WHERE tenant_id = \(tenant.rawValue)
                   AND status = wanted.status OFFSET 0) m
            """
    }

    private var statusNames: [String] { Set(filter.statuses.map(\.rawValue)).sorted() }
}
