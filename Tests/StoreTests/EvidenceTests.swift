import Messaging
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `Evidence of what was said to a number` {
    private let installation: Installation
    private let number = "+12125550123"

    init() throws {
        installation = try Installation()
        try installation.allowAnyTransition()
    }

    private func gather(of tenant: TenantID? = nil) throws -> Evidence {
        let tenant = tenant ?? installation.tenant
        return try installation.functions.forTenant(tenant) { connection in
            try Evidence.gather(try E164(number), of: tenant, on: &connection)
        }
    }

    @Test func `says who gave us the number, what was sent and what came back`() throws {
        let planted = try installation.plant(number, name: "Zoë Quimby", words: "otter-77")
        try installation.hear("STOP", from: number)
        let evidence = try gather()
        #expect(evidence.origins.map(\.transactionID) == ["T-0123"])
        #expect(evidence.origins[0].givenBy == "key crm" && evidence.origins[0].source == nil)
        #expect(evidence.origins[0].dealership == "North")
        #expect(evidence.messages.map(\.detail.record.id) == [planted.messageID])
        #expect(evidence.messages[0].detail.attempts.count == 1)
        #expect(evidence.messages[0].detail.timeline.first?.kind == "received")
        #expect(evidence.replies.map(\.text) == ["Well, otter-77", "STOP"])
        #expect(evidence.replies.last?.understoodAs == "stop")
        #expect(evidence.optOuts.map(\.reason) == ["opted_out", "operator"])
    }

    @Test func `is of one business alone, and empty where nothing was said`() throws {
        _ = try installation.plant(number, name: "Zoë Quimby", words: "otter-77")
        let evidence = try gather(of: try installation.addTenant())
        #expect(evidence.origins == [] && evidence.messages == [])
        #expect(evidence.replies == [] && evidence.optOuts == [])
    }
}
