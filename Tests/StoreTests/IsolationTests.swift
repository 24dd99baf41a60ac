import Messaging
import Postgres
import Routing
import Store
import TestSupport
import Testing
import Web

/// Row-level security itself, past every statement of ours: whatever SQL a function may run.
@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `Another tenant's rows` {
    private let installation: Installation
    private let other: TenantID

    init() throws {
        installation = try Installation()
        other = try installation.addTenant()
        // The second round's changes stay in the journal; the first round's are folded.
        for leavingJournal in [false, true] {
            for tenant in [installation.tenant, other] {
                try installation.live(as: tenant, leavingJournal: leavingJournal)
            }
        }
    }

    /// Every table and view with rows of tenants, and the column that says whose.
    private func relations() throws -> [(name: String, column: String)] {
        try installation.asOwner { connection in
            try connection.query(
                """
                SELECT table_name, column_name FROM information_schema.columns
                 WHERE table_schema = 'public'
                   AND (column_name = 'tenant_id' OR table_name = 'tenants' AND column_name = 'id')
                 ORDER BY 1
                """
            ).map { (row) throws(PostgresError) in (try row.decode(0), try row.decode(1)) }
        }
    }

    /// What a function gets when it asks for a number; nil when it may not ask at all.
    private func asked(_ sql: SQL, as tenant: TenantID?) throws -> Int? {
        try allowed(tenant) { try $0.query(sql).value(as: Int.self) }
    }

    /// How many rows a function changes; nil when it may not.
    private func changed(_ sql: SQL, as tenant: TenantID?) throws -> Int? {
        try allowed(tenant) { try $0.execute(sql) }
    }

    /// What a function does for a tenant or for none; nil when it lacks the right.
    private func allowed(
        _ tenant: TenantID?,
        _ body: (inout Connection) throws -> Int
    ) throws -> Int? {
        var connection = try installation.scratch.connect(as: .function)
        if let tenant { try connection.use(RowAccess(tenant: tenant.rawValue)) }
        let outcome = Result { try body(&connection) }
        // 55000: a view that takes no changes.
        if case .failure(PostgresError.server(let error)) = outcome,
            error.state == .insufficientPrivilege || error.state.rawValue == "55000"
        {
            return nil
        }
        return try outcome.get()
    }

    private func fingerprint() throws -> String {
        try relations().map { name, column in
            try installation.value(
                """
                SELECT coalesce(md5(string_agg(r::text, ',' ORDER BY r::text)), '')
                  FROM \(identifier: name) r WHERE \(identifier: column) = \(other.rawValue)
                """,
                as: String.self
            )
        }.joined(separator: " ")
    }

    @Test func `are in every table, or this suite would prove nothing`() throws {
        let relations = try relations()
        #expect(relations.count >= 15)
        for (name, column) in relations {
            for tenant in [installation.tenant, other] {
                let count: Int = try installation.value(
                    """
                    SELECT count(*) FROM \(identifier: name)
                     WHERE \(identifier: column) = \(tenant.rawValue)
                    """
                )
                #expect(count > 0, "\(name)")
            }
        }
    }

    @Test func `are in tables that are all guarded`() throws {
        let unguarded: [String] = try installation.asOwner { connection in
            try connection.query(
                """
                SELECT relname FROM pg_class
                 WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
                   AND NOT relrowsecurity
                   AND EXISTS (SELECT FROM pg_attribute
                                WHERE attrelid = pg_class.oid AND attname = 'tenant_id')
                """
            ).values()
        }
        #expect(unguarded == [])
    }

    @Test func `are not seen`() throws {
        for (name, column) in try relations() {
            let foreign = try asked(
                """
                SELECT count(*) FROM \(identifier: name)
                 WHERE \(identifier: column) <> \(installation.tenant.rawValue)
                """,
                as: installation.tenant
            )
            #expect(foreign == 0 || foreign == nil, "\(name)")
            let own = try asked(
                "SELECT count(*) FROM \(identifier: name)",
                as: installation.tenant
            )
            #expect(own != 0, "\(name)")
        }
    }

    @Test func `and any rows at all are not seen for no tenant`() throws {
        for tenant in [nil, TenantID(rawValue: 0)] {
            for (name, _) in try relations() {
                let count = try asked("SELECT count(*) FROM \(identifier: name)", as: tenant)
                #expect(count == 0 || count == nil, "\(name)")
            }
        }
    }

    /// A tenant without rows sees what is everybody's, as the law of quiet hours, and nothing else.
    @Test func `and any tenant's rows are not seen for a new one`() throws {
        for (name, column) in try relations() {
            let count = try asked(
                "SELECT count(*) FROM \(identifier: name) WHERE \(identifier: column) IS NOT NULL",
                as: TenantID(rawValue: 99)
            )
            #expect(count == 0 || count == nil, "\(name)")
        }
    }

    @Test func `are not changed, removed or taken over`() throws {
        let before = try fingerprint()
        for (name, column) in try relations() {
            let (mine, others) = (installation.tenant.rawValue, other.rawValue)
            let attempts: [SQL] = [
                "UPDATE \(identifier: name) SET \(identifier: column) = \(mine) WHERE \(identifier: column) = \(others)",
                "DELETE FROM \(identifier: name) WHERE \(identifier: column) = \(others)",
                "UPDATE \(identifier: name) SET \(identifier: column) = \(others)",
            ]
            for attempt in attempts {
                let count = try changed(attempt, as: installation.tenant)
                #expect(count == 0 || count == nil, "\(attempt)")
                let countOfNobody = try changed(attempt, as: nil)
                #expect(countOfNobody == 0 || countOfNobody == nil, "\(attempt)")
            }
        }
        #expect(try fingerprint() == before)
    }

    @Test func `are not added`() throws {
        let before = try fingerprint()
        let others = other.rawValue
        let attempts: [SQL] = [
            """
            INSERT INTO message_events (tenant_id, message_id, kind)
            VALUES (\(others), gen_random_uuid(), 'received')
            """,
            "INSERT INTO sessions VALUES ('t', \(others), 1, now(), now() + interval '1 day')",
            "INSERT INTO idempotent_answers (tenant_id, key, request_hash) VALUES (\(others), 'x', 'h')",
            """
            INSERT INTO idempotent_answers (tenant_id, key, request_hash)
            SELECT \(others), key, request_hash FROM idempotent_answers
            ON CONFLICT (tenant_id, key) DO UPDATE SET body = ''
            """,
            """
            INSERT INTO messages (id, tenant_id, transaction_id, kind, status, recipient,
                                  received_at, due_at, due_hour)
            VALUES (gen_random_uuid(), \(others), gen_random_uuid(), 'test', 'sent', '', now(),
                    now(), now())
            """,
            "TRUNCATE messages", "ALTER TABLE messages DISABLE ROW LEVEL SECURITY",
        ]
        for attempt in attempts {
            for tenant in [installation.tenant, nil] {
                // Of nothing that it sees, nobody may add nothing.
                let count = try changed(attempt, as: tenant)
                #expect(count == nil || tenant == nil && count == 0, "\(attempt)")
            }
        }
        #expect(try fingerprint() == before)
    }

    @Test func `are not reached through the statements of the store`() throws {
        let mine = installation.tenant
        let theirs: String = try installation.value(
            "SELECT max(id::text) FROM messages WHERE tenant_id = \(other.rawValue)"
        )
        let caller = installation.caller(other)
        // Even when the tenant that they are given is not the connection's.
        let found = try installation.functions.forTenant(mine) { connection in
            [
                try Messages.find(theirs, of: other, on: &connection) != nil,
                try MessageDetail.find(theirs, of: other, on: &connection) != nil,
                try Messages.status(of: theirs, on: &connection) != nil,
                try Messages.retryFailed(by: caller, on: &connection) > 0,
                try Figures.total(of: other, on: &connection).total > 0,
                try !MessageLog.page(
                    of: other,
                    MessageFilter(),
                    from: nil,
                    limit: 9,
                    on: &connection
                ).messages.isEmpty,
                try Engagement.find(theirs, on: &connection) != nil,
                try !Ratings.page(of: other, .init(), from: nil, limit: 9, on: &connection)
                    .records.isEmpty,
                try Ratings.summary(of: other, .init(), on: &connection).count > 0,
            ]
        }
        #expect(found == Array(repeating: false, count: 9))
    }
}

