package import Messaging
package import Postgres
package import Web

/// What people answer: kept, understood and acted upon in one transaction.
package enum Inbound {
    /// A message from a person, as a provider delivered it.
    package struct Arrival: Sendable {
        package let provider: String
        package let providerMessageID: String
        /// The person's number, in E.164 form where it has one.
        package let sender: String
        /// Ours.
        package let recipient: String
        package let body: String
        package let intent: InboundIntent
        package let optOutType: String?
        /// The form as it came.
        package let raw: JSON

        package init(
            provider: String,
            providerMessageID: String,
            sender: String,
            recipient: String,
            body: String,
            optOutType: String?,
            raw: JSON
        ) {
            self.provider = provider
            self.providerMessageID = providerMessageID
            self.sender = Self.number(sender)
            self.recipient = recipient
            self.body = body
            self.optOutType = optOutType
            self.raw = raw
            intent = InboundIntent(body, optOutType: optOutType)
        }

        /// Providers write numbers without the plus sign, or with the channel before them; a short
        /// code or a name stays as it is.
        private static func number(_ text: String) -> String {
            let channel = "whatsapp:"
            let number = text.hasPrefix(channel) ? String(text.dropFirst(channel.count)) : text
            return (try? E164("+\(number)"))?.rawValue ?? number
        }
    }

    /// What was done.
    package struct Outcome: Sendable, Hashable {
        package let tenant: TenantID
        package let intent: InboundIntent
        package let countCancelled: Int
        /// How many entries of the suppression list are new, or released.
        package let countListed: Int
        /// Whether the answer comes from us, because the provider gives none.
        package let confirms: Bool
    }

    /// Takes a message in; call it in a transaction.
    ///
    /// `marks` tell whether the sender is somebody who was erased and had opted out before.
    ///
    /// - Returns: nil when it had been taken in before.
    package static func take(
        _ arrival: Arrival,
        marks: (any NumberMarks)? = nil,
        on connection: inout Connection
    ) throws(PostgresError) -> Outcome? {
        let owner = try owner(of: arrival, recognisedBy: marks, on: &connection)
        guard let id = try store(arrival, for: owner, on: &connection) else { return nil }
        var added = Suppressions.Added(countNew: 0, countCancelled: 0)
        if let reason = arrival.intent.suppression, let number = try? E164(arrival.sender) {
            added = try Suppressions.add(
                [.init(number, reason, note: arrival.intent.words ?? "")],
                of: owner.tenant,
                from: .keyword,
                by: "customer",
                on: &connection
            )
            try connection.execute(
                """
                UPDATE inbound_messages SET cancelled_count = \(added.countCancelled)
                 WHERE id = \(id)
                """
            )
        }
        var countListed = added.countNew
        if case .start(let word) = arrival.intent {
            countListed = try Suppressions.release(
                arrival.sender,
                of: owner.tenant,
                as: .customer,
                by: "customer",
                note: word,
                on: &connection
            )
        }
        let isNews = countListed > 0 || arrival.intent.name == "help"
        let confirms = isNews && arrival.optOutType == nil && !owner.providerConfirms
        if confirms {
            try Confirmation.queue(answering: arrival, of: owner.tenant, on: &connection)
        }
        return Outcome(
            tenant: owner.tenant,
            intent: arrival.intent,
            countCancelled: added.countCancelled,
            countListed: countListed,
            confirms: confirms
        )
    }

    /// The newest messages, with an id above that where one is given, for telling who watches.
    package static func newest(
        after id: Int64?,
        on connection: inout Connection
    ) throws(PostgresError) -> [(id: Int64, tenant: TenantID)] {
        try connection.query(
            """
            SELECT id, tenant_id FROM inbound_messages
             WHERE id > coalesce(\(id)::bigint, 0)
             ORDER BY id DESC LIMIT 500
            """
        ).map { (row) throws(PostgresError) in
            (id: try row.decode(0), tenant: TenantID(rawValue: try row.decode(1)))
        }
    }

    private struct Owner {
        let tenant: TenantID
        let messageID: String?
        let providerConfirms: Bool
        /// Whether there are opt-outs of people who were erased.
        let knowsErased: Bool
    }

    /// The business that wrote to this number last, or whose customer it was before they were erased;
    /// the first one when there is none.
    private static func owner(
        of arrival: Arrival,
        recognisedBy marks: (any NumberMarks)?,
        on connection: inout Connection
    ) throws(PostgresError) -> Owner {
        let last = try lastToWrite(to: arrival.sender, on: &connection)
        guard let marks, last.messageID == nil || last.knowsErased else { return last }
        let remembering =
            last.messageID != nil
            ? [last.tenant.rawValue]
            : try connection.query(
                """
                SELECT DISTINCT tenant_id FROM suppressions WHERE number_mark IS NOT NULL
                 ORDER BY tenant_id
                """
            ).values(as: Int32.self)
        for tenant in remembering.map({ TenantID(rawValue: $0) }) {
            let count = try ErasedNumbers.recognise(
                [arrival.sender],
                of: tenant,
                by: marks,
                on: &connection
            )
            guard let count, count > 0 else { continue }
            return last.messageID == nil ? try owner(tenant, on: &connection) : last
        }
        return last
    }

    private static func owner(
        _ tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Owner {
        Owner(
            tenant: tenant,
            messageID: nil,
            providerConfirms: try connection.query(
                """
                SELECT provider_confirms_opt_out FROM tenant_settings
                 WHERE tenant_id = \(tenant.rawValue)
                """
            ).value(),
            knowsErased: false
        )
    }

    private static func lastToWrite(
        to number: String,
        on connection: inout Connection
    ) throws(PostgresError) -> Owner {
        try connection.query(
            """
            SELECT t.id, last.id, s.provider_confirms_opt_out,
                   \(ErasedNumbers.areThere(for: "t.id"))
              FROM tenants t
              JOIN tenant_settings s ON s.tenant_id = t.id
              LEFT JOIN LATERAL (
                  SELECT m.id, coalesce(m.sent_at, m.received_at) AS at FROM messages m
                   WHERE m.tenant_id = t.id AND m.recipient = \(number)
                   ORDER BY coalesce(m.sent_at, m.received_at) DESC LIMIT 1) last ON true
             ORDER BY last.at DESC NULLS LAST, t.id LIMIT 1
            """
        ).one { (row) throws(PostgresError) in
            Owner(
                tenant: TenantID(rawValue: try row.decode(0)),
                messageID: try row.decode(1),
                providerConfirms: try row.decode(2),
                knowsErased: try row.decode(3)
            )
        }
    }

    private static func store(
        _ arrival: Arrival,
        for owner: Owner,
        on connection: inout Connection
    ) throws(PostgresError) -> Int? {
        let needsReview = arrival.intent.name == "review"
        // What these two ask for is done with their arrival.
        let isHandled = ["stop", "start"].contains(arrival.intent.name)
        let raw = arrival.raw.serializedText
        let id = try connection.query(
            """
            INSERT INTO inbound_messages (tenant_id, provider, provider_message_id, sender,
                                          recipient, body, intent, keyword, opt_out_type,
                                          message_id, needs_review, raw, handled_by, handled_at,
                                          sender_name)
            VALUES (\(owner.tenant.rawValue), \(arrival.provider), \(arrival.providerMessageID),
                    \(arrival.sender), \(arrival.recipient), \(arrival.body),
                    \(arrival.intent.name), \(arrival.intent.words), \(arrival.optOutType),
                    \(owner.messageID)::uuid, \(needsReview), \(raw)::jsonb,
                    CASE WHEN \(isHandled)::boolean THEN 'inbound' END,
                    CASE WHEN \(isHandled)::boolean THEN now() END,
                    name_of_number(\(owner.tenant.rawValue), \(arrival.sender)))
            ON CONFLICT (provider, provider_message_id) DO NOTHING
            RETURNING id
            """
        ).first { (row) throws(PostgresError) in try row.decode(0, as: Int.self) }
        guard let id, let messageID = owner.messageID else { return id }
        try connection.execute(
            """
            INSERT INTO message_events (tenant_id, message_id, kind, detail)
            VALUES (\(owner.tenant.rawValue), \(messageID)::uuid, 'answered',
                    jsonb_strip_nulls(jsonb_build_object('intent', \(arrival.intent.name)::text,
                                                         'keyword', \(arrival.intent.words)::text)))
            """
        )
        return id
    }
}

extension InboundIntent {
    /// Why the number goes on the suppression list, if it does.
    fileprivate var suppression: SuppressionReason? {
        switch self {
        case .stop: .optedOut
        case .wrongNumber: .wrongNumber
        case .start, .help, .review, .conversation: nil
        }
    }
}
