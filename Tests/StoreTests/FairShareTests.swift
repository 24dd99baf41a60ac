import Postgres
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `Turns among businesses` {
    private let installation: Installation
    private let others: [TenantID]

    init() throws {
        installation = try Installation()
        others = [try installation.addTenant(), try installation.addTenant()]
    }

    private func claim(_ limit: Int) throws -> [String] {
        try installation.workers.inTransaction { connection in
            try Dispatching.claim(limit: limit, on: &connection).map(\.messageID)
        }
    }

    private func burst(_ count: Int, of tenant: TenantID, _ name: String) throws -> Set<String> {
        Set(try installation.ingestDue((1...count).map { "\(name)-\($0)" }, of: tenant))
    }

    @Test func `let a single message leave with the first batch of another's burst`() throws {
        let many = try burst(40, of: installation.tenant, "many")
        let single = try burst(1, of: others[0], "single")
        let batch = try claim(10)
        #expect(batch.count == 10 && Set(batch).count == 10)
        #expect(single.isSubset(of: batch))
        #expect(many.intersection(batch).count == 9)
        #expect(batch.prefix(2).contains { single.contains($0) })
    }

    @Test func `give each of them as much, and what one does not need to the others`() throws {
        let first = try burst(40, of: installation.tenant, "a")
        let second = try burst(40, of: others[0], "b")
        let third = try burst(2, of: others[1], "c")
        let batch = try claim(20)
        #expect(batch.count == 20 && Set(batch).count == 20)
        #expect(third.isSubset(of: batch))
        #expect(first.intersection(batch).count == 9)
        #expect(second.intersection(batch).count == 9)
    }

    @Test func `leave nobody out for ever where a batch is too small for all`() throws {
        let all = try [installation.tenant, others[0], others[1]].enumerated().map {
            try burst(1, of: $1, "t\($0)")
        }
        var seen: Set<String> = []
        for _ in 0..<200 where seen.count < 3 { seen.formUnion(try claim(1)) }
        #expect(seen == all[0].union(all[1]).union(all[2]))
    }

    @Test func `pass over a business that is suspended, until it goes on`() throws {
        let held = try burst(3, of: others[0], "held")
        let own = try burst(1, of: installation.tenant, "own")
        try installation.execute(
            """
            UPDATE tenants SET suspended_at = now(), suspended_for = 'Not paid'
             WHERE id = \(others[0].rawValue)
            """
        )
        #expect(Set(try claim(10)) == own)
        try installation.execute("UPDATE tenants SET suspended_at = NULL, suspended_for = NULL")
        #expect(Set(try claim(10)) == held.union(own))
    }
}