extension Installation {
    /// Leaves a row of a tenant in every table.
    fileprivate func live(as tenant: TenantID, leavingJournal: Bool) throws {
        let suffix = "\(tenant.rawValue) \(leavingJournal)"
        var transaction = try arriving(suffix, of: tenant)
        transaction.kind = .test
        transaction.dealershipName = "North"
        try ingest([transaction])
        if !leavingJournal { try liveWithMoney(as: tenant) }
        try takeUp()
        let place = ReviewLinks.Placement(
            platform: .init(name: "Google", url: "https://g.example", weight: 1),
            dealership: nil
        )
        _ = try functions.inTransaction(forTenant: tenant) { connection in
            try ReviewLinks.replace(with: [place], of: tenant, on: &connection)
        }
        try workers.inTransaction { connection in
            try Reports.apply(
                [
                    .init(
                        provider: "twilio",
                        receipt: Receipt(providerMessageID: suffix, status: .failed),
                        fault: Fault(code: "30006", errorClass: .permanent),
                        messageID: transaction.messageID,
                        attemptNumber: 1,
                        idempotencyToken: suffix,
                        raw: [:]
                    )
                ],
                reportOverdueSeconds: 600,
                on: &connection
            )
            if !leavingJournal {
                _ = try Counts.fold(limit: 100, on: &connection)
                _ = try SearchIndexing.step(limit: 100, on: &connection)
            }
        }
        try answer(as: tenant)
        if !leavingJournal {
            try workers.inTransaction { connection in
                try Counts.foldAnswers(limit: 100, on: &connection)
                _ = try Counts.fold(limit: 100, on: &connection)
            }
        }
        try asOwner { connection in
            try connection.execute(
                """
                INSERT INTO search_queue (tenant_id, message_id)
                VALUES (\(tenant.rawValue), gen_random_uuid())
                """
            )
            try Keys.add(
                name: "k",
                prefix: "p",
                hash: suffix,
                scopes: [],
                tenant: tenant,
                on: &connection
            )
            try Users.put(
                email: "\(suffix)@example.com",
                name: "Ada",
                passwordHash: "h",
                tenant: tenant,
                on: &connection
            )
        }
        try connectCRM(suffix, of: tenant)
        try configureProvider(suffix, of: tenant)
        try engage(with: transaction.messageID, of: tenant, leavingJournal: leavingJournal)
        try functions.forTenant(tenant) { connection in
            let user = try Users.find(email: "\(suffix)@example.com", on: &connection)
            if let user = user?.user {
                try befriend(user, suffix, on: &connection)
            }
            _ = try IdempotentAnswers.claim(
                key: suffix,
                requestHash: "h",
                tenant: tenant,
                on: &connection
            )
        }
        try functions.inTransaction(forTenant: tenant) { connection in
            try Retention.choose(3650, for: .messages, by: caller(tenant), on: &connection)
        }
        try addRules(of: tenant)
        try tellOfAlerts(as: tenant)
        try mailReports(as: tenant)
    }

