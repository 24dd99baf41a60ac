import Postgres
import TestSupport
import Testing
import Web

@testable import Store

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `A tenant's settings` {
    private let installation: Installation
    init() throws { installation = try Installation() }

    private func fetch(_ tenant: TenantID? = nil) throws -> TenantSettings {
        let tenant = tenant ?? installation.tenant
        return try installation.functions.forTenant(tenant) {
            try TenantSettings.fetch(of: tenant, on: &$0)
        }
    }

    private func save(_ settings: TenantSettings) throws {
        try installation.functions.forTenant(installation.tenant) {
            try settings.save(for: installation.tenant, on: &$0)
        }
    }

    @Test func `begin as the schema says`() throws {
        #expect(try fetch() == .initial)
    }

    @Test func `are kept whole, and are the tenant's own`() throws {
        let other = try installation.addTenant()
        let before = try fetch(other)
        let settings = TenantSettings(
            messageTemplate: "Hi {customer_name}, it's 5 o'clock \\ 🎉",
            googleReviewURL: "https://g.example",
            trustpilotURL: "https://t.example",
            feedbackURL: "https://f.example",
            delayHours: 0,
            retryAttempts: 10,
            retryDelayMinutes: 1440,
            batchSize: 1000,
            defaultDealership: "us",
            defaultCustomer: "friend",
            smartEncoding: true
        )
        try save(settings)
        #expect(try fetch() == settings)
        #expect(try fetch(other) == before)
    }

    @Test func `outside their bounds are refused by the schema`() throws {
        let cases: [(WritableKeyPath<TenantSettings, Int>, Int)] = [
            (\.delayHours, 169), (\.delayHours, -1), (\.retryAttempts, 11),
            (\.retryDelayMinutes, 1441), (\.batchSize, 0), (\.batchSize, 1001),
        ]
        for (path, value) in cases {
            var settings = try fetch()
            settings[keyPath: path] = value
            let error = #expect(throws: PostgresError.self) { try save(settings) }
            guard case .server(let words) = error else { continue }
            #expect(words.state == .checkViolation)
        }
    }

    @Test func `that are not there are no one's`() throws {
        let nobody = TenantID(rawValue: 99)
        #expect(throws: PostgresError.noRow) { try fetch(nobody) }
        let profile = try installation.functions.forTenant(nobody) {
            try TenantProfile.find(of: nobody, on: &$0)
        }
        #expect(profile == nil)
    }

    @Test func `tell how input is read`() throws {
        try installation.execute(
            """
            WITH tenant AS (UPDATE tenants SET default_region = 'GB', currency = 'GBP')
            UPDATE tenant_settings SET default_dealership = 'North', default_customer = 'friend'
            """
        )
        let profile = try installation.functions.forTenant(installation.tenant) {
            try TenantProfile.find(of: installation.tenant, on: &$0)
        }
        #expect(
            profile
                == TenantProfile(
                    defaultRegion: "GB",
                    currency: "GBP",
                    defaultDealership: "North",
                    defaultCustomer: "friend"
                )
        )
    }

    @Test func `name a zone that PostgreSQL knows`() throws {
        for (zone, isKnown) in [("Europe/Berlin", true), ("Mars/Olympus", false), ("", false)] {
            let isSet = try installation.asOwner {
                try Tenants.setTimeZone(zone, of: installation.tenant, on: &$0)
            }
            #expect(isSet == isKnown)
        }
        let zone: String = try installation.value("SELECT time_zone FROM tenants WHERE id = 1")
        #expect(zone == "Europe/Berlin")
    }
}
