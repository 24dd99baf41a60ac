import Messaging
import Postgres
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `What is kept for so many days` {
    private let installation: Installation
    init() throws {
        installation = try Installation()
        try installation.allowAnyTransition()
        // As in an installation that is older than what new businesses begin with.
        try installation.execute("DELETE FROM retention")
    }

    // MARK: - Choosing

    @Test func `is everything but the log of requests, until somebody chooses`() throws {
        let rules = try rules()
        #expect(rules.map(\.kind) == [.messages, .replies, .requests])
        #expect(rules.map(\.days) == [nil, nil, 7])
        #expect(rules.allSatisfy { $0.chosenBy == nil && $0.nextRunAt == nil })
        let id = try said("T-1", daysAgo: 4000)
        try run()
        #expect(try installation.detail(id)?.record.body == "Hello")
    }

    @Test func `is ninety days for a business that is made now, until somebody chooses`() throws {
        let fresh = try Installation()
        for tenant in [fresh.tenant, try fresh.addTenant(zone: "America/New_York")] {
            let rules = try fresh.functions.forTenant(tenant) { connection in
                try Retention.all(of: tenant, on: &connection)
            }
            #expect(rules.map(\.days) == [90, 90, 7])
            #expect(rules.allSatisfy { $0.chosenBy == nil && $0.chosenAt == nil })
            #expect(rules[0].nextRunAt != nil && rules[2].nextRunAt == nil)
        }
    }

    @Test func `is chosen by somebody, and kept to from the coming night on`() throws {
        try choose(90, .messages)
        let rule = try rules()[0]
        #expect(rule.days == 90 && rule.chosenBy == "Ada" && rule.ranAt == nil)
        let isAtTwo: Bool = try installation.value(
            """
            SELECT next_run_at > now() AND next_run_at <= now() + interval '26 hours'
                   AND extract(hour FROM next_run_at AT TIME ZONE 'UTC') = 2 FROM retention
            """
        )
        #expect(isAtTwo)
        let id = try said("T-1", daysAgo: 100)
        #expect(try !step())
        #expect(try installation.detail(id)?.record.body == "Hello")
        try choose(nil, .messages)
        #expect(try rules()[0].days == nil && rules()[0].nextRunAt == nil)
        try night()
        #expect(try !step())
    }

    @Test(arguments: [
        (Retention.Kind.messages, 6), (.messages, 3651), (.replies, 0), (.requests, 91),
        (.requests, 0),
    ])
    func `has its limits`(_ kind: Retention.Kind, _ days: Int) throws {
        #expect(throws: PostgresError.self) { try choose(days, kind) }
    }

    @Test func `is previewed`() throws {
        _ = try said("T-1", daysAgo: 100)
        _ = try said("T-2", daysAgo: 80)
        _ = try installation.ingestDue(["T-3"])
        try installation.execute(
            "UPDATE messages SET received_at = now() - interval '100 days' WHERE status = 'scheduled'"
        )
        try installation.hear("Thanks, see you!", from: "+12125550178")
        try installation.execute(
            "UPDATE inbound_messages SET received_at = now() - interval '9 days'"
        )
        #expect(try preview(.messages, 90).count == 1)
        #expect(try preview(.messages, 7).count == 2)
        #expect(try !preview(.messages, 7).isMore)
        #expect(try preview(.messages, 200).count == 0)
        #expect(try preview(.replies, 8).count == 1)
        #expect(try preview(.replies, 10).count == 0)
        #expect(try preview(.requests, 1).count == 0)
    }

    // MARK: - Messages

    @Test func `leaves the facts of a message, and none of its words`() throws {
        let id = try said("T-1", daysAgo: 100, name: "Zoë O’Neil", seller: "Grace")
        let young = try said("T-2", daysAgo: 80, name: "Zoë O’Neil")
        try installation.hear("Where are you?", from: "+15005550006")
        try index()
        #expect(try found("oneil").count == 2)
        let before = try #require(try installation.detail(id))
        try choose(90, .messages)
        try run()
        let after = try #require(try installation.detail(id))
        #expect(after.record.body == nil && after.record.customerName == nil)
        #expect(after.record.salesRepName == nil && after.record.contentRemovedAt != nil)
        #expect(after.record.status == before.record.status)
        #expect(after.record.sentAt == before.record.sentAt)
        #expect(after.record.segments == 1 && after.record.price == before.record.price)
        #expect(after.record.recipient == "+15005550006" && after.record.provider == "twilio")
        #expect(after.attempts == before.attempts)
        #expect(after.timeline.map(\.kind) == before.timeline.map(\.kind))
        #expect(try installation.detail(young)?.record.customerName == "Zoë O’Neil")
        // Another message of the same customer still has the name that replies are listed by.
        #expect(try installation.value("SELECT sender_name FROM inbound_messages") == "Zoë O’Neil")
        let rule = try rules()[0]
        #expect(rule.removedCount == 1 && rule.ranAt != nil)

        let remains: Int = try installation.value(
            """
            SELECT (SELECT count(*) FROM messages WHERE body IS NOT NULL OR own_text IS NOT NULL)
                 + (SELECT count(*) FROM attempts WHERE body <> '')
                 + (SELECT count(*) FROM message_events WHERE detail ?| '{body,note}')
                 + (SELECT count(*) FROM delivery_reports WHERE raw <> '{}')
            """
        )
        #expect(remains == 4, "Only those of the younger message.")
    }

    @Test func `is not found by its words any more, but by its number and transaction`() throws {
        let id = try said("T-old-77", daysAgo: 100, name: "Zoë O’Neil", text: "Grüße")
        try index()
        for typed in ["zoe", "O’Neil", "oneil", "grüß", "5550006", "77"] {
            #expect(try found(typed) == [id], "\(typed)")
        }
        try choose(90, .messages)
        try run()
        for typed in ["zoe", "O’Neil", "oneil", "grüß"] {
            #expect(try found(typed) == [], "\(typed)")
        }
        for typed in ["5550006", "77"] { #expect(try found(typed) == [id], "\(typed)") }
        let words: Int = try installation.value(
            """
            SELECT count(*) FROM search_postings p JOIN message_search s USING (message_id)
             WHERE p.word <> ALL (string_to_array(s.words, ' '))
                OR p.word LIKE 'z%' OR s.words LIKE '%neil%' OR s.customer LIKE 'z%'
            """
        )
        #expect(words == 0)
    }

    @Test func `counts the same before and after`() throws {
        for number in 1...6 { _ = try said("T-\(number)", daysAgo: 100 + number) }
        let rated = try said("T-9", daysAgo: 99)
        try rate(rated, "Never again")
        try index()
        try installation.execute("CALL recount_figures()")
        let before = try figures()
        try choose(30, .messages)
        try choose(30, .replies)
        try run()
        #expect(try rules()[0].removedCount == 7 && rules()[1].removedCount == 1)
        #expect(try figures() == before)
        let changes: Int = try installation.value(
            """
            SELECT (SELECT count(*) FROM status_changes) + (SELECT count(*) FROM answer_changes)
                 + (SELECT count(*) FROM engagement_changes)
            """
        )
        #expect(changes == 0)
        try installation.execute("CALL recount_figures()")
        #expect(try figures() == before)
    }

    @Test(
        arguments: [
            "status = 'scheduled', next_attempt_at = now() + interval '1 day'",
            "status = 'scheduled', hold = 'shadow'", "status = 'sending'", "status = 'queued'",
            "status = 'unknown'",
        ] as [SQL]
    )
    func `waits for what has not ended`(_ state: SQL) throws {
        let id = try said("T-1", daysAgo: 100)
        let ended = try said("T-2", daysAgo: 99)
        try installation.execute("UPDATE messages SET \(state) WHERE id = \(id)::uuid")
        try choose(90, .messages)
        try run()
        #expect(try installation.detail(id)?.record.contentRemovedAt == nil)
        #expect(try installation.detail(id)?.record.body == "Hello")
        #expect(try installation.detail(ended)?.record.contentRemovedAt != nil)
        try installation.execute(
            "UPDATE messages SET status = 'failed', next_attempt_at = NULL, hold = NULL"
        )
        try run()
        #expect(try installation.detail(id)?.record.contentRemovedAt != nil)
        #expect(try rules()[0].removedCount == 2)
    }

    @Test func `waits for what a provider is still asked about`() throws {
        let id = try said("T-1", daysAgo: 100)
        try installation.execute("UPDATE attempts SET check_at = now()")
        try choose(90, .messages)
        try run()
        #expect(try installation.detail(id)?.record.body == "Hello")
        try installation.execute("UPDATE attempts SET check_at = NULL")
        try run()
        #expect(try installation.detail(id)?.record.body == nil)
    }

    @Test func `goes a step at a time, and on from where it stopped`() throws {
        for number in 1...7 { _ = try said("T-\(number)", daysAgo: 100 - number) }
        try installation.execute(
            """
            UPDATE messages SET status = 'unknown'
             WHERE received_at < now() - interval '96 days'
               AND received_at > now() - interval '98 days'
            """
        )
        try choose(90, .messages)
        try night()
        var removed: [Int] = []
        // Nothing but the table knows how far it came.
        while try step(limit: 2) { removed.append(try rules()[0].removedCount) }
        #expect(removed == [2, 2, 4, 5])
        let from: Bool = try installation.value(
            """
            SELECT done_until = (SELECT min(received_at) FROM messages WHERE status = 'unknown')
                   AND position_at IS NULL AND passed_from IS NULL AND next_run_at > now()
              FROM retention
            """
        )
        #expect(from)
        try installation.execute("UPDATE messages SET status = 'delivered'")
        try run()
        #expect(try rules()[0].removedCount == 7)
        let untilNow: Bool = try installation.value(
            """
            SELECT done_until > now() - interval '90 days 1 minute' FROM retention
            """
        )
        #expect(untilNow)
    }

    @Test func `is one business's own affair`() throws {
        let other = try installation.addTenant()
        try installation.execute("DELETE FROM retention")
        let theirs = try said("T-1", daysAgo: 100, of: other)
        let mine = try said("T-1", daysAgo: 100)
        try choose(90, .messages)
        try run()
        #expect(try installation.detail(mine)?.record.body == nil)
        #expect(try installation.detail(theirs, of: other)?.record.body == "Hello")
        #expect(try rules(of: other).allSatisfy { $0.chosenBy == nil })
    }

    @Test func `is not sent again, not even by a late report`() throws {
        let id = try said("T-1", daysAgo: 100, text: "Only this")
        try installation.execute("UPDATE messages SET status = 'failed'")
        try choose(90, .messages)
        try run()
        let retried = try installation.functions.inTransaction(forTenant: installation.tenant) {
            try Messages.retryFailed(by: installation.caller(), on: &$0)
        }
        #expect(retried == 0)
        try installation.execute("UPDATE messages SET status = 'queued', next_attempt_at = now()")
        let passed = try installation.workers.inTransaction { connection in
            let due = try Dispatching.claim(limit: 9, on: &connection)
            #expect(due.count == 1)
            return try Gating.apply(due, quietHours: false, on: &connection)
        }
        #expect(passed.live.isEmpty)
        #expect(try installation.status(id) == .expired)
    }

    @Test func `takes the names out of the alerts`() throws {
        let id = try said("T-1", daysAgo: 100, name: "Zoë")
        try installation.workers.forAll { connection in
            try Alerts.raise(
                .lowRating,
                subject: id,
                detail: "Zoë gave 1 of 5 stars: “Never again”",
                tenant: installation.tenant,
                on: &connection
            )
        }
        try choose(90, .messages)
        try run()
        let detail: String = try installation.value("SELECT detail FROM alerts")
        #expect(!detail.contains("Zoë") && !detail.contains("Never"))
    }

    // MARK: - Replies

    @Test func `leaves of a reply that it came and what it asked for`() throws {
        _ = try said("T-1", daysAgo: 1)
        try installation.hear("STOP", from: "+15005550006")
        try installation.hear("I live in Elm Street", from: "+15005550007")
        try installation.hear("maybe stop this", from: "+15005550008")
        try installation.execute(
            """
            UPDATE inbound_messages SET received_at = now() - interval '100 days',
                   needs_review = sender = '+15005550008'
            """
        )
        let suppressed = "SELECT count(*) FROM suppressions WHERE released_at IS NULL" as SQL
        let listed: Int = try installation.value(suppressed)
        try choose(30, .replies)
        try run()
        let kept: [String] = try installation.asOwner { connection in
            try connection.query(
                """
                SELECT sender || ' ' || intent FROM inbound_messages
                 WHERE body = '' AND raw = '{}' AND content_removed_at IS NOT NULL ORDER BY id
                """
            ).values()
        }
        #expect(kept == ["+15005550006 stop", "+15005550007 conversation"])
        #expect(try installation.value(suppressed) == listed)
        try installation.execute("UPDATE inbound_messages SET needs_review = false")
        try run()
        #expect(
            try installation.value("SELECT count(*) FROM inbound_messages WHERE body <> ''") == 0
        )
        #expect(try rules()[1].removedCount == 3)
        // The text that was sent is the other choice.
        #expect(try installation.value("SELECT count(*) FROM messages WHERE body <> ''") == 1)
    }

    @Test func `leaves of a rating its stars`() throws {
        let id = try said("T-1", daysAgo: 100)
        try rate(id, "Never again")
        try choose(30, .replies)
        try run()
        let rating = try #require(try installation.detail(id)?.engagement?.rating)
        #expect(rating.stars == 2 && rating.comment.isEmpty && rating.contentRemovedAt != nil)
        let summary = try installation.functions.forTenant(installation.tenant) { connection in
            try Ratings.summary(of: installation.tenant, .init(), on: &connection)
        }
        #expect(summary.counts == [0, 1, 0, 0, 0] && summary.commentCount == 0)
    }

    // MARK: - Requests

    @Test func `is swept out of the log of requests by each business's days`() throws {
        let other = try installation.addTenant()
        try installation.execute("DELETE FROM retention")
        try installation.execute(
            """
            INSERT INTO webhook_requests (tenant_id, at, method, path, query, body, body_bytes,
                                          status, answer, milliseconds, request_id)
            SELECT t.id, now() - d * interval '1 day', 'POST', '/', '', '', 0, 200, '', 1, d::text
              FROM tenants t, unnest(ARRAY[2, 6, 8, 29, 31]) d
            """
        )
        try choose(30, .requests)
        try installation.functions.forAll { try WebhookRequests.sweep(on: &$0) }
        func days(_ tenant: TenantID) throws -> String {
            try installation.value(
                """
                SELECT string_agg(request_id, ' ' ORDER BY at DESC) FROM webhook_requests
                 WHERE tenant_id = \(tenant.rawValue)
                """
            )
        }
        #expect(try days(installation.tenant) == "2 6 8 29")
        #expect(try days(other) == "2 6")
        try choose(1, .requests)
        try installation.functions.forAll { try WebhookRequests.sweep(on: &$0) }
        #expect(
            try installation.value(
                "SELECT count(*) FROM webhook_requests WHERE tenant_id = \(installation.tenant.rawValue)"
            ) == 0
        )
    }
}