    /// Gives a tenant somebody who is logged in, forgot a password, and invited somebody.
    private func befriend(
        _ user: User,
        _ suffix: String,
        on connection: inout Connection
    ) throws(PostgresError) {
        let place = Sessions.Place(address: "192.0.2.7", agent: "Firefox")
        try Sessions.add(tokenHash: suffix, user: user, from: place, on: &connection)
        try SecondFactors.set(
            sealedSecret: [1],
            usedStep: 1,
            recoveryHashes: ["h"],
            of: user,
            on: &connection
        )
        try SignInProviders.put(
            .init(name: "i", issuer: "https://i.example", clientID: "c", domains: [suffix]),
            secret: nil,
            of: user.tenant,
            on: &connection
        )
        let issuer = try SignInProviders.find(email: "a@\(suffix)", of: nil, on: &connection)
        if let issuer {
            try SignInIdentities.note(subject: "s", of: user, at: issuer, on: &connection)
        }
        _ = try PasswordResets.make(tokenHash: suffix, for: user, on: &connection)
        _ = try Invitations.make(
            .init(email: "\(suffix)@example.org", name: "", role: .agent, dealerships: nil),
            tokenHash: suffix,
            by: caller(user.tenant),
            on: &connection
        )
        try Letters.post(
            to: "ada@example.com",
            subject: "s",
            body: "b",
            minutes: 1,
            of: user.tenant,
            on: &connection
        )
    }

