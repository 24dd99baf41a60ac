import Messaging
import Postgres
import Store
import TestSupport
import Web

/// Hashes without a key, enough to tell numbers and businesses apart.
struct PlainMarks: NumberMarks {
    func numberMark(
        _ number: String,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [UInt8]? {
        let bytes = Array("\(number) of \(tenant.rawValue)".utf8)
        return (0..<32).map { bytes[$0 % bytes.count] &+ UInt8($0) }
    }
}

/// A customer of whom something stands in every table that can know a customer.
struct PlantedPerson {
    let number: String
    /// Stands in everything that is said to, by or about the person.
    let words: String
    let name: String
    let messageID: String

    /// What nothing may hold once the person is erased, as text and as bytes.
    var traces: [String] {
        let plain = [String(number.dropFirst(2)), words, name]
        return plain
            + plain.map { text in
                text.utf8.map { byte in
                    byte < 16 ? "0\(String(byte, radix: 16))" : String(byte, radix: 16)
                }.joined()
            }
    }
}

extension Installation {
    /// Erases somebody, as an owner does.
    func erase(
        _ number: String,
        of tenant: TenantID? = nil,
        reason: String = "They asked for it"
    ) throws -> Erasure.Outcome {
        let tenant = tenant ?? self.tenant
        return try functions.inTransaction(forTenant: tenant) { connection in
            let mark = try PlainMarks().numberMark(number, of: tenant, on: &connection)
            return try Erasure.erase(
                person(number),
                mark: mark ?? [],
                reason: reason,
                by: caller(tenant),
                on: &connection
            )
        }
    }

    func person(_ number: String) throws -> PersonalData.Person {
        PersonalData.Person(try E164(number), nationalDigits: String(number.dropFirst(2)))
    }

    /// Everything that stands in the database, table by table.
    func dump() throws -> String {
        let tables: [String] = try asOwner { connection in
            try connection.query(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
            ).values()
        }
        return try tables.map { table in
            try value(
                """
                SELECT \(table) || coalesce(string_agg(r::text, E'\\n' ORDER BY r::text), '')
                  FROM \(identifier: table) r
                """,
                as: String.self
            )
        }.joined(separator: "\n")
    }

    /// Plants a customer who was written to, answered, rated, opted out and was told of.
    func plant(
        _ number: String,
        name: String,
        words: String,
        of tenant: TenantID? = nil
    ) throws -> PlantedPerson {
        let tenant = tenant ?? self.tenant
        let business = tenant.rawValue
        var transaction = ArrivingTransaction(
            tenant: tenant,
            transactionID: Self.newID(),
            messageID: Self.newID(),
            externalID: "T-\(number.suffix(4))",
            customerPhone: try E164(number)
        )
        transaction.kind = .test
        transaction.customerName = name
        transaction.customerID = "customer \(words)"
        transaction.ownText = "Hello \(name), \(words)"
        transaction.requestID = "request \(words)"
        transaction.postedBy = "key crm"
        transaction.dealershipName = "North"
        try ingest([transaction])
        let id = transaction.messageID
        try takeUp()
        try hear(
            .accepted(Receipt(providerMessageID: "SM \(id)", status: .sent)),
            about: id
        )
        try workers.inTransaction { connection in
            try Reports.apply(
                [report(of: id, words, number)],
                reportOverdueSeconds: 600,
                on: &connection
            )
            _ = try Counts.fold(limit: 100, on: &connection)
            _ = try SearchIndexing.step(limit: 100, on: &connection)
        }
        try execute("UPDATE attempts SET check_at = NULL WHERE message_id = \(id)::uuid")
        try hear("Well, \(words)", from: number)
        try functions.inTransaction(forTenant: tenant) { connection in
            _ = try Engaging.rate(id, stars: 1, comment: "Bad: \(words)", on: &connection)
        }
        try plantElsewhere(number, name, words, about: id, business)
        return PlantedPerson(number: number, words: words, name: name, messageID: id)
    }

