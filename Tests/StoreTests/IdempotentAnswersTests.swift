import Postgres
import Store
import Synchronization
import TestSupport
import Testing
import Web

private let answer = IdempotentAnswers.Answer(
    status: 202,
    mediaType: "application/json",
    body: [0x7B, 0x00, 0xFF, 0x7D]
)

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `An idempotency key` {
    private let installation: Installation
    init() throws { installation = try Installation() }

    private func claim(
        _ key: String = "k",
        _ hash: String = "h",
        of tenant: TenantID? = nil
    ) throws -> IdempotentAnswers.Claim {
        let tenant = tenant ?? installation.tenant
        return try installation.functions.forTenant(tenant) { connection in
            try IdempotentAnswers.claim(
                key: key,
                requestHash: hash,
                tenant: tenant,
                on: &connection
            )
        }
    }

    private func store() throws {
        try installation.functions.forTenant(installation.tenant) { connection in
            try IdempotentAnswers.store(
                answer,
                key: "k",
                tenant: installation.tenant,
                on: &connection
            )
        }
    }

    @Test func `is new, then being worked on, then answered`() throws {
        #expect(try claim() == .new)
        #expect(try claim() == .running)
        try store()
        #expect(try claim() == .answered(answer))
        #expect(try claim() == .answered(answer))
    }

    @Test func `is for one request`() throws {
        #expect(try claim() == .new)
        #expect(try claim("k", "other") == .differs)
        try store()
        #expect(try claim("k", "other") == .differs)
        #expect(try claim("K") == .new)
    }

    @Test func `is a tenant's own`() throws {
        #expect(try claim() == .new)
        #expect(try claim(of: installation.addTenant()) == .new)
    }

    @Test func `is given back after a failure, but not after an answer`() throws {
        func release() throws {
            try installation.functions.forTenant(installation.tenant) { connection in
                try IdempotentAnswers.release(
                    key: "k",
                    tenant: installation.tenant,
                    on: &connection
                )
            }
        }
        #expect(try claim() == .new)
        try release()
        #expect(try claim("k", "other") == .new)
        try store()
        try release()
        #expect(try claim("k", "other") == .answered(answer))
    }

    @Test func `is free again after a while`() throws {
        for (age, isAnswered, isNew) in [
            ("4 minutes", false, false), ("6 minutes", false, true), ("6 minutes", true, false),
            ("23 hours", true, false), ("25 hours", true, true),
        ] {
            try installation.execute("DELETE FROM idempotent_answers")
            #expect(try claim() == .new)
            if isAnswered { try store() }
            try installation.execute(
                "UPDATE idempotent_answers SET started_at = now() - \(age)::interval"
            )
            #expect(try claim() == (isNew ? .new : isAnswered ? .answered(answer) : .running))
        }
    }

    @Test func `is removed after a day`() throws {
        #expect(try claim() == .new)
        #expect(try claim("young") == .new)
        try installation.execute(
            "UPDATE idempotent_answers SET started_at = now() - interval '25 hours' WHERE key = 'k'"
        )
        try installation.workers.forAll { try IdempotentAnswers.sweep(on: &$0) }
        #expect(
            try installation.value("SELECT string_agg(key, ',') FROM idempotent_answers") == "young"
        )
    }

    @Test func `is won by one of many`() throws {
        let wins = Atomic(0)
        let losses = Atomic(0)
        Threads.run(8) { _ in
            switch try? self.claim() {
            case .new: wins.add(1, ordering: .relaxed)
            case .running: losses.add(1, ordering: .relaxed)
            default: break
            }
        }
        #expect(wins.load(ordering: .relaxed) == 1)
        #expect(losses.load(ordering: .relaxed) == 7)
    }
}