    /// Gives a tenant a schedule of reports, and a mail that waits.
    private func mailReports(as tenant: TenantID) throws {
        let plan = ReportSchedule.Plan(
            every: .week,
            day: 1,
            clock: "07:00",
            recipients: ["ada@example.com"],
            paper: "a4",
            isEnabled: true
        )
        try functions.inTransaction(forTenant: tenant) { connection in
            let caller = self.caller(tenant)
            let schedule = try ReportSchedule.create(plan, by: caller, on: &connection)
            _ = try ReportDelivery.ask(for: schedule.id, by: caller, on: &connection)
        }
    }

    /// Gives a tenant a target that was told of something, and that a rule is told to.
    private func tellOfAlerts(as tenant: TenantID) throws {
        let target = AlertTarget(
            id: Self.newID(),
            kind: .email,
            name: "Ada",
            address: "ada@example.com"
        )
        try functions.inTransaction(forTenant: tenant) { connection in
            _ = try AlertTargets.add(
                target,
                sealed: nil,
                of: tenant,
                by: "Ada",
                on: &connection
            )
            _ = try AlertDeliveries.addTest(to: target.id, by: "Ada", on: &connection)
            for var rule in try AlertRules.all(on: &connection).prefix(1) {
                rule.targets = [target.id]
                try AlertRules.change(rule, by: "Ada", on: &connection)
            }
        }
        try workers.inTransaction { connection in
            let due = try AlertDeliveries.claim(
                [.email],
                limit: 9,
                leaseSeconds: 9,
                on: &connection
            )
            for due in due {
                _ = try AlertDeliveries.record(.init(of: due, milliseconds: 1), on: &connection)
            }
            _ = try AlertRules.judge(on: &connection)
        }
    }

    /// Has a tenant's message delivered, paid and answered, past the programs.
    private func answer(as tenant: TenantID) throws {
        try execute(
            """
            UPDATE messages SET status = 'delivered', sent_at = now() - interval '1 second',
                   finished_at = now(), price_micros = 7900, price_currency = 'USD'
             WHERE tenant_id = \(tenant.rawValue)
            """
        )
        try execute(
            """
            INSERT INTO inbound_messages (tenant_id, provider, provider_message_id, sender,
                                          recipient, body, intent, raw)
            VALUES (\(tenant.rawValue), 'twilio', gen_random_uuid(), '+12125550178',
                    '+15005550006', 'Hello', 'conversation', '{}')
            """
        )
    }