    private func report(of id: String, _ words: String, _ number: String) -> Reports.Report {
        .init(
            provider: "twilio",
            receipt: Receipt(providerMessageID: "SM \(id)", status: .delivered),
            fault: nil,
            messageID: id,
            attemptNumber: 1,
            idempotencyToken: "token \(id)",
            raw: ["To": .string(number), "Body": .string(words)]
        )
    }

    /// What programs keep beside the messages themselves.
    private func plantElsewhere(
        _ number: String,
        _ name: String,
        _ words: String,
        about id: String,
        _ business: Int32
    ) throws {
        let digits = number.dropFirst(2)
        let typed = "(\(digits.prefix(3))) \(digits.dropFirst(3).prefix(3))-\(digits.suffix(4))"
        let detail = "{\"note\": \"\(words)\", \"keyword\": \"\(words)\", \"reason\": \"rule\"}"
        try execute(
            """
            INSERT INTO message_events (tenant_id, message_id, kind, detail)
            VALUES (\(business)::integer, \(id)::uuid, 'held', \(detail)::jsonb)
            """
        )
        try execute(
            """
            INSERT INTO message_links (hash, tenant_id, message_id, purpose)
            VALUES (sha256(\(id)::bytea), \(business)::integer, \(id)::uuid, 'feedback')
            """
        )
        try execute(
            """
            WITH target AS (
                INSERT INTO alert_targets (id, tenant_id, kind, name, address, created_by)
                VALUES (gen_random_uuid(), \(business)::integer, 'email', \(id), 'a@example.com', 'Ada')
                RETURNING id
            ), alert AS (
                INSERT INTO alerts (tenant_id, kind, subject, detail)
                VALUES (\(business)::integer, 'low_rating', \(id), \("\(name): \(words)"))
                RETURNING id
            ), told AS (
                INSERT INTO alert_deliveries (tenant_id, target_id, alert_id, event, content)
                SELECT \(business)::integer, target.id, alert.id, 'alert.raised',
                       jsonb_build_object('detail', \(words)::text) FROM target, alert
                UNION ALL
                SELECT \(business)::integer, target.id, NULL, 'number.suppressed',
                       jsonb_build_object('number', \(number)::text, 'note', \(words)::text,
                                          'customerId', \(words)::text) FROM target
                RETURNING id
            )
            INSERT INTO alert_attempts (delivery_id, number, tenant_id, milliseconds, answer)
            SELECT id, 1, \(business)::integer, 1, \(words) FROM told
            """
        )
        try execute(
            """
            INSERT INTO webhook_requests (
                tenant_id, at, method, path, query, body, body_bytes, status, answer, milliseconds,
                request_id)
            VALUES (\(business)::integer, now(), 'POST', '/webhook/transaction-complete', '',
                    \("{\"customerPhone\": \"\(typed)\", \"customerName\": \"\(name)\"}"), 1, 400,
                    '', 1, gen_random_uuid()::text),
                   (\(business)::integer, now(), 'POST', '/webhook/transaction-complete',
                    \("customer_name=\(words)"), '', 1, 200, '', 1, \("request \(words)"))
            """
        )
        try execute(
            """
            INSERT INTO idempotent_answers (tenant_id, key, request_hash, status, media_type, body)
            VALUES (\(business)::integer, \("key \(number)"), 'h', 200, 'application/json',
                    convert_to(\("{\"phone\": \"\(number)\", \"name\": \"\(name)\"}"), 'UTF8'))
            """
        )
        try execute(
            """
            INSERT INTO retry_jobs (id, tenant_id, filter, total, created_by)
            VALUES (gen_random_uuid(), \(business)::integer,
                    \("{\"phone\": \"\(typed)\", \"search\": null}")::jsonb, 0, 'Ada'),
                   (gen_random_uuid(), \(business)::integer,
                    \("{\"phone\": null, \"search\": \"\(name)\"}")::jsonb, 0, 'Ada')
            """
        )
        try execute(
            """
            INSERT INTO suppressions (tenant_id, number, reason, source, note, added_by,
                                      released_by, released_at, release_note)
            VALUES (\(business)::integer, \(number), 'operator', 'page', \(words), 'Ada', 'Ada', now(),
                    \(words))
            """
        )
    }
}
