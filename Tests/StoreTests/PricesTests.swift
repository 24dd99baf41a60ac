import Messaging
import Postgres
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `Price lists` {
    private let installation: Installation
    init() throws { installation = try Installation() }

    private func row(
        _ micros: Int64,
        _ provider: String? = nil,
        country: String? = nil,
        from: String = "2026-01-01T00:00:00Z"
    ) -> Prices.Row {
        var row = Prices.Row(currency: .usd, baseMicros: micros, validFrom: from)
        row.provider = provider
        row.country = country
        return row
    }

    private func lists() throws -> Prices.AllLists {
        try installation.workers.forAll { connection in try Prices.allLists(on: &connection) }
    }

    @Test func `are those of the installation, and each tenant's own above them`() throws {
        try installation.execute(
            """
            INSERT INTO prices (provider, country, direction, currency, base_micros, fee_micros,
                                per_segment, valid_from, valid_to)
            VALUES ('twilio', 'US', 'outbound', 'USD', 7900, 100, true, '2026-01-01', NULL),
                   ('twilio', NULL, 'outbound', 'USD', 50000, 0, true, '2026-01-01', NULL),
                   ('twilio', 'FR', 'outbound', 'USD', 1, 0, true, '2026-01-01', '2026-02-01'),
                   ('twilio', 'FR', 'outbound', 'USD', 2, 0, true, '2999-01-01', NULL),
                   ('twilio', 'FR', 'inbound', 'USD', 3, 0, true, '2026-01-01', NULL)
            """
        )
        try installation.price(row(6000, "twilio", country: "US"))
        let other = try installation.addTenant()
        try installation.price(row(9000, "vonage"), of: other)
        let lists = try lists()
        #expect(Set(lists.own.keys) == [installation.tenant, other])
        func micros(_ list: PriceList?, _ provider: String, _ country: String) -> Int64? {
            list?.price(provider: provider, country: country)?.cost(segments: 1)?.micros
        }
        #expect(micros(lists.common, "twilio", "US") == 8000)
        #expect(micros(lists.common, "twilio", "FR") == 50_000)
        #expect(micros(lists.common, "vonage", "US") == nil)
        #expect(micros(lists.own[installation.tenant], "twilio", "US") == 6000)
        #expect(micros(lists.own[installation.tenant], "twilio", "FR") == 50_000)
        #expect(micros(lists.own[other], "vonage", "US") == 9000)
        #expect(micros(lists.own[other], "twilio", "US") == 8000)
    }

    @Test func `take a row of the same meaning and beginning for a correction`() throws {
        for micros: Int64 in [1, 2] {
            try installation.price(row(micros))
            try installation.price(row(micros, "twilio"))
            try installation.price(row(micros, "twilio", country: "US"))
            try installation.price(row(micros, from: "2026-02-01T00:00:00Z"))
        }
        #expect(
            try installation.value("SELECT array_agg(base_micros) FROM prices", as: [Int64].self)
                == [2, 2, 2, 2]
        )
    }
}
