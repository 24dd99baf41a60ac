import Messaging
import Postgres
import Store
import TestSupport
import Testing

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `A check` {
    private let installation: Installation
    init() throws { installation = try Installation() }

    private func claim(_ limit: Int = 10) throws -> [Checks.Due] {
        try installation.workers.inTransaction { try Checks.claim(limit: limit, on: &$0) }
    }

    private func makeDue() throws {
        try installation.execute("UPDATE attempts SET check_at = now() - interval '1 second'")
    }

    @Test func `is due when the lease of an attempt ran out`() throws {
        let id = try installation.sending()
        #expect(try claim() == [])
        try makeDue()
        let due = try #require(try claim().first)
        #expect(due.messageID == id)
        #expect(due.attemptNumber == 1)
        #expect(due.state == .started)
        #expect(due.status == nil)
        #expect(due.recipient.rawValue == "+15005550006")
        #expect(due.body == "Hello")
        #expect(due.providerMessageID == nil)
        #expect((0..<60).contains(due.ageSeconds))
    }

    @Test func `is made by one worker at a time`() throws {
        try installation.ingestDue((1...6).map { "T-\($0)" })
        try installation.takeUp()
        try makeDue()
        let (first, second) = try installation.workers.inTransaction { connection in
            (try Checks.claim(limit: 4, on: &connection), try claim())
        }
        #expect(first.count == 4)
        #expect(second.count == 2)
        #expect(Set((first + second).map(\.messageID)).count == 6)
        // They come back when whoever took them up does not say what came of it.
        #expect(try claim() == [])
        #expect(
            try installation.value(
                """
                SELECT bool_and(check_at BETWEEN now() + interval '1 second'
                                             AND now() + interval '61 seconds') FROM attempts
                """
            )
        )
    }

    @Test func `knows which of the provider's messages are ours`() throws {
        let id = try installation.sending()
        try installation.hear(
            .accepted(Receipt(providerMessageID: "SM1", status: .queued)),
            about: id
        )
        func known(_ ids: [String], _ provider: String = "twilio") throws -> Set<String> {
            try installation.workers.forAll {
                try Checks.known(ids, provider: provider, on: &$0)
            }
        }
        #expect(try known(["SM1", "SM2"]) == ["SM1"])
        #expect(try known(["SM1"], "other") == [])
        #expect(try known([]) == [])
    }

    @Test func `knows the rivals that a message in the provider's list may belong to`() throws {
        let other = try installation.addTenant()
        let ids = try installation.ingestDue(["T-1", "T-2", "T-3"])
        let others = try installation.ingestDue(["T-1"], of: other)
        try installation.takeUp()
        for id in ids.prefix(2) + others {
            try installation.hear(.answerLost(reason: "timeout"), about: id)
        }
        try makeDue()
        let due = try claim()
        #expect(due.count == 4)
        func rivals() throws -> Set<String> {
            let places = try installation.workers.forAll {
                try Checks.withRivals(among: due, on: &$0)
            }
            return Set(places.map(\.messageID))
        }
        // Two in doubt and one whose call is under way; another tenant's is no rival.
        #expect(try rivals() == Set(ids))
        try installation.hear(
            .accepted(Receipt(providerMessageID: "SM3", status: .queued)),
            about: ids[2]
        )
        #expect(try rivals() == Set(ids))
        try installation.hear(.absent, about: ids[1])
        // Only the first awaits an answer still, and nobody beside it; whatever the texts are.
        #expect(try rivals() == [ids[1], ids[2]])
        try installation.execute("UPDATE attempts SET body = message_id::text")
        #expect(try rivals() == [ids[1], ids[2]])
    }
}
