import Messaging
import Postgres
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `The text of what is due` {
    private let installation: Installation
    init() throws { installation = try Installation() }

    /// Takes up what is due as dispatch does, and returns the texts.
    private func compose() throws -> [String] {
        try installation.workers.inTransaction { connection in
            let due = try Dispatching.claim(limit: 100, on: &connection)
                .sorted { $0.messageID < $1.messageID }
            let composing = try Composing.load(due.map(\.messageID), on: &connection)
            try composing.record(due.map(\.messageID), on: &connection)
            return due.compactMap { composing.text(of: $0)?.prepared.body }
        }
    }

    private func replace(_ placements: [ReviewLinks.Placement]) throws -> Int? {
        let tenant = installation.tenant
        return try installation.functions.inTransaction(forTenant: tenant) { connection in
            try ReviewLinks.replace(with: placements, of: tenant, on: &connection)
        }
    }

    private func save(
        _ text: String,
        dealership: String? = nil,
        language: String? = nil
    ) throws -> Int? {
        let template = try MessageTemplate(text)
        let caller = installation.caller()
        return try installation.functions.inTransaction(forTenant: caller.tenant) { connection in
            try Templates.save(
                template,
                as: "default",
                .init(dealership: dealership, language: language),
                by: caller,
                on: &connection
            )
        }
    }

    private func placement(_ name: String, _ weight: Int) -> ReviewLinks.Placement {
        .init(
            platform: .init(name: name, url: "https://\(name).example", weight: weight),
            dealership: nil
        )
    }

    @Test func `has look-alikes replaced where the tenant wants it`() throws {
        try installation.execute("UPDATE tenant_settings SET message_template = 'It’s {amount|ok}'")
        try installation.ingestDue(["T-1"])
        #expect(try compose() == ["It’s ok"])
        try installation.execute("UPDATE tenant_settings SET smart_encoding = true")
        #expect(try compose() == ["It's ok"])
    }

    @Test func `asks for a review where the rotation says, and the message keeps it`() throws {
        try installation.execute(
            """
            UPDATE tenant_settings SET message_template = '{review_url}',
                   google_review_url = 'https://old.example'
            """
        )
        try installation.ingestDue((1...40).map { "T-\($0)" })
        #expect(Set(try compose()) == ["https://old.example"])
        #expect(try replace([placement("a", 1), placement("b", 1), placement("c", 0)]) == 1)
        let texts = try compose()
        #expect(Set(texts) == ["https://a.example", "https://b.example"])
        #expect(try compose() == texts)
        let kept: Int = try installation.value(
            "SELECT count(*) FROM messages WHERE review_platform = 'a' AND review_rotation = 1"
        )
        #expect(kept == texts.count { $0 == "https://a.example" })
        let tenant = installation.tenant
        for aspect in ReviewLinks.Aspect.allCases {
            let tallies = try installation.functions.forTenant(tenant) {
                try ReviewLinks.tally(by: aspect, of: tenant, days: 1, on: &$0)
            }
            #expect(tallies.map(\.expected) == [20, 20])
            #expect(tallies.reduce(0) { $0 + $1.found } == 40)
        }
        let unknown = ReviewLinks.Placement(
            platform: .init(name: "a", url: "https://a.example", weight: 1),
            dealership: "nobody"
        )
        #expect(try replace([unknown]) == nil)
    }

    @Test func `is the dealership's own, or everybody's, and the message knows its version`() throws
    {
        var transaction = try installation.arriving("T-1")
        transaction.kind = .test
        transaction.dealershipName = "North"
        try installation.ingest([transaction])
        #expect(try save("All") == 2)
        #expect(try save("All") == 2)
        #expect(try compose() == ["All"])
        #expect(try save("North's", dealership: "North") == 1)
        #expect(try save("x", dealership: "nobody") == nil)
        #expect(try compose() == ["North's"])
        let used: String = try installation.value(
            """
            SELECT v.text FROM messages m JOIN template_versions v ON v.id = m.template_version_id
            """
        )
        #expect(used == "North's")
        let tenant = installation.tenant
        let isArchived = try installation.functions.forTenant(tenant) {
            try Templates.archive("default", .init(dealership: "North"), of: tenant, on: &$0)
        }
        #expect(isArchived)
        #expect(try compose() == ["All"])
        let versions = try installation.functions.forTenant(tenant) {
            try Templates.versions(of: "default", .everybodys, of: tenant, on: &$0)
        }
        #expect(versions.map(\.number) == [2, 1])
        #expect(versions.map(\.createdBy) == ["Ada", nil])
    }

    /// The order of the choice: dealership and language, dealership, language, everybody's.
    @Test func `is that of the dealership and the language as far as there is one`() throws {
        for (dealership, language) in [("North", "es"), ("North", nil), (nil, "es"), (nil, nil)] {
            var transaction = try installation.arriving("\(dealership ?? "-") \(language ?? "-")")
            transaction.kind = .test
            transaction.dealershipName = dealership
            transaction.language = language
            try installation.ingest([transaction])
        }
        func sent() throws -> [String] {
            let (compositions, tenant) = (try compose(), installation.tenant)
            // What a person is told would be sent is what is sent.
            let told = try installation.functions.forTenant(tenant) { connection in
                try [("North", "es"), ("North", nil), (nil, "es"), (nil, nil)].map {
                    try Templates.sent(
                        to: .init(dealership: $0.0, language: $0.1),
                        of: tenant,
                        on: &connection
                    )?.text
                }
            }
            #expect(told.compactMap(\.self).sorted() == compositions.sorted())
            return told.compactMap(\.self)
        }
        _ = try save("all")
        #expect(try sent() == ["all", "all", "all", "all"])
        #expect(try save("todos", language: "es") == 1)
        #expect(try sent() == ["todos", "all", "todos", "all"])
        #expect(try save("north", dealership: "North") == 1)
        #expect(try sent() == ["north", "north", "todos", "all"])
        #expect(try save("norte", dealership: "North", language: "es") == 1)
        #expect(try save("norte", dealership: "North", language: "es") == 1)
        #expect(try save("nord", dealership: "North", language: "de") == 1)
        #expect(try sent() == ["norte", "north", "todos", "all"])
        let tenant = installation.tenant
        let current = try installation.functions.forTenant(tenant) {
            try Templates.current(of: tenant, on: &$0)
        }
        #expect(current.map(\.text) == ["all", "todos", "north", "nord", "norte"])
        #expect(current.map(\.variant.language) == [nil, "es", nil, "de", "es"])
        let isArchived = try installation.functions.forTenant(tenant) {
            try Templates.archive(
                "default",
                .init(dealership: "North", language: "es"),
                of: tenant,
                on: &$0
            )
        }
        #expect(isArchived)
        #expect(try sent() == ["north", "north", "todos", "all"])
    }

    @Test func `keeps the language that the CRM gave`() throws {
        var transaction = try installation.arriving("T-1")
        transaction.language = "es"
        try installation.ingest([transaction])
        #expect(try installation.detail("T-1")?.record.language == "es")
    }
}
