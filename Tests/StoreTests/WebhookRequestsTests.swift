import Postgres
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `The log of requests` {
    private let installation: Installation
    init() throws { installation = try Installation() }

    private func entry(_ id: String, of tenant: TenantID, status: Int = 200)
        -> WebhookRequests.Entry
    {
        WebhookRequests.Entry(
            tenant: tenant,
            at: 1_763_629_200_123,
            method: "POST",
            path: "/webhook/in/crm",
            query: "store=7",
            source: "crm",
            caller: "key CRM",
            contentType: "application/json",
            body: #"{"a":"ü"}"#,
            bodyByteCount: 10,
            status: status,
            answer: "{}",
            milliseconds: 1.5,
            requestID: id
        )
    }

    private func write(
        _ entries: [WebhookRequests.Entry],
        unkept: [TenantID: Int] = [:]
    ) throws {
        try installation.functions.forAll { connection in
            try WebhookRequests.write(entries, unkept: unkept, on: &connection)
        }
    }

    private func list(
        _ filter: WebhookRequests.Filter = .init(),
        of tenant: TenantID? = nil
    ) throws -> [WebhookRequests.Line] {
        let tenant = tenant ?? installation.tenant
        return try installation.functions.forTenant(tenant) { connection in
            try WebhookRequests.list(filter, of: tenant, on: &connection)
        }
    }

    @Test func `keeps nothing that came before somebody was erased and is written afterwards`()
        throws
    {
        try installation.execute(
            """
            INSERT INTO erasures (tenant_id, number_mark, erased_by, reason, counts,
                                  cancelled_count, opt_out_count, archived_count)
            VALUES (\(installation.tenant.rawValue), sha256('7'), 'Ada', '1', '[]', 0, 0, 0)
            """
        )
        let other = try installation.addTenant()
        var later = entry("3", of: installation.tenant)
        later.at = 4_000_000_000_000
        try write([entry("1", of: installation.tenant), entry("2", of: other), later])
        #expect(try list().map(\.requestID) == ["3"])
        #expect(try list(of: other).map(\.requestID) == ["2"])
        let unkept = try installation.functions.forTenant(installation.tenant) { connection in
            try WebhookRequests.unkeptOfDay(of: installation.tenant, on: &connection)
        }
        #expect(unkept == 1)
    }

    @Test func `is each tenant's own, the newest first`() throws {
        let other = try installation.addTenant()
        try write(
            [
                entry("1", of: installation.tenant), entry("2", of: other),
                entry("3", of: installation.tenant, status: 400),
            ],
            unkept: [other: 5]
        )
        try write([], unkept: [other: 2])
        let lines = try list()
        #expect(lines.map(\.requestID) == ["3", "1"])
        #expect(lines[1].at == "2025-11-20T09:00:00.123Z")
        #expect(lines[1].body == #"{"a":"ü"}"# && lines[1].milliseconds == 1.5)
        #expect(try list(.init(wasTaken: false)).map(\.requestID) == ["3"])
        #expect(try list(.init(source: "none")).isEmpty)
        #expect(try list(.init(before: lines[0].id, limit: 1)).map(\.requestID) == ["1"])
        #expect(try list(of: other).map(\.requestID) == ["2"])
        let unkept = try installation.functions.forTenant(other) { connection in
            try WebhookRequests.unkeptOfDay(of: other, on: &connection)
        }
        #expect(unkept == 7)
    }

    @Test func `gives what nobody sent to the only tenant there is`() throws {
        let nobody = TenantID(rawValue: 0)
        try write([entry("1", of: nobody, status: 401)], unkept: [nobody: 3])
        #expect(try list().map(\.requestID) == ["1"])
        _ = try installation.addTenant()
        try write([entry("2", of: nobody, status: 401)])
        #expect(try list().map(\.requestID) == ["1"])
    }

    @Test func `shows of a request that was sent again what it was`() throws {
        try write([entry("1", of: installation.tenant, status: 400)])
        let first = try #require(try list().first)
        var again = entry("2", of: installation.tenant)
        (again.path, again.body, again.source) = ("/api/replay", "", nil)
        again.replayOf = first.id
        // One of another tenant's is not to be had.
        let other = try installation.addTenant()
        var stolen = entry("3", of: other)
        (stolen.body, stolen.replayOf) = ("", first.id)
        try write([again, stolen])
        let line = try #require(try list().first)
        #expect(line.path == "/webhook/in/crm" && line.body == first.body)
        #expect(line.source == "crm" && line.replayOf == first.id && line.status == 200)
        let theirs = try #require(try list(of: other).first)
        #expect(theirs.body.isEmpty && theirs.replayOf == nil)
    }

    @Test func `keeps a week, and no more than so many`() throws {
        let other = try installation.addTenant()
        try write((1...5).map { entry("\($0)", of: installation.tenant) } + [entry("6", of: other)])
        try installation.execute("UPDATE webhook_requests SET at = now()")
        try installation.execute(
            "UPDATE webhook_requests SET at = now() - interval '8 days' WHERE request_id = '5'"
        )
        try installation.functions.forAll { try WebhookRequests.sweep(keeping: 3, on: &$0) }
        #expect(try list().map(\.requestID) == ["4", "3", "2"])
        #expect(try list(of: other).map(\.requestID) == ["6"])
    }

    @Test func `is not written by whoever may write it for another tenant's eyes`() throws {
        #expect(throws: PostgresError.self) {
            try installation.functions.forTenant(installation.tenant) { connection in
                try connection.execute("DELETE FROM webhook_requests")
            }
        }
    }
}

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `Sources` {
    private let installation: Installation
    init() throws { installation = try Installation() }

    private func save(_ mapping: String, as name: String = "crm", by tenant: TenantID? = nil)
        throws -> WebhookSources.Version?
    {
        let caller = installation.caller(tenant)
        return try installation.functions.inTransaction(forTenant: caller.tenant) { connection in
            try WebhookSources.save(mapping, as: name, by: caller, on: &connection)
        }
    }

    private func all(_ tenant: TenantID? = nil) throws -> [WebhookSources.Version] {
        let tenant = tenant ?? installation.tenant
        return try installation.functions.forTenant(tenant) { connection in
            try WebhookSources.all(of: tenant, on: &connection)
        }
    }

    @Test func `have versions, and the same again makes none`() throws {
        #expect(try save(#"{"a": 1}"#)?.number == 1)
        #expect(try save(#"{ "a" : 1 }"#)?.number == 1)
        #expect(try save(#"{"a": 2}"#)?.number == 2)
        #expect(try save(#"{"a": 1}"#)?.number == 3)
        let current = try all()
        #expect(current.map(\.number) == [3] && current[0].savedBy == "Ada")
        let archived = try installation.functions.forTenant(installation.tenant) { connection in
            try WebhookSources.archive("crm", of: installation.tenant, on: &connection)
        }
        #expect(archived)
        #expect(try all().isEmpty)
        #expect(try save(#"{"a": 1}"#)?.number == 4)
    }

    @Test func `are each tenant's own`() throws {
        let other = try installation.addTenant()
        _ = try save(#"{"a": 1}"#)
        #expect(try all(other).isEmpty)
        #expect(try save(#"{"a": 9}"#, by: other)?.number == 1)
        #expect(try all()[0].mapping.contains("1"))
    }

    @Test func `name zones that PostgreSQL knows`() throws {
        let unknown = try installation.functions.forAll { connection in
            try TimeZones.unknown(
                among: ["America/New_York", "Mars/Olympus", "Europe/Berlin"],
                on: &connection
            )
        }
        #expect(unknown == ["Mars/Olympus"])
        let moment = try installation.functions.forAll { connection in
            try TimeZones.inUTC("2026-07-01T09:30:00 America/New_York", on: &connection)
        }
        #expect(moment == "2026-07-01T13:30:00.000Z")
    }
}
