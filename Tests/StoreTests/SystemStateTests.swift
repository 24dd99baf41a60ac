import Messaging
import Postgres
import TestSupport
import Testing
import Web

@testable import Store

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `The state of the system` {
    private let installation: Installation
    init() throws { installation = try Installation() }

    @Test func `is told for all tenants`() throws {
        func state() throws -> SystemState {
            try installation.workers.forAll { try SystemState.fetch(on: &$0) }
        }
        #expect(
            try state()
                == SystemState(
                    waiting: 0,
                    oldestWaitingSeconds: 0,
                    calling: 0,
                    unknown: 0,
                    unfolded: 0
                )
        )
        let other = try installation.addTenant()
        _ = try installation.sending("T-1")
        let lost = try installation.sending("T-2", of: other)
        try installation.hear(.answerLost(reason: "timeout"), about: lost)
        try installation.ingestDue(["T-3"])
        try installation.ingest([try installation.arriving("later")])
        try installation.execute(
            """
            UPDATE messages SET next_attempt_at = now() - interval '90 seconds'
             WHERE next_attempt_at <= now()
            """
        )
        let now = try state()
        #expect(now.waiting == 1)
        #expect((90..<150).contains(now.oldestWaitingSeconds))
        #expect(now.calling == 1)
        #expect(now.unknown == 1)
        // Four that arrived, two that were taken up, one that is in doubt.
        #expect(now.unfolded == 7)
    }

    @Test func `includes each tenant's queue`() throws {
        let other = try installation.addTenant()
        try installation.ingestDue(["T-1", "T-2"])
        try installation.ingest([try installation.arriving("later")])
        try installation.ingestDue(["T-1"], of: other)
        func queue(_ tenant: Int32) throws -> QueueState {
            try installation.functions.forTenant(.init(rawValue: tenant)) {
                try QueueState.fetch(of: .init(rawValue: tenant), on: &$0)
            }
        }
        #expect(try queue(1) == QueueState(waiting: 2, delayed: 1))
        #expect(try queue(other.rawValue) == QueueState(waiting: 1, delayed: 0))
    }
}
