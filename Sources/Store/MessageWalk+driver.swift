import Messaging
import Postgres
import Web

/// What is read next of a stretch of the log, each order from the index that has it.
extension MessageWalk {
    /// The id, time and key of the next rows, in order.
    func driver(_ stretch: Stretch, rows: Int) -> SQL {
        switch order.column {
        case .received where leader != nil: byWord(stretch, rows: rows)
        case .received where driverPart == .status: statusesByTime(stretch, rows: rows)
        case .received: ofMessages(filter.conditions(driverPart), "''", stretch, rows: rows)
        case .status:
            ofMessages(
                ["m.status = \(stretch.run)::message_status"],
                "m.status::text",
                stretch,
                rows: rows
            )
        case .dealership:
            ofMessages(
                [
                    stretch.run == "0"
                        ? "m.dealership_id IS NULL" : "m.dealership_id = \(stretch.run)::bigint"
                ],
                "coalesce(m.dealership_id, 0)::text",
                stretch,
                rows: rows
            )
        case .cost: byValue(stretch, rows: rows)
        case .customer, .amount: byLastingValue(stretch, rows: rows)
        }
    }

    private func byWord(_ stretch: Stretch, rows: Int) -> SQL {
        guard let leader else { return ofMessages([], "''", stretch, rows: rows) }
        let found = leader.byTime(
            of: filter.tenant,
            byTime("received_at", "id"),
            beyond: { time, id in beyond(stretch.after, time, id) ?? "true" },
            rows: rows
        )
        return "SELECT id, \(Self.micros("received_at")) AS micros, '' AS key FROM (\(found)) f"
    }

    private func ofMessages(
        _ conditions: [SQL],
        _ key: SQL,
        _ stretch: Stretch,
        rows: Int
    ) -> SQL {
        let all =
            filter.conditions(.tenant) + conditions + filter.conditions(.time)
            + [beyond(stretch.after, "m.received_at", "m.id")].compactMap(\.self)
        return """
            SELECT m.id, \(Self.micros("m.received_at")) AS micros, \(key) AS key
              FROM messages m WHERE \(all.joined(separator: " AND "))
             ORDER BY \(byTime("m.received_at", "m.id")) LIMIT \(rows)
            """
    }

    /// Several statuses side by side, each read in the order of its index.
    private func statusesByTime(_ stretch: Stretch, rows: Int) -> SQL {
        let statuses = Set(filter.filter.statuses.map(\.rawValue)).sorted()
        let all =
            filter.conditions(.tenant) + filter.conditions(.time)
            + [beyond(stretch.after, "m.received_at", "m.id")].compactMap(\.self)
        return """
            SELECT m.id, \(Self.micros("m.received_at")) AS micros, '' AS key
              FROM unnest(\(statuses)::text[]::message_status[]) AS wanted (status)
             CROSS JOIN LATERAL (
                SELECT m.id, m.received_at FROM messages m
                 WHERE m.status = wanted.status AND \(all.joined(separator: " AND "))
                 ORDER BY \(byTime("m.received_at", "m.id")) LIMIT \(rows)) m
             ORDER BY \(byTime("m.received_at", "m.id")) LIMIT \(rows)
            """
    }

    private func byValue(_ stretch: Stretch, rows: Int) -> SQL {
        let value: SQL = "coalesce(m.price_micros, m.estimate_micros, -1)"
        let all = filter.conditions(.tenant) + place(stretch, value, "m.received_at", "m.id")
        return """
            SELECT m.id, \(Self.micros("m.received_at")) AS micros, \(value)::text AS key
              FROM messages m WHERE \(all.joined(separator: " AND "))
             ORDER BY \(value) \(direction), \(byTime("m.received_at", "m.id")) LIMIT \(rows)
            """
    }

    /// By what is kept apart for it, and what has not been put there yet.
    private func byLastingValue(_ stretch: Stretch, rows: Int) -> SQL {
        let column: SQL = order.column == .customer ? "s.customer" : "s.amount_micros"
        let computed: SQL =
            order.column == .customer
            ? #"sorted_name(t.customer_name) COLLATE "C""# : "coalesce(t.amount_micros, -1)"
        let tenant = filter.tenant.rawValue
        let kept =
            ["s.tenant_id = \(tenant)"] + place(stretch, column, "s.received_at", "s.message_id")
        let waiting =
            ["w.tenant_id = \(tenant)"] + place(stretch, "v.value", "m.received_at", "m.id")
        let both: SQL = order.column == .customer ? #"value COLLATE "C""# : "value"
        return """
            SELECT id, micros, value::text AS key FROM (
                (SELECT s.message_id AS id, \(Self.micros("s.received_at")) AS micros,
                        \(column) AS value
                   FROM message_search s WHERE \(kept.joined(separator: " AND "))
                  ORDER BY \(column) \(direction), \(byTime("s.received_at", "s.message_id"))
                  LIMIT \(rows))
                UNION ALL
                (SELECT m.id, \(Self.micros("m.received_at")), v.value
                   FROM waiting_for_search() w
                   JOIN messages m ON m.id = w.message_id
                   JOIN transactions t ON t.id = m.transaction_id
                  CROSS JOIN LATERAL (SELECT \(computed) AS value) v
                  WHERE \(waiting.joined(separator: " AND "))
                  ORDER BY v.value \(direction), \(byTime("m.received_at", "m.id"))
                  LIMIT \(rows))
            ) either
             ORDER BY \(both) \(direction), \(byTime("micros", "id")) LIMIT \(rows)
            """
    }

    /// The conditions that a value, a time and an id are in the stretch.
    private func place(_ stretch: Stretch, _ value: SQL, _ time: SQL, _ id: SQL) -> [SQL] {
        guard let after = stretch.after else { return [] }
        let key: SQL =
            order.column == .customer
            ? #"\#(after.key)::text COLLATE "C""# : "\(after.key)::bigint"
        if stretch.isBeyond { return [isAscending ? "\(value) > \(key)" : "\(value) < \(key)"] }
        return ["\(value) = \(key)"] + [beyond(after, time, id)].compactMap(\.self)
    }

    private func beyond(_ place: MessageCursor?, _ time: SQL, _ id: SQL) -> SQL? {
        guard let place else { return nil }
        let comparison: SQL = newestFirst ? "<" : ">"
        return "(\(time), \(id)) \(comparison) \(place.moment)"
    }

    private var direction: SQL { isAscending ? "ASC" : "DESC" }

    private func byTime(_ time: SQL, _ id: SQL) -> SQL {
        newestFirst ? "\(time) DESC, \(id) DESC" : "\(time), \(id)"
    }

    private static func micros(_ time: SQL) -> SQL {
        "(extract(epoch FROM \(time)) * 1000000)::bigint"
    }
}
