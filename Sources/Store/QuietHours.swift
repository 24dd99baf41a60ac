package import Messaging
package import Postgres
package import Web

/// Why a message to a number may leave at a moment, or when it may: the same question that is asked
/// before every message, with everything that the answer follows from.
package struct QuietHours: Sendable, Hashable {
    /// RFC 3339, as are all moments here.
    package let moment: String
    /// Where the number's digits say that it is from.
    package let country: String?
    package let region: String?
    package private(set) var zones: [Zone] = []
    package private(set) var law: QuietRule?
    package private(set) var own: QuietRule?
    /// What both allow.
    package let week: QuietWeek
    /// Nil when no moment within eight days suits every zone.
    package let next: String?
    package let isAllowed: Bool
    /// As the timeline names what moved a message.
    package let rule: String

    /// Where the recipient may be.
    package struct Zone: Sendable, Hashable {
        package let name: String
        /// Whether the number says so; else it is the dealership's zone.
        package let isOfNumber: Bool
        /// What the clock there shows at the moment, `YYYY-MM-DD HH:MM`.
        package let clock: String
        package let isAllowed: Bool
    }
}

extension QuietHours {
    /// Answers for a moment, or for now; a dealership's zone counts too.
    package static func explain(
        to recipient: E164,
        dealership: Int64? = nil,
        at moment: String? = nil,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> QuietHours {
        let found = try connection.query(
            """
            SELECT iso8601(m.at), p.country, p.region, n.law_id, n.own_id, n.opens::text[],
                   n.closes::text[], iso8601(n.at), n.at IS NOT DISTINCT FROM m.at, n.rule
              FROM (SELECT coalesce(\(moment)::timestamptz, now()) AS at) m
             CROSS JOIN LATERAL next_allowed(\(recipient.rawValue), \(tenant.rawValue),
                                             \(dealership)::bigint, m.at) n
              LEFT JOIN place_of(\(recipient.rawValue)) p ON true
            """
        ).one { (row) throws(PostgresError) in
            (
                answer: try QuietHours(row), law: try row.decode(3, as: Int?.self),
                own: try row.decode(4, as: Int?.self)
            )
        }
        var answer = found.answer
        let rules = try QuietRule.numbered([found.law, found.own], on: &connection)
        answer.law = found.law.flatMap { rules[$0] }
        answer.own = found.own.flatMap { rules[$0] }
        answer.zones = try Zone.all(
            of: recipient,
            dealership,
            at: answer.moment,
            of: tenant,
            on: &connection
        )
        return answer
    }

    private init(_ row: borrowing Row) throws(PostgresError) {
        self.init(
            moment: try row.decode(0),
            country: try row.decode(1),
            region: try row.decode(2),
            week: QuietWeek(opens: try row.decode(5), closes: try row.decode(6)),
            next: try row.decode(7),
            isAllowed: try row.decode(8),
            rule: try row.decode(9)
        )
    }
}

extension QuietHours.Zone {
    fileprivate static func all(
        of recipient: E164,
        _ dealership: Int64?,
        at moment: String,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [Self] {
        try connection.query(
            """
            SELECT zone, place <= coalesce(cardinality(p.zones), 1),
                   to_char(m.at AT TIME ZONE zone, 'YYYY-MM-DD HH24:MI'),
                   is_allowed(m.at, ARRAY[zone], n.opens, n.closes)
              FROM (SELECT \(moment)::timestamptz AS at) m
             CROSS JOIN LATERAL next_allowed(\(recipient.rawValue), \(tenant.rawValue),
                                             \(dealership)::bigint, m.at) n
             CROSS JOIN LATERAL unnest(n.zones) WITH ORDINALITY AS z (zone, place)
              LEFT JOIN place_of(\(recipient.rawValue)) p ON true
             ORDER BY place
            """
        ).map { (row) throws(PostgresError) in
            Self(
                name: try row.decode(0),
                isOfNumber: try row.decode(1),
                clock: try row.decode(2),
                isAllowed: try row.decode(3)
            )
        }
    }
}
