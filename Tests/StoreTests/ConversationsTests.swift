import Messaging
import Postgres
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `Conversations with customers` {
    private let installation: Installation
    private let ada = "+12125550123"
    private let bob = "+12125550199"

    init() throws { installation = try Installation() }

    private func page(
        from cursor: ConversationCursor? = nil,
        limit: Int = 25,
        of tenant: TenantID? = nil,
        _ edit: (inout Conversations.Filter) -> Void = { _ in }
    ) throws -> Conversations.Page {
        var filter = Conversations.Filter()
        edit(&filter)
        let tenant = tenant ?? installation.tenant
        return try installation.functions.forTenant(tenant) {
            try Conversations.page(of: tenant, filter, from: cursor, limit: limit, on: &$0)
        }
    }

    private func lines(
        _ number: String,
        before cursor: LineCursor? = nil,
        limit: Int = 100,
        of tenant: TenantID? = nil
    ) throws -> (lines: [Conversations.Line], older: LineCursor?) {
        let tenant = tenant ?? installation.tenant
        return try installation.functions.forTenant(tenant) {
            try Conversations.lines(
                with: number,
                of: tenant,
                before: cursor,
                limit: limit,
                on: &$0
            )
        }
    }

    private func customer(
        _ number: String,
        of tenant: TenantID? = nil
    ) throws -> Conversations.Customer? {
        let tenant = tenant ?? installation.tenant
        return try installation.functions.forTenant(tenant) {
            try Conversations.customer(number, of: tenant, on: &$0)
        }
    }

    private func handle(_ number: String, by caller: Caller? = nil) throws -> Conversations.Handled
    {
        let caller = caller ?? installation.caller()
        return try installation.functions.inTransaction(forTenant: caller.tenant) {
            try Conversations.handle(number, by: caller, on: &$0)
        }
    }

    private func unhandle(_ number: String, of tenant: TenantID? = nil) throws -> Int {
        let tenant = tenant ?? installation.tenant
        return try installation.functions.inTransaction(forTenant: tenant) {
            try Conversations.unhandle(number, of: tenant, on: &$0)
        }
    }

    @Test func `stand in the order of what the customers wrote last`() throws {
        let numbers = (10..<20).map { "+121255501\($0)" }
        for number in numbers { try installation.hear("Hello", from: number) }
        try installation.hear("Once more", from: numbers[0])
        let order = [numbers[0]] + numbers.dropFirst().reversed()
        #expect(try page().conversations.map(\.customer.number) == order)
        var seen: [String] = []
        var cursor: ConversationCursor?
        var pages: [Conversations.Page] = []
        repeat {
            let page = try page(from: cursor, limit: 4)
            pages.append(page)
            seen += page.conversations.map(\.customer.number)
            cursor = page.next
        } while cursor != nil
        #expect(seen == order)
        #expect(pages.count == 3)
        #expect(pages[0].previous == nil)
        let back = try page(from: pages[2].previous, limit: 4)
        #expect(back.conversations == pages[1].conversations)
        #expect(try page(from: back.previous, limit: 4).conversations == pages[0].conversations)
        let text = try #require(pages[0].next?.text)
        #expect(ConversationCursor(text) == pages[0].next)
        for bad in ["", "o", "x.1", "o.-1", "o.1.2", "o.x"] {
            #expect(ConversationCursor(bad) == nil)
        }
    }

    @Test func `tell of the customer, of both sides and of what is left to do`() throws {
        var transaction = try installation.arriving("T-1")
        transaction.customerName = "Ada Lovelace"
        transaction.dealershipName = "North"
        transaction.kind = .test
        try installation.ingest([transaction])
        let number = transaction.customerPhone.rawValue
        try installation.takeUp()
        try installation.hear("What a car!", from: number)
        try installation.hear("Are you a spam bot? I am annoyed", from: number)
        let summary = try #require(try page().conversations.first)
        #expect(summary.customer.name == "Ada Lovelace")
        #expect(summary.customer.dealership == "North")
        #expect(summary.customer.suppressions == [])
        #expect(summary.inboundCount == 2)
        #expect(summary.outboundCount == 1)
        #expect(summary.unhandledCount == 2)
        #expect(summary.needsReview)
        #expect(summary.last.isInbound)
        #expect(summary.last.body == "Are you a spam bot? I am annoyed")
        #expect(try customer(number) == summary.customer)
    }

    @Test func `know a wrong number`() throws {
        try installation.ingestTransactions(["T-1"], to: ada)
        try installation.hear("Wrong number, sorry", from: ada)
        let found = try #require(try customer(ada))
        #expect(found.isWrongNumber)
        #expect(found.suppressions == [.wrongNumber])
        #expect(try page().conversations.map(\.customer.isWrongNumber) == [true])
    }

    @Test func `are found by what is open, by number and by name`() throws {
        var transaction = try installation.arriving("T-1")
        transaction.customerName = "Ada Lovelace"
        try installation.ingest([transaction])
        let number = transaction.customerPhone.rawValue
        try installation.hear("Are you a spam bot? I am annoyed", from: number)
        try installation.hear("STOP", from: ada)
        try installation.hear("Hi", from: bob)
        func numbers(_ edit: (inout Conversations.Filter) -> Void) throws -> [String] {
            try page(edit).conversations.map(\.customer.number)
        }
        #expect(try numbers { $0.needsReview = true } == [number])
        #expect(try numbers { $0.isUnhandled = true } == [bob, number])
        #expect(try numbers { $0.search = "555 01" } == [bob, ada])
        #expect(try numbers { $0.search = "(500) 555-0006" } == [number])
        #expect(try numbers { $0.search = "LOVE" } == [number])
        #expect(try numbers { $0.search = "%" } == [])
    }

    @Test func `have both directions in one order of time`() throws {
        let first = try installation.ingestTransactions(["T-1"], to: ada)[0]
        try installation.execute(
            """
            UPDATE messages SET status = 'sent', next_attempt_at = NULL, body = 'How was it?',
                   sent_at = now() - interval '2 days'
             WHERE id = \(first)::uuid
            """
        )
        try installation.hear("Bye", from: ada)
        try installation.hear("Fine", from: ada)
        try installation.execute(
            """
            UPDATE inbound_messages SET received_at = now() - interval '3 days'
             WHERE body = 'Bye'
            """
        )
        let coming = try installation.ingest([
            ArrivingTransaction(
                tenant: installation.tenant,
                transactionID: Installation.newID(),
                messageID: Installation.newID(),
                externalID: "T-2",
                customerPhone: try E164(ada)
            )
        ])[0].messageID
        try installation.execute(
            """
            UPDATE messages SET due_at = now() + interval '1 day', hold = 'burst',
                   next_attempt_at = NULL
             WHERE id = \(coming)::uuid
            """
        )
        let all = try lines(ada)
        #expect(all.lines.map(\.body) == ["Bye", "How was it?", "Fine", ""])
        #expect(all.lines.map(\.at) == all.lines.map(\.at).sorted())
        #expect(all.older == nil)
        let bye = try #require(all.lines[0].theirs)
        let asked = try #require(all.lines[1].ours)
        let held = try #require(all.lines[3].ours)
        #expect(bye.intent == "conversation")
        #expect(bye.answers == first)
        #expect(asked.status == .sent)
        #expect(asked.transactionID == "T-1")
        #expect(held.hold == "burst")
        // What is still to come was not said last.
        #expect(try page().conversations[0].last.body == "Fine")
        let newest = try lines(ada, limit: 3)
        #expect(newest.lines == Array(all.lines[1...]))
        let cursor = try #require(newest.older)
        #expect(LineCursor(cursor.text) == cursor)
        #expect(try lines(ada, before: cursor, limit: 3).lines == [all.lines[0]])
        for bad in ["", "1", "1.x", "-1.1", "1.1.1"] { #expect(LineCursor(bad) == nil) }
    }

    @Test func `show the confirmations that we sent ourselves`() throws {
        try installation.execute("UPDATE tenant_settings SET provider_confirms_opt_out = false")
        try installation.hear("STOP", from: ada)
        // Both have the same time; the ids of whichever sort first must not decide.
        try installation.execute(
            "UPDATE messages SET id = '00000000-0000-4000-8000-000000000000'"
        )
        let said = try lines(ada).lines
        #expect(said.count == 2)
        #expect(said.last?.ours?.kind == .confirmation)
        let older = try #require(try lines(ada, limit: 1).older)
        #expect(try lines(ada, before: older, limit: 1).lines == [said[0]])
        let tenant = installation.tenant
        let log = try installation.functions.forTenant(tenant) {
            try MessageLog.page(of: tenant, MessageFilter(), from: nil, limit: 9, on: &$0)
        }
        #expect(log.messages.map(\.kind) == [.confirmation])
    }

    @Test func `are handled, which lets go what waited for that, and opened again`() throws {
        try installation.ingestTransactions(["T-1"], to: ada)
        try installation.hear("Are you a spam bot? I am annoyed", from: ada)
        try installation.hear("STOP", from: bob)
        #expect(try installation.gate().live.isEmpty)
        let message: String = try installation.value("SELECT id::text FROM messages")
        #expect(try installation.timeline(message) == ["received", "answered", "held"])
        #expect(try handle(bob).countMarked == 0)
        let done = try handle(ada)
        #expect(done.countMarked == 1)
        #expect(done.countReleased == 1)
        #expect(try handle(ada).countMarked == 0)
        #expect(try page { $0.isUnhandled = true }.conversations == [])
        #expect(try page { $0.needsReview = true }.conversations == [])
        let handled = try lines(ada).lines.compactMap(\.theirs)
        #expect(handled.map(\.handledBy) == ["Ada"])
        #expect(handled.map { $0.handledAt != nil } == [true])
        // Nobody has sent it meanwhile: it is held again.
        #expect(try unhandle(ada) == 1)
        #expect(try unhandle(ada) == 0)
        #expect(try page { $0.needsReview = true }.conversations.count == 1)
        #expect(try installation.gate().live.isEmpty)
        #expect(
            try installation.timeline(message) == [
                "received", "answered", "held", "approved", "held",
            ]
        )
        _ = try handle(ada)
        #expect(try installation.gate().live.map(\.messageID) == [message])
        #expect(try unhandle(bob) == 0)
    }

    @Test func `are opened again as far as they were handled last`() throws {
        try installation.hear("Hello", from: ada)
        _ = try handle(ada)
        try installation.hear("Anybody there?", from: ada)
        _ = try handle(ada)
        #expect(try unhandle(ada) == 1)
        #expect(try page().conversations[0].unhandledCount == 1)
        #expect(try unhandle(ada) == 1)
        #expect(try page().conversations[0].unhandledCount == 2)
    }

    @Test func `are answered by a message that waits for no hour`() throws {
        try installation.hear("Are you a spam bot? I am annoyed", from: ada)
        var reply = ArrivingTransaction(
            tenant: installation.tenant,
            transactionID: Installation.newID(),
            messageID: Installation.newID(),
            externalID: "reply-1",
            customerPhone: try E164(ada)
        )
        reply.kind = .reply
        reply.ownText = "We will."
        let stored = try installation.ingest([reply])[0]
        let live = try installation.gate(quietHours: true).live
        #expect(live.map(\.messageID) == [stored.messageID])
        #expect(
            try lines(ada).lines.map(\.body) == ["Are you a spam bot? I am annoyed", "We will."]
        )
    }

    @Test func `come from numbers however providers write them`() throws {
        try installation.hear("Hello", from: "whatsapp:\(ada)")
        try installation.hear("STOP", from: String(ada.dropFirst()))
        try installation.hear("Your code is 1234", from: "72345")
        #expect(try page().conversations.map(\.customer.number) == ["72345", ada])
        #expect(try customer(ada)?.suppressions == [.optedOut])
    }

    @Test func `are each business's own`() throws {
        let other = try installation.addTenant()
        try installation.ingestTransactions(["T-1"], to: ada)
        try installation.hear("Are you a spam bot? I am annoyed", from: ada)
        #expect(try page(of: other).conversations == [])
        #expect(try lines(ada, of: other).lines == [])
        #expect(try customer(ada, of: other) == nil)
        #expect(try handle(ada, by: installation.caller(other)).countMarked == 0)
        _ = try handle(ada)
        #expect(try unhandle(ada, of: other) == 0)
        // Even when the tenant that the statements are given is not the connection's.
        let (mine, number) = (installation.tenant, ada)
        let found = try installation.functions.inTransaction(forTenant: other) { connection in
            [
                try Conversations.customer(number, of: mine, on: &connection) != nil,
                try !Conversations.page(
                    of: mine,
                    .init(),
                    from: nil,
                    limit: 9,
                    on: &connection
                ).conversations.isEmpty,
                try !Conversations.lines(
                    with: number,
                    of: mine,
                    before: nil,
                    limit: 9,
                    on: &connection
                ).lines.isEmpty,
                try Conversations.unhandle(number, of: mine, on: &connection) > 0,
            ]
        }
        #expect(found == [false, false, false, false])
    }
}

extension Conversations.Line {
    fileprivate var ours: Conversations.Ours? {
        if case .ours(let ours) = side { ours } else { nil }
    }

    fileprivate var theirs: Conversations.Theirs? {
        if case .theirs(let theirs) = side { theirs } else { nil }
    }
}
