import Messaging
import Postgres
import Store
import TestSupport
import Testing

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `Any order of the log` {
    private let installation: Installation

    /// A hundred messages that share moments, names, amounts and prices; half of them searchable
    /// already.
    init() throws {
        installation = try Installation()
        try installation.scatter(
            110,
            receivedAt: "now() - floor(random() * 6) * interval '1 microsecond'"
        )
        try installation.execute(
            """
            UPDATE transactions
               SET customer_name = (ARRAY['Ada Lovelace', 'Grace O''Hopper', 'José Núñez', 'محمد',
                                          'lovisa', '', NULL, 'Zoë % _ \\'])[1 + floor(random() * 8)],
                   amount_micros = (ARRAY[NULL, 0, 5000000, 5000000, 99990000])[
                                   1 + floor(random() * 5)],
                   currency = 'USD', external_id = 'q' || translate(external_id,
                       '0123456789abcdef', 'GHIJKMNPQRSTUWXY')
            """
        )
        try installation.execute(
            """
            UPDATE messages
               SET price_micros = (ARRAY[NULL, 7900, 7900, 15800])[1 + floor(random() * 4)],
                   estimate_micros = (ARRAY[NULL, 8300])[1 + floor(random() * 2)],
                   error_code = CASE WHEN status = 'failed' THEN '30003' END, attempt_count = 1
            """
        )
        try installation.execute(
            """
            INSERT INTO attempts (message_id, number, tenant_id, provider, recipient, body)
            SELECT id, 1, 1, (ARRAY['twilio', 'vonage'])[1 + floor(random() * 2)], recipient, ''
              FROM messages
            """
        )
        try installation.workers.inTransaction { connection in
            _ = try Counts.fold(limit: 80, on: &connection)
        }
        try installation.workers.inTransaction { connection in
            let progress = try SearchIndexing.step(limit: 50, on: &connection)
            #expect(progress.count == 50)
        }
    }

    private static let efforts: [(String, MessageLog.Effort)] = {
        var walking = MessageLog.Effort()
        walking.candidatesMax = 0
        walking.rowsFirst = 4
        var hasty = walking
        hasty.patience = .zero
        return [("usual", .usual), ("walking", walking), ("hasty", hasty)]
    }()

    private static let filters: [(MessageFilter, SQL)] = {
        func filter(_ change: (inout MessageFilter) -> Void) -> MessageFilter {
            var filter = MessageFilter()
            change(&filter)
            return filter
        }
        return [
            (MessageFilter(), "true"),
            (filter { $0.statuses = [.failed] }, "m.status = 'failed'"),
            (
                filter { $0.statuses = [.failed, .sent, .delivered, .undelivered, .queued] },
                "m.status IN ('failed', 'sent', 'delivered', 'undelivered', 'queued')"
            ),
            (filter { $0.dealership = "House 2" }, "d.name = 'House 2'"),
            (filter { $0.provider = "vonage" }, "a.provider = 'vonage'"),
            (filter { $0.errorCode = "30003" }, "m.error_code = '30003'"),
            (filter { $0.search = "lov" }, "t.customer_name IN ('Ada Lovelace', 'lovisa')"),
            (filter { $0.search = "HOPPER  gra" }, "t.customer_name LIKE 'Grace%'"),
            (filter { $0.search = "jose nunez" }, "t.customer_name = 'José Núñez'"),
            (filter { $0.search = "مح" }, "t.customer_name = 'محمد'"),
            (filter { $0.search = "house 2" }, "d.name = 'House 2'"),
            (filter { $0.search = "00 06" }, "true"),
            (filter { $0.search = "%" }, "false"),
            (
                filter {
                    $0.search = "0006"
                    $0.statuses = [.delivered]
                    $0.provider = "twilio"
                }, "m.status = 'delivered' AND a.provider = 'twilio'"
            ),
        ]
    }()

    private static let keys: [(MessageOrder.Column, SQL)] = [
        (.received, "m.tenant_id"), (.customer, #"sorted_name(t.customer_name) COLLATE "C""#),
        (.dealership, #"coalesce(searched(d.name), U&'\+10FFFF') COLLATE "C""#),
        (
            .status,
            """
            array_position(ARRAY['scheduled', 'queued', 'sending', 'sent', 'delivered',
                'undelivered', 'failed', 'cancelled', 'expired', 'suppressed', 'unknown'],
                m.status::text)
            """
        ), (.amount, "coalesce(t.amount_micros, -1)"),
        (.cost, "coalesce(m.price_micros, m.estimate_micros, -1)"),
    ]

    private func expected(_ condition: SQL, _ key: SQL, _ order: MessageOrder) throws -> [String] {
        let newestFirst = (order.column == .received) == order.isDescending
        let time: SQL = newestFirst ? "m.received_at DESC, m.id DESC" : "m.received_at, m.id"
        let direction: SQL = order.isDescending ? "DESC" : "ASC"
        return try installation.asOwner { connection in
            try connection.query(
                """
                SELECT m.id FROM messages m JOIN transactions t ON t.id = m.transaction_id
                  JOIN attempts a ON a.message_id = m.id
                  LEFT JOIN dealerships d ON d.id = m.dealership_id
                 WHERE m.tenant_id = 1 AND (\(condition))
                 ORDER BY \(key) \(direction), \(time)
                """
            ).values()
        }
    }

    private func page(
        _ filter: MessageFilter,
        _ order: MessageOrder,
        _ cursor: MessageCursor?,
        _ effort: MessageLog.Effort
    ) throws -> MessageLog.Page {
        try installation.functions.forTenant(installation.tenant) { connection in
            try MessageLog.page(
                of: installation.tenant,
                filter,
                in: order,
                from: cursor.flatMap { MessageCursor($0.text) },
                limit: 9,
                effort: effort,
                on: &connection
            )
        }
    }

    @Test(arguments: keys.indices, [false, true])
    func `goes with any filter, and page by page is the whole`(_ key: Int, _ isDown: Bool) throws {
        let (column, value) = Self.keys[key]
        let order = MessageOrder(column, isDescending: isDown)
        for (filter, condition) in Self.filters {
            let whole = try expected(condition, value, order)
            for (name, effort) in Self.efforts {
                let what: Comment = "\(filter) by \(order), \(name)"
                var forwards: [String] = []
                var page = try page(filter, order, nil, effort)
                #expect(page.previous == nil, what)
                if let total = page.total { #expect(total == whole.count, what) }
                forwards += page.messages.map(\.id)
                var last = page
                while let next = page.next, forwards.count <= whole.count {
                    page = try self.page(filter, order, next, effort)
                    forwards += page.messages.map(\.id)
                    if !page.messages.isEmpty { last = page }
                }
                #expect(forwards == whole, what)

                var backwards = last.messages.map(\.id)
                page = last
                while let previous = page.previous, backwards.count <= whole.count {
                    page = try self.page(filter, order, previous, effort)
                    backwards = page.messages.map(\.id) + backwards
                }
                #expect(backwards == whole, what)
            }
        }
    }
}