// MARK: - Helpers

extension `What is kept for so many days` {
    private func rules(of tenant: TenantID? = nil) throws -> [Retention.Rule] {
        let tenant = tenant ?? installation.tenant
        return try installation.functions.forTenant(tenant) { connection in
            try Retention.all(of: tenant, on: &connection)
        }
    }

    private func choose(_ days: Int?, _ kind: Retention.Kind) throws {
        try installation.functions.inTransaction(forTenant: installation.tenant) { connection in
            try Retention.choose(days, for: kind, by: installation.caller(), on: &connection)
        }
    }

    private func preview(_ kind: Retention.Kind, _ days: Int) throws -> Retention.Preview {
        try installation.functions.forTenant(installation.tenant) { connection in
            try Retention.preview(kind, days: days, of: installation.tenant, on: &connection)
        }
    }

    /// One message that was delivered long ago, with all that is written about it.
    private func said(
        _ externalID: String,
        daysAgo: Int,
        name: String? = "Ada",
        seller: String? = nil,
        text: String? = nil,
        of tenant: TenantID? = nil
    ) throws -> String {
        var transaction = try installation.arriving(externalID, of: tenant)
        transaction.kind = .test
        transaction.customerName = name
        transaction.salesRepName = seller
        transaction.ownText = text
        let id = try installation.ingest([transaction])[0].messageID
        try installation.takeUp()
        try installation.execute(
            """
            UPDATE messages SET status = 'delivered', sent_at = received_at, finished_at = now(),
                   received_at = now() - \(daysAgo) * interval '1 day', next_attempt_at = NULL,
                   price_micros = 7900, price_currency = 'USD', provider = 'twilio'
             WHERE id = \(id)::uuid
            """
        )
        try installation.execute("UPDATE attempts SET check_at = NULL, status = 'delivered'")
        try installation.execute(
            """
            INSERT INTO message_events (tenant_id, message_id, kind, detail)
            SELECT tenant_id, id, 'rehearsed', '{"body": "Hello", "segments": "1"}'
              FROM messages WHERE id = \(id)::uuid
            """
        )
        try installation.execute(
            """
            INSERT INTO delivery_reports (tenant_id, message_id, provider, provider_message_id, raw)
            SELECT tenant_id, id, 'twilio', id::text, '{"Body": "Hello"}'
              FROM messages WHERE id = \(id)::uuid
            """
        )
        return id
    }

