package import Messaging
package import Postgres
package import Web

/// What messages cost: estimated, reported by the provider, and billed, side by side.
package enum Costs {
    package struct Columns: Sendable, Hashable {
        package let estimated: Money?
        package let reported: Money?
        package let billed: Money?
    }

    /// A message whose columns are not the same.
    package struct Difference: Sendable, Hashable {
        package let messageID: String
        package let receivedMicros: Int64
        package let provider: String
        package let country: String?
        package let segments: Int?
        package let columns: Columns
    }

    /// A day of UTC, provider, country and currency whose totals are not the same.
    package struct DayDifference: Sendable, Hashable {
        package let day: String
        package let provider: String
        package let country: String
        package let columns: Columns
    }

    /// What a sum is taken over.
    package enum Dimension: String, Sendable, Hashable, CaseIterable {
        case dealership, provider, country
    }

    /// The sum of one currency over what is of one name.
    package struct Total: Sendable, Hashable {
        package let name: String
        /// Of each message its best known figure.
        package let cost: Money
        package let messageCount: Int
    }

    /// Messages received in a time whose figures differ, newest first.
    ///
    /// A figure that is not there yet differs from nothing.
    package static func differences(
        from: String,
        to: String,
        before cursor: MessageCursor?,
        limit: Int,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [Difference] {
        let place =
            cursor.map { " AND (received_at, message_id) < \($0.moment)" as SQL } ?? ""
        return try connection.query(
            """
            SELECT message_id, (extract(epoch FROM received_at) * 1000000)::bigint, provider,
                   country, segments, \(columns)
              FROM message_costs()
             WHERE tenant_id = \(tenant.rawValue)
               AND received_at >= \(from)::timestamptz AND received_at < \(to)::timestamptz
               AND ((estimate_micros, estimate_currency) <> (price_micros, price_currency)
                    OR (price_micros, price_currency) <> (billed_micros, billed_currency)
                    OR (estimate_micros, estimate_currency) <> (billed_micros, billed_currency))
               \(place)
             ORDER BY received_at DESC, message_id DESC LIMIT \(limit)
            """
        ).map { (row) throws(PostgresError) in
            Difference(
                messageID: try row.decode(0),
                receivedMicros: try row.decode(1),
                provider: try row.decode(2),
                country: try row.decode(3),
                segments: try row.decode(4),
                columns: try Columns(row, at: 5)
            )
        }
    }

    /// Totals of days whose figures differ; those billed by day count as much as those by message.
    package static func dayDifferences(
        from: String,
        to: String,
        after place: String?,
        limit: Int,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [DayDifference] {
        try connection.query(
            """
            WITH figures AS (
                SELECT (c.received_at AT TIME ZONE 'UTC')::date AS day, c.provider,
                       coalesce(c.country, '') AS country, f.currency, f.estimated, f.reported,
                       f.billed
                  FROM message_costs() c CROSS JOIN LATERAL (VALUES
                       (c.estimate_currency, c.estimate_micros, NULL, NULL),
                       (c.price_currency, NULL, c.price_micros, NULL),
                       (c.billed_currency, NULL, NULL, c.billed_micros))
                       AS f (currency, estimated, reported, billed)
                 WHERE c.tenant_id = \(tenant.rawValue) AND f.currency IS NOT NULL
                   AND c.received_at >= \(from)::timestamptz AND c.received_at < \(to)::timestamptz
                UNION ALL
                SELECT day, provider, coalesce(country, ''), currency, NULL, NULL, amount_micros
                  FROM invoice_lines
                 WHERE tenant_id = \(tenant.rawValue)
                   AND day >= (\(from)::timestamptz AT TIME ZONE 'UTC')::date
                   AND day::timestamp AT TIME ZONE 'UTC' < \(to)::timestamptz
            ), totals AS (
                SELECT to_char(day, 'YYYY-MM-DD') AS day, provider, country, currency,
                       sum(estimated)::bigint AS estimated, sum(reported)::bigint AS reported,
                       sum(billed)::bigint AS billed
                  FROM figures GROUP BY figures.day, provider, country, currency
            )
            SELECT day, provider, country, estimated, currency, reported, currency, billed, currency
              FROM totals
             WHERE (estimated <> reported OR reported <> billed OR estimated <> billed)
               AND concat_ws('|', day, provider, country, currency) > \(place ?? "")
             ORDER BY concat_ws('|', day, provider, country, currency) LIMIT \(limit)
            """
        ).map { (row) throws(PostgresError) in
            DayDifference(
                day: try row.decode(0),
                provider: try row.decode(1),
                country: try row.decode(2),
                columns: try Columns(row, at: 3)
            )
        }
    }

    /// The sums of a time, a line for each name and currency, dearest first.
    package static func totals(
        by dimension: Dimension,
        from: String,
        to: String,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [Total] {
        let name: SQL =
            switch dimension {
            case .dealership: "coalesce(d.name, '')"
            case .provider: "c.provider"
            case .country: "coalesce(c.country, '')"
            }
        return try connection.query(
            """
            SELECT \(name), c.cost_currency, sum(c.cost_micros)::bigint, count(*)
              FROM message_costs() c LEFT JOIN dealerships d ON d.id = c.dealership_id
             WHERE c.tenant_id = \(tenant.rawValue) AND c.cost_micros IS NOT NULL
               AND c.received_at >= \(from)::timestamptz AND c.received_at < \(to)::timestamptz
             GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2
            """
        ).map { (row) throws(PostgresError) in
            Total(
                name: try row.decode(0),
                cost: Money(
                    micros: try row.decode(2),
                    currency: try row.decode(1, as: CurrencyColumn.self).currency
                ),
                messageCount: try row.decode(3)
            )
        }
    }

    private static let columns: SQL = """
        estimate_micros, estimate_currency, price_micros, price_currency, billed_micros,
        billed_currency
        """
}

extension Costs.DayDifference {
    /// Where it stands among the others, for the next page.
    package var place: String {
        let money = columns.estimated ?? columns.reported ?? columns.billed
        return "\(day)|\(provider)|\(country)|\(money?.currency.code ?? "")"
    }
}

// MARK: -

extension Costs.Columns {
    fileprivate init(_ row: borrowing Row, at first: Int32) throws(PostgresError) {
        estimated = Money(micros: try row.decode(first), currency: try row.decode(first + 1))
        reported = Money(micros: try row.decode(first + 2), currency: try row.decode(first + 3))
        billed = Money(micros: try row.decode(first + 4), currency: try row.decode(first + 5))
    }
}
