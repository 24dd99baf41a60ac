package import Postgres
package import Web

/// When messages may leave, by the recipient's clock: a version of the law, or of what a business
/// has decided for itself.
package struct QuietRule: Sendable, Hashable {
    package let version: Int
    /// `YYYY-MM-DD`.
    package let effectiveFrom: String
    package let isOwn: Bool
    /// Nil: every country, and within one every region.
    package let country: String?
    package let region: String?
    package let week: QuietWeek
    /// Where it stands written, or who decided it.
    package let source: String
}

/// The hours in which messages may leave, day by day.
package struct QuietWeek: Sendable, Hashable {
    /// From Monday to Sunday; nil is a day without any.
    package var days: [Hours?]

    package struct Hours: Sendable, Hashable {
        /// `HH:MM`; the end of the day is 24:00.
        package var earliest: String
        package var latest: String

        package init(earliest: String, latest: String) {
            self.earliest = earliest
            self.latest = latest
        }

        /// As long as the table of rules takes them: beside the law they change nothing.
        package static let widest = Hours(earliest: "04:00", latest: "24:00")
    }

    package init(days: [Hours?]) { self.days = days }

    /// As the law has it, every day.
    package static let widest = QuietWeek(days: Array(repeating: .widest, count: 7))
}

extension QuietRule {
    /// The rules in force at a moment (RFC 3339; now without one): the law of all countries or of
    /// one, and the tenant's own.
    package static func inForce(
        at moment: String? = nil,
        country: String? = nil,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [QuietRule] {
        try connection.query(
            """
            SELECT \(columns) FROM (
                SELECT DISTINCT ON (coalesce(tenant_id, 0), country, region) *
                  FROM quiet_rules
                 WHERE coalesce(tenant_id, 0) IN (0, \(tenant.rawValue))
                   AND effective_from <= coalesce(\(moment)::timestamptz, now())
                   AND (\(country)::text IS NULL OR country IS NULL OR country = \(country))
                 ORDER BY coalesce(tenant_id, 0), country, region, version DESC) r
             ORDER BY tenant_id NULLS LAST, country NULLS FIRST, region NULLS FIRST
            """
        ).map { (row) throws(PostgresError) in try QuietRule(row) }
    }

    /// Makes these hours the tenant's own from now on, unless they are already.
    ///
    /// Versions are only ever added, so that it stays known by which one a message was moved.
    package static func setOwn(
        _ week: QuietWeek,
        by caller: Caller,
        on connection: inout Connection
    ) throws(PostgresError) {
        let tenant = caller.tenant.rawValue
        // Whoever changes the rules at the same time waits here.
        try connection.execute(
            "SELECT FROM tenant_settings WHERE tenant_id = \(tenant) FOR UPDATE"
        )
        let opens = week.days.map { $0?.earliest }
        let closes = week.days.map { $0?.latest }
        try connection.execute(
            """
            WITH last AS (
                SELECT version, opens, closes FROM quiet_rules
                 WHERE tenant_id = \(tenant) AND country IS NULL AND region IS NULL
                 ORDER BY version DESC LIMIT 1
            )
            INSERT INTO quiet_rules (version, effective_from, tenant_id, opens, closes, source)
            SELECT coalesce((SELECT version FROM last), 0) + 1, current_date, \(tenant),
                   \(opens)::time[], \(closes)::time[], \(caller.name)
             WHERE NOT EXISTS (SELECT FROM last
                                WHERE opens = \(opens)::time[] AND closes = \(closes)::time[])
            """
        )
    }

    /// Rules by their numbers in the table.
    static func numbered(
        _ ids: [Int?],
        on connection: inout Connection
    ) throws(PostgresError) -> [Int: QuietRule] {
        let ids = ids.compactMap(\.self)
        let rules = try connection.query(
            "SELECT \(columns), r.id FROM quiet_rules r WHERE r.id = ANY(\(ids)::integer[])"
        ).map { (row) throws(PostgresError) in
            (try row.decode(8, as: Int.self), try QuietRule(row))
        }
        return Dictionary(rules, uniquingKeysWith: { first, _ in first })
    }

    private static let columns: SQL = """
        r.version, r.effective_from::text, r.tenant_id IS NOT NULL, r.country, r.region,
        r.opens::text[], r.closes::text[], r.source
        """

    private init(_ row: borrowing Row) throws(PostgresError) {
        self.init(
            version: try row.decode(0),
            effectiveFrom: try row.decode(1),
            isOwn: try row.decode(2),
            country: try row.decode(3),
            region: try row.decode(4),
            week: QuietWeek(opens: try row.decode(5), closes: try row.decode(6)),
            source: try row.decode(7)
        )
    }
}

extension QuietWeek {
    /// The columns of a rule, as PostgreSQL writes times.
    init(opens: [String?], closes: [String?]) {
        days = zip(opens, closes).map { opens, closes in
            guard let opens, let closes else { return nil }
            return Hours(earliest: String(opens.prefix(5)), latest: String(closes.prefix(5)))
        }
    }
}