    private func rate(_ messageID: String, _ comment: String) throws {
        try installation.functions.inTransaction(forTenant: installation.tenant) { connection in
            _ = try Engaging.rate(messageID, stars: 2, comment: comment, on: &connection)
        }
        try installation.execute("UPDATE engagements SET rated_at = now() - interval '60 days'")
    }

    /// Makes everything searchable and folds all figures.
    private func index() throws {
        try installation.workers.inTransaction { connection in
            _ = try Counts.fold(limit: 1000, on: &connection)
            try Counts.foldAnswers(limit: 1000, on: &connection)
            _ = try Engaging.fold(limit: 1000, on: &connection)
            _ = try SearchIndexing.step(limit: 1000, on: &connection)
        }
    }

    private func found(_ typed: String) throws -> [String] {
        var filter = MessageFilter()
        filter.search = typed
        return try installation.functions.forTenant(installation.tenant) { connection in
            try MessageLog.page(
                of: installation.tenant,
                filter,
                from: nil,
                limit: 9,
                on: &connection
            ).messages.map(\.id)
        }
    }

    /// All sums, in one text.
    private func figures() throws -> String {
        let tables = [
            "delivery_sums", "latency_sums", "error_sums", "cost_sums", "hour_sums", "answer_sums",
            "hourly_counts", "dealership_counts", "total_counts", "engagement_counts",
        ]
        return try tables.map { table in
            try installation.value(
                """
                SELECT coalesce(string_agg(r::text, ' ' ORDER BY r::text), '')
                  FROM \(identifier: table) r
                """,
                as: String.self
            )
        }.joined(separator: "\n")
    }

    private func night() throws {
        try installation.execute("UPDATE retention SET next_run_at = now() WHERE days IS NOT NULL")
    }

    private func step(limit: Int = 100) throws -> Bool {
        try installation.workers.inTransaction { connection in
            try RetentionWork.step(limit: limit, on: &connection)
        }
    }

    /// A night's work.
    private func run() throws {
        try night()
        while try step() {}
    }
}
