import Messaging
import Postgres
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `What a text will cost` {
    private let installation: Installation
    init() throws { installation = try Installation() }

    private func tariff(_ tenant: TenantID? = nil) throws -> Tariff {
        let tenant = tenant ?? installation.tenant
        return try installation.functions.forTenant(tenant) {
            try Tariff.fetch(of: tenant, on: &$0)
        }
    }

    private func addPrice(
        _ provider: String?,
        _ country: String?,
        _ micros: Int64,
        of tenant: TenantID
    ) throws {
        var row = Prices.Row(currency: .usd, baseMicros: micros, validFrom: "2026-01-01T00:00:00Z")
        row.provider = provider
        row.country = country
        try installation.functions.inTransaction(forTenant: tenant) {
            try Prices.save([row], of: tenant, on: &$0)
        }
    }

    @Test func `is null where no price is known, and each business's own`() throws {
        let other = try installation.addTenant()
        try installation.execute("DELETE FROM prices")
        try addPrice(nil, "US", 8_000, of: installation.tenant)
        let tariff = try tariff()
        #expect(tariff.homeCountry == "US")
        #expect(tariff.cost(segments: 2, country: "US") == Money(micros: 16_000, currency: .usd))
        #expect(tariff.cost(segments: 2, country: "DE") == nil)
        #expect(tariff.cost(segments: 2, country: nil) == nil)
        #expect(try self.tariff(other).cost(segments: 1, country: "US") == nil)
    }

    @Test func `is that of the provider that the newest messages went through`() throws {
        try installation.execute("DELETE FROM prices")
        try addPrice("twilio", "US", 8_000, of: installation.tenant)
        try addPrice("vonage", "US", 7_000, of: installation.tenant)
        #expect(try tariff().cost(segments: 1, country: "US")?.micros == 8_000)
        _ = try installation.sending()
        #expect(try tariff().cost(segments: 1, country: "US")?.micros == 8_000)
        try installation.execute("UPDATE attempts SET provider = 'vonage'")
        #expect(try tariff().cost(segments: 1, country: "US")?.micros == 7_000)
    }
}

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `The customers that a text is tried on` {
    private let installation: Installation
    init() throws { installation = try Installation() }

    private func latest(_ variant: Templates.Variant = .everybodys) throws -> [TemplateSample] {
        let tenant = installation.tenant
        return try installation.functions.forTenant(tenant) {
            try Customers.latest(10, fitting: variant, of: tenant, on: &$0)
        }
    }

    private func unknown(at dealership: String?) throws -> [TemplateVariable: String] {
        let tenant = installation.tenant
        return try installation.functions.forTenant(tenant) {
            try Customers.unknown(at: dealership, of: tenant, on: &$0)
        }
    }

    private func place(_ links: [(url: String, weight: Int, dealership: String?)]) throws {
        let tenant = installation.tenant
        let version = try installation.functions.inTransaction(forTenant: tenant) { connection in
            try ReviewLinks.replace(
                with: links.map {
                    .init(
                        platform: .init(name: $0.url, url: $0.url, weight: $0.weight),
                        dealership: $0.dealership
                    )
                },
                of: tenant,
                on: &connection
            )
        }
        #expect(version != nil)
    }

    private func add(_ id: String, dealership: String?, language: String?) throws {
        var transaction = try installation.arriving(id)
        transaction.dealershipName = dealership
        transaction.language = language
        try installation.ingest([transaction])
    }

    @Test func `are those of the dealership and language, or else all`() throws {
        try add("T-1", dealership: "North", language: "es")
        try add("T-2", dealership: "North", language: nil)
        try add("T-3", dealership: nil, language: "es")
        func ids(_ variant: Templates.Variant) throws -> Set<String> {
            Set(try latest(variant).compactMap { $0.values[.transactionID] })
        }
        #expect(try ids(.everybodys) == ["T-1", "T-2", "T-3"])
        #expect(try ids(.init(dealership: "North")) == ["T-1", "T-2"])
        #expect(try ids(.init(language: "es")) == ["T-1", "T-3"])
        #expect(try ids(.init(dealership: "North", language: "es")) == ["T-1"])
        #expect(try ids(.init(language: "de")) == ["T-1", "T-2", "T-3"])
    }

    @Test func `have the review link that they will get`() throws {
        try installation.execute(
            "UPDATE tenant_settings SET google_review_url = 'https://g.example'"
        )
        try add("T-1", dealership: "North", language: nil)
        #expect(try latest().map { $0.values[.reviewURL] } == ["https://g.example"])
        #expect(try unknown(at: nil)[.reviewURL] == "https://g.example")
        try place([
            ("https://a.example/short", 1, nil), ("https://a.example/much/longer", 1, nil),
            ("https://a.example/the/longest/of/all/but/rested", 0, nil),
            ("https://north.example", 1, "North"),
        ])
        #expect(try latest().map { $0.values[.reviewURL] } == ["https://north.example"])
        #expect(try unknown(at: "North")[.reviewURL] == "https://north.example")
        #expect(try unknown(at: "South")[.reviewURL] == "https://a.example/much/longer")
        #expect(try unknown(at: nil)[.reviewURL] == "https://a.example/much/longer")
        #expect(try unknown(at: "South")[.dealershipName] == "South")
    }
}