    /// Gives a tenant a look, a link, and a customer who followed it.
    private func engage(
        with messageID: String,
        of tenant: TenantID,
        leavingJournal: Bool
    ) throws {
        let link = MessageLinks(origin: "https://s.example") { Array($0.utf8) }
            .link(.feedback, of: messageID)
        try workers.inTransaction { connection in
            try Links.record(
                [
                    .init(
                        messageID: messageID,
                        attemptNumber: 1,
                        body: link.url,
                        segments: 1,
                        links: [link]
                    )
                ],
                on: &connection
            )
        }
        try functions.inTransaction(forTenant: tenant) { connection in
            _ = try Engaging.rate(messageID, stars: 4, comment: "", on: &connection)
            _ = try Branding.fetch(of: tenant, on: &connection).save(for: tenant, on: &connection)
            try Logos.save(
                [1],
                mediaType: "image/png",
                digest: "d",
                for: tenant,
                on: &connection
            )
        }
        if !leavingJournal {
            try workers.forAll { connection in
                _ = try Engaging.fold(limit: 9, on: &connection)
                _ = try Ratings.fold(limit: 9, on: &connection)
            }
        }
    }

    /// Gives a tenant a source and a request that came through it, beside one that was not kept.
    private func connectCRM(_ suffix: String, of tenant: TenantID) throws {
        _ = try functions.inTransaction(forTenant: tenant) { connection in
            try WebhookSources.save("{}", as: "crm", by: caller(tenant), on: &connection)
        }
        try functions.forAll { connection in
            try WebhookRequests.write(
                [
                    WebhookRequests.Entry(
                        tenant: tenant,
                        at: 1_763_629_200_000,
                        method: "POST",
                        path: "/webhook/in/crm",
                        status: 200,
                        answer: "{}",
                        milliseconds: 1,
                        requestID: suffix
                    )
                ],
                unkept: [tenant: 1],
                on: &connection
            )
        }
    }

    /// Gives a tenant an account with a sender, and an alert about it.
    private func configureProvider(_ suffix: String, of tenant: TenantID) throws {
        let account = StoredAccount(
            id: Self.newID(),
            tenant: tenant,
            name: suffix.split(separator: " ").joined(separator: "-"),
            kind: "twilio",
            secrets: [1],
            senders: [SenderLine(address: suffix, kind: .longCode)]
        )
        try functions.inTransaction(forTenant: tenant) { connection in
            try ProviderAccounts.put(account, on: &connection)
            _ = try DataKeys.make(
                DataKeys.Wrapped(tenant: tenant, number: 1, key: [1], marks: [2]),
                sealer: "key",
                on: &connection
            )
        }
        try archive(suffix, of: tenant)
        try workers.forAll { connection in
            try Alerts.raise(
                .providerPaused,
                subject: suffix,
                detail: "No credit.",
                tenant: tenant,
                on: &connection
            )
        }
    }

    /// Gives a tenant an archive with something of one person, and what is removed and back of it.
    private func archive(_ suffix: String, of tenant: TenantID) throws {
        try workers.inTransaction { connection in
            let id = try ArchiveList.add(
                ArchiveList.New(
                    tenant: tenant,
                    kind: .messages,
                    file: suffix,
                    recordCount: 1,
                    byteCount: 1,
                    sha256: "",
                    firstAt: "2026-01-01",
                    lastAt: "2026-01-01"
                ),
                on: &connection
            )
            try ArchiveKeys.add([1], for: [1], of: tenant, on: &connection)
            try ArchiveKeys.note([[1]: 1], in: id, of: tenant, on: &connection)
            try connection.execute(
                """
                INSERT INTO removals (tenant_id, kind, noun, row_id)
                VALUES (\(tenant.rawValue), 'messages', 'message', \(suffix))
                """
            )
            try connection.execute(
                """
                INSERT INTO restored_content (noun, row_id, tenant_id, archive_id, keep_until)
                VALUES ('message', \(suffix), \(tenant.rawValue), \(id), now())
                """
            )
        }
    }
}
