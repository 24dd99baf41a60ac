import Messaging
import Postgres
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `What customers do with a message` {
    private let installation: Installation
    /// The end of an id is what differs.
    private let links = MessageLinks(origin: "https://s.example") { Array($0.utf8.reversed()) }

    init() throws { installation = try Installation() }

    /// Makes texts of what is due as dispatch does, and writes down their links.
    @discardableResult
    private func compose() throws -> [String: Composing.Text] {
        try installation.workers.inTransaction { connection in
            let due = try Dispatching.claim(limit: 100, on: &connection)
            let composing = try Composing.load(
                due.map(\.messageID),
                links: links,
                on: &connection
            )
            try composing.record(due.map(\.messageID), on: &connection)
            var texts: [String: Composing.Text] = [:]
            for one in due {
                guard let text = composing.text(of: one) else { continue }
                texts[one.messageID] = text
                let prepared = Dispatching.Prepared(
                    messageID: one.messageID,
                    attemptNumber: 1,
                    body: text.prepared.body,
                    segments: 1,
                    links: text.links
                )
                try Links.record([prepared], on: &connection)
            }
            return texts
        }
    }

    private func setUp(_ template: String, more: SQL = "") throws {
        try installation.execute(
            """
            UPDATE tenant_settings
               SET message_template = \(template), google_review_url = 'https://g.example/review'
                   \(more)
            """
        )
    }

    private func find(_ purpose: MessageLink.Purpose, _ token: String) throws -> Links.Found? {
        try installation.functions.forAll { connection in
            try Links.find(purpose, token: token, on: &connection)
        }
    }

    /// One message with links, and the one to its page.
    private func page(_ externalID: String = "T-1") throws -> Links.Found {
        try setUp("{review_url} {feedback_url}")
        let id = try installation.ingestDue([externalID])[0]
        let text = try #require(try compose()[id])
        let link = try #require(text.links.first { $0.purpose == .feedback })
        return try #require(try find(.feedback, link.token))
    }

    @discardableResult
    private func asTenant<Value>(_ body: (inout Connection) throws -> Value) throws -> Value {
        try installation.functions.inTransaction(forTenant: installation.tenant, body)
    }

    private func counts() throws -> [Int] {
        try installation.asOwner { connection in
            try connection.query(
                """
                SELECT coalesce(sum(clicked), 0)::bigint, coalesce(sum(rated), 0)::bigint,
                       coalesce(sum(stars), 0)::bigint FROM current_engagement_counts()
                """
            ).one { (row) throws(PostgresError) in
                [try row.decode(0), try row.decode(1), try row.decode(2)]
            }
        }
    }

    // MARK: - Links

    @Test func `texts carry short links that stay the same at every attempt`() throws {
        try setUp("{review_url} {feedback_url}")
        let id = try installation.ingestDue(["T-1"])[0]
        let (first, second) = (try compose(), try compose())
        #expect(first == second)
        let text = try #require(first[id])
        #expect(text.links.map(\.purpose) == [.review, .feedback])
        #expect(text.prepared.body == text.links.map(\.url).joined(separator: " "))
        #expect(text.links.map(\.token.count) == [10, 22])
        for link in text.links {
            let found = try #require(try find(link.purpose, link.token))
            #expect(found.messageID == id)
            #expect(found.tenant == installation.tenant)
            #expect(!found.isExpired)
        }
        #expect(try installation.value("SELECT count(*) FROM message_links", as: Int.self) == 2)
    }

    @Test func `no other token is found, nor one of the other kind`() throws {
        try setUp("{review_url} {feedback_url}")
        let id = try installation.ingestDue(["T-1"])[0]
        let made = try #require(try compose()[id]).links
        #expect(try find(.review, "0000000000") == nil)
        #expect(try find(.feedback, made[0].token) == nil)
        #expect(try find(.review, made[1].token) == nil)
        #expect(try find(.feedback, "' OR true --") == nil)
        #expect(try find(.feedback, String(made[1].token.dropLast()) + "é") == nil)
    }

    @Test func `links are made only where the text has them and the business wants them`() throws {
        try setUp("Hello")
        var id = try installation.ingestDue(["T-1"])[0]
        #expect(try compose()[id]?.links == [])
        try setUp("{review_url} {feedback_url}", more: ", short_links = false")
        id = try installation.ingestDue(["T-2"])[0]
        var text = try #require(try compose()[id])
        #expect(text.links.map(\.purpose) == [.feedback])
        #expect(text.prepared.body.hasPrefix("https://g.example/review https://s.example/f/"))
        try setUp("{feedback_url}", more: ", feedback_url = 'https://own.example'")
        id = try installation.ingestDue(["T-3"])[0]
        text = try #require(try compose()[id])
        #expect(text.prepared.body == "https://own.example" && text.links == [])
    }

    @Test func `a review link leads where the rotation of its text chose`() throws {
        try setUp("{review_url}")
        let tenant = installation.tenant
        let placements = ["a", "b"].map {
            ReviewLinks.Placement(
                platform: .init(name: $0, url: "https://\($0).example", weight: 1),
                dealership: nil
            )
        }
        _ = try asTenant { try ReviewLinks.replace(with: placements, of: tenant, on: &$0) }
        try installation.ingestDue((1...12).map { "T-\($0)" })
        let texts = try compose()
        // Later versions change nothing for links that were sent.
        _ = try asTenant { try ReviewLinks.replace(with: [], of: tenant, on: &$0) }
        var destinations: Set<String> = []
        for (id, text) in texts {
            let link = try #require(try find(.review, text.links[0].token))
            let chosen: String = try installation.value(
                "SELECT review_platform FROM messages WHERE id = \(id)::uuid"
            )
            let address = try asTenant { try CustomerPage.destination(of: link, on: &$0) }
            #expect(address == "https://\(chosen).example")
            destinations.insert(chosen)
        }
        #expect(destinations == ["a", "b"])
    }

    // MARK: - Clicks and ratings

    @Test func `the first click of a person counts once, whatever else follows a link`() throws {
        let link = try page()
        let review = Links.Found(link, .review)
        try asTenant { connection in
            try Engaging.visit(review, by: .preview, on: &connection)
        }
        #expect(try counts() == [0, 0, 0])
        try asTenant { connection in
            for link in [review, link, link] {
                try Engaging.visit(link, by: .person, on: &connection)
            }
        }
        #expect(try counts() == [1, 0, 0])
        let engagement = try #require(
            try asTenant { try Engagement.find(link.messageID, on: &$0) }
        )
        #expect(engagement.reviewClicks == 1 && engagement.pageViews == 2)
        #expect(engagement.previews == 1 && engagement.clickedAt != nil)
        #expect(try installation.timeline(link.messageID).filter { $0 == "clicked" }.count == 1)
    }

    @Test func `a rating may be changed for a while, and the same one twice is one`() throws {
        let link = try page()
        func rate(_ stars: Int, _ comment: String) throws -> Bool {
            try asTenant { connection in
                try Engaging.rate(link.messageID, stars: stars, comment: comment, on: &connection)
            }
        }
        #expect(try rate(2, "Slow"))
        #expect(try !rate(2, "Slow"))
        #expect(try counts() == [1, 1, 2])
        #expect(try rate(5, ""))
        #expect(try counts() == [1, 1, 5])
        try installation.execute("UPDATE engagements SET rated_at = now() - interval '25 hours'")
        #expect(try !rate(1, "Late"))
        #expect(try counts() == [1, 1, 5])
        #expect(
            try installation.timeline(link.messageID).filter { $0 == "rated" }.count == 2
        )
        let page = try #require(try asTenant { try CustomerPage.find(link, on: &$0) })
        #expect(!page.isOpen && page.rating?.stars == 5)
    }

    @Test func `figures are the same before, while and after they are folded`() throws {
        try setUp("{feedback_url}")
        let ids = try installation.ingestDue((1...20).map { "T-\($0)" })
        var stars = 0
        for (index, id) in ids.enumerated() where index % 3 != 0 {
            stars += 1 + index % 5
            _ = try asTenant { connection in
                try Engaging.rate(id, stars: 1 + index % 5, comment: "", on: &connection)
            }
        }
        #expect(try counts() == [13, 13, stars])
        while try installation.workers.forAll({ try Engaging.fold(limit: 4, on: &$0) }) > 0 {
            #expect(try counts() == [13, 13, stars])
        }
        let folded: Int = try installation.value(
            "SELECT coalesce(sum(stars), 0)::bigint FROM engagement_counts"
        )
        #expect(folded == stars)
        let recounted: Int = try installation.value(
            "SELECT sum(stars)::bigint FROM engagements"
        )
        #expect(recounted == stars)
    }

    @Test func `two at once count as one`() throws {
        let link = try page()
        let functions = installation.functions
        Threads.run(8) { index in
            try? functions.inTransaction(forTenant: installation.tenant) { connection in
                try Engaging.visit(link, by: .person, on: &connection)
                _ = try Engaging.rate(
                    link.messageID,
                    stars: 1 + index % 5,
                    comment: "",
                    on: &connection
                )
            }
        }
        let kept: Int = try installation.value("SELECT stars FROM engagements")
        #expect(try counts() == [1, 1, kept])
    }

    @Test func `START takes back what was stopped on the page`() throws {
        let number = try E164("+12125550123")
        try asTenant { connection in
            try Suppressions.add(
                [.init(number, .optedOut)],
                of: installation.tenant,
                from: .page,
                by: "customer",
                on: &connection
            )
        }
        let released = try asTenant { connection in
            try Suppressions.release(
                number.rawValue,
                of: installation.tenant,
                as: .customer,
                by: "customer",
                note: "START",
                on: &connection
            )
        }
        #expect(released == 1)
    }
}

extension Links.Found {
    /// The same message's link of another kind.
    fileprivate init(_ other: Links.Found, _ purpose: MessageLink.Purpose) {
        self.init(
            tenant: other.tenant,
            messageID: other.messageID,
            purpose: purpose,
            isExpired: other.isExpired
        )
    }
}
