import Messaging
import Postgres
import Store
import TestSupport
import Testing
import Web

extension Installation {
    /// Claims what is due and puts it through the gate, as dispatch does.
    @discardableResult
    func gate(
        quietHours: Bool = false,
        marks: (any NumberMarks)? = nil
    ) throws -> Gating.Passed {
        try workers.inTransaction { connection in
            let due = try Dispatching.claim(limit: 100, on: &connection)
            return try Gating.apply(due, quietHours: quietHours, marks: marks, on: &connection)
        }
    }

    /// Rehearses what is due and returns the messages' ids; nothing of it may be live.
    func rehearse() throws -> [String] {
        try workers.inTransaction { connection in
            let due = try Dispatching.claim(limit: 100, on: &connection)
            let passed = try Gating.apply(due, quietHours: false, on: &connection)
            #expect(passed.live.isEmpty)
            let rehearsed = passed.shadow.map {
                Rehearsal.Rehearsed(
                    .init(messageID: $0.messageID, attemptNumber: 1, body: "Hello", segments: 1),
                    provider: "twilio",
                    estimate: Money(micros: 7900, currency: .usd)
                )
            }
            try Rehearsal.hold(rehearsed, on: &connection)
            return rehearsed.map(\.message.messageID)
        }
    }

    /// Stores transactions whose messages are due at once, and returns the messages' ids.
    @discardableResult
    func ingestTransactions(
        _ externalIDs: [String],
        to number: String = "+12125550123",
        of tenant: TenantID? = nil
    ) throws -> [String] {
        let owner = (tenant ?? self.tenant).rawValue
        try execute("UPDATE tenant_settings SET delay_hours = 0 WHERE tenant_id = \(owner)")
        return try ingest(
            externalIDs.map { id in
                ArrivingTransaction(
                    tenant: tenant ?? self.tenant,
                    transactionID: Self.newID(),
                    messageID: Self.newID(),
                    externalID: id,
                    customerPhone: try E164(number)
                )
            }
        ).map(\.messageID)
    }

    func suppress(
        _ number: String = "+12125550123",
        _ reason: SuppressionReason = .optedOut,
        from source: Suppressions.Source = .api
    ) throws -> Suppressions.Added {
        try functions.inTransaction(forTenant: tenant) { connection in
            try Suppressions.add(
                [.init(try E164(number), reason)],
                of: tenant,
                from: source,
                by: "Ada",
                on: &connection
            )
        }
    }

    /// A customer's answer.
    @discardableResult
    func hear(
        _ body: String,
        from number: String = "+12125550123",
        id: String = Installation.newID(),
        optOutType: String? = nil,
        marks: (any NumberMarks)? = nil
    ) throws -> Inbound.Outcome? {
        let arrival = Inbound.Arrival(
            provider: "twilio",
            providerMessageID: id,
            sender: number,
            recipient: "+15005550006",
            body: body,
            optOutType: optOutType,
            raw: ["Body": .string(body)]
        )
        return try workers.inTransaction { connection in
            try Inbound.take(arrival, marks: marks, on: &connection)
        }
    }

    func errorCode(_ messageID: String) throws -> String? {
        try value("SELECT error_code FROM messages WHERE id = \(messageID)::uuid")
    }

    func lastDetail(_ messageID: String, _ fact: String) throws -> String? {
        try value(
            """
            SELECT detail ->> \(fact) FROM message_events
             WHERE message_id = \(messageID)::uuid ORDER BY id DESC LIMIT 1
            """
        )
    }

    /// A row in each table that the rules before sending keep.
    func addRules(of tenant: TenantID) throws {
        let id = tenant.rawValue
        try execute(
            """
            INSERT INTO suppressions (tenant_id, number, reason, source, added_by)
            VALUES (\(id), '+12125550177', 'operator', 'page', 'Ada') ON CONFLICT DO NOTHING
            """
        )
        try execute(
            """
            INSERT INTO inbound_messages (tenant_id, provider, provider_message_id, sender,
                                          recipient, body, intent, raw)
            VALUES (\(id), 'twilio', gen_random_uuid(), '+12125550177', '+15005550006', 'Hello',
                    'conversation', '{}')
            """
        )
        try execute(
            """
            INSERT INTO quiet_rules (version, effective_from, tenant_id, opens, closes, source)
            VALUES (1, '2020-01-01', \(id), array_fill(time '09:00', ARRAY[7]),
                    array_fill(time '17:00', ARRAY[7]), 'ours') ON CONFLICT DO NOTHING
            """
        )
        try execute(
            """
            INSERT INTO erasures (tenant_id, number_mark, erased_by, reason, counts,
                                  cancelled_count, opt_out_count, archived_count)
            VALUES (\(id), sha256('+12125550188'), 'Ada', 'They asked for it', '[]', 0, 0, 0)
            """
        )
        try execute(
            "INSERT INTO arrival_pace VALUES (\(id), now(), false) ON CONFLICT DO NOTHING"
        )
    }
}
