package import Messaging
package import Postgres
package import Web

/// The price rows of a tenant, and those of the installation.
package enum Prices {
    /// A row as a file or a client states it, checked.
    package struct Row: Sendable, Hashable {
        package var provider: String?
        package var country: String?
        package var senderKind: SenderKind?
        package var isInbound = false
        package var currency: Currency
        package var baseMicros: Int64
        package var feeMicros: Int64 = 0
        package var isPerSegment = true
        /// RFC 3339.
        package var validFrom: String
        package var validTo: String?

        package init(currency: Currency, baseMicros: Int64, validFrom: String) {
            self.currency = currency
            self.baseMicros = baseMicros
            self.validFrom = validFrom
        }
    }

    /// A row as it is kept.
    package struct Kept: Sendable, Hashable {
        package let id: Int64
        package let isOwn: Bool
        package let row: Row
    }

    /// The places of rows that end before they begin, for which PostgreSQL reads the moments.
    package static func backwards(
        _ rows: [Row],
        on connection: inout Connection
    ) throws(PostgresError) -> [Int] {
        try connection.query(
            """
            SELECT place - 1
              FROM unnest(\(rows.map(\.validFrom))::timestamptz[],
                          \(rows.map(\.validTo))::timestamptz[])
                   WITH ORDINALITY AS r (valid_from, valid_to, place)
             WHERE valid_to <= valid_from ORDER BY place
            """
        ).values()
    }

    /// Stores rows of a tenant; one with the same meaning and beginning is replaced, and of several
    /// such rows the last one holds.
    package static func save(
        _ rows: [Row],
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        let text = JSON.array(rows.map(\.json)).serializedText
        try connection.execute(
            """
            INSERT INTO prices (tenant_id, provider, country, sender_kind, direction, currency,
                                base_micros, fee_micros, per_segment, valid_from, valid_to)
            SELECT DISTINCT ON (provider, country, sender_kind, direction, valid_from)
                   \(tenant.rawValue)::integer, provider, country, sender_kind, direction, currency,
                   base_micros, fee_micros, per_segment, valid_from, valid_to
              FROM ROWS FROM (jsonb_to_recordset(\(text)::jsonb) AS (
                       provider text, country text, sender_kind text, direction text,
                       currency text, base_micros bigint, fee_micros bigint, per_segment boolean,
                       valid_from timestamptz, valid_to timestamptz)) WITH ORDINALITY
                   AS r (provider, country, sender_kind, direction, currency, base_micros,
                         fee_micros, per_segment, valid_from, valid_to, place)
             ORDER BY provider, country, sender_kind, direction, valid_from, place DESC
            ON CONFLICT (coalesce(tenant_id, 0), coalesce(provider, ''), coalesce(country, ''),
                         coalesce(sender_kind, ''), direction, valid_from)
                DO UPDATE SET currency = EXCLUDED.currency, base_micros = EXCLUDED.base_micros,
                              fee_micros = EXCLUDED.fee_micros, valid_to = EXCLUDED.valid_to,
                              per_segment = EXCLUDED.per_segment
            """
        )
    }

    /// Rows after one of that id, those that are past included.
    package static func page(
        after id: Int64,
        limit: Int,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [Kept] {
        try connection.query(
            """
            SELECT id, tenant_id IS NOT NULL, provider, country, sender_kind,
                   direction = 'inbound', currency, base_micros, fee_micros, per_segment,
                   iso8601(valid_from), iso8601(valid_to)
              FROM prices
             WHERE (tenant_id IS NULL OR tenant_id = \(tenant.rawValue)) AND id > \(id)
             ORDER BY id LIMIT \(limit)
            """
        ).map { (row) throws(PostgresError) in try Kept(row) }
    }

    /// What is valid now for outbound messages, whoever sends them.
    package struct AllLists: Sendable {
        /// The installation's prices.
        package let common: PriceList
        /// Of tenants that have some of their own: these and the installation's.
        package let own: [TenantID: PriceList]
    }

    package static func allLists(on connection: inout Connection) throws(PostgresError) -> AllLists
    {
        let rows = try connection.query(
            """
            SELECT coalesce(p.tenant_id, 0), \(columns) FROM prices p WHERE \(areValidNow)
            """
        ).map { (row) throws(PostgresError) in
            (TenantID(rawValue: try row.decode(0)), try Price(row))
        }
        let byTenant = Dictionary(grouping: rows, by: \.0).mapValues { $0.map(\.1) }
        let nobody = TenantID(rawValue: 0)
        let common = byTenant[nobody, default: []]
        return AllLists(
            common: PriceList(common),
            own: byTenant.filter { $0.key != nobody }.mapValues { PriceList($0 + common) }
        )
    }

    private static let columns: SQL = """
        p.id, p.provider, p.country, p.sender_kind, p.currency, p.base_micros, p.fee_micros,
        p.per_segment, p.tenant_id IS NOT NULL, (extract(epoch FROM p.valid_from) * 1000000)::bigint
        """
    private static let areValidNow: SQL = """
        p.direction = 'outbound' AND p.valid_from <= now()
        AND (p.valid_to IS NULL OR p.valid_to > now())
        """

    /// What is valid now for outbound messages, by tenant: the installation's prices and its own.
    package static func lists(
        of tenants: [TenantID],
        on connection: inout Connection
    ) throws(PostgresError) -> [TenantID: PriceList] {
        let rows = try connection.query(
            """
            SELECT t.id, \(columns)
              FROM unnest(\(tenants.map(\.rawValue))::integer[]) AS t (id)
              JOIN prices p ON coalesce(p.tenant_id, 0) IN (0, t.id)
             WHERE \(areValidNow)
            """
        ).map { (row) throws(PostgresError) in
            (TenantID(rawValue: try row.decode(0)), try Price(row))
        }
        let byTenant = Dictionary(grouping: rows, by: \.0)
        return Dictionary(
            tenants.map { ($0, PriceList(byTenant[$0, default: []].map(\.1))) },
            uniquingKeysWith: { first, _ in first }
        )
    }
}

extension SenderKind: ColumnValue {}

/// A column that is never null and holds a currency.
struct CurrencyColumn: ColumnValue {
    let currency: Currency

    static func read(_ cell: Cell?) throws(DecodingFailure.Problem) -> CurrencyColumn {
        let text = try String.read(cell)
        do throws(MalformedCurrency) {
            return CurrencyColumn(currency: try Currency(text))
        } catch {
            throw .malformed
        }
    }
}

// MARK: -

extension Prices.Row {
    fileprivate var json: JSON {
        [
            "provider": .optional(provider), "country": .optional(country),
            "sender_kind": .optional(senderKind?.rawValue),
            "direction": isInbound ? "inbound" : "outbound", "currency": .string(currency.code),
            "base_micros": .int(baseMicros), "fee_micros": .int(feeMicros),
            "per_segment": .bool(isPerSegment), "valid_from": .string(validFrom),
            "valid_to": .optional(validTo),
        ]
    }
}

extension Prices.Kept {
    fileprivate init(_ row: borrowing Row) throws(PostgresError) {
        var price = Prices.Row(
            currency: try row.decode(6, as: CurrencyColumn.self).currency,
            baseMicros: try row.decode(7),
            validFrom: try row.decode(10)
        )
        price.provider = try row.decode(2)
        price.country = try row.decode(3)
        price.senderKind = try row.decode(4)
        price.isInbound = try row.decode(5)
        price.feeMicros = try row.decode(8)
        price.isPerSegment = try row.decode(9)
        price.validTo = try row.decode(11)
        self.init(id: try row.decode(0), isOwn: try row.decode(1), row: price)
    }
}

extension Price {
    fileprivate init(_ row: borrowing Row) throws(PostgresError) {
        self.init(
            id: try row.decode(1),
            provider: try row.decode(2),
            country: try row.decode(3),
            senderKind: try row.decode(4),
            currency: try row.decode(5, as: CurrencyColumn.self).currency,
            baseMicros: try row.decode(6),
            feeMicros: try row.decode(7),
            isPerSegment: try row.decode(8),
            isOwn: try row.decode(9),
            since: try row.decode(10)
        )
    }
}
