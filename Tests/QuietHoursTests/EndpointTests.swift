import FunctionRuntime
import Postgres
import Store
import TestSupport
import Testing
import Web

@testable import quiet_hours

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `Quiet hours, asked for` {
    private let scratch: ScratchDatabase
    private let database: Database

    init() throws {
        scratch = try ScratchDatabase.withSchema()
        database = Database(scratch.pool(as: .function))
        var owner = try scratch.connect(as: .owner)
        try owner.execute("INSERT INTO dealerships (tenant_id, name) VALUES (1, 'West')")
    }

    private func ask(
        _ endpoint: some Endpoint,
        _ query: String = "",
        body: String = "",
        parameters: [String: String] = [:]
    ) throws -> String {
        var request = Request(method: .get, path: "/", rawQuery: query, body: Array(body.utf8))
        request.caller = Caller(tenant: TenantID(rawValue: 1), name: "Ada", scopes: [])
        request.parameters = parameters
        guard case .bytes(let bytes) = try endpoint.respond(to: request).body else { return "" }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `are explained for a number as a query brings it`() throws {
        let explain = ExplainQuietHours(database: database)
        for number in ["%2B12125550123", "+12125550123", "(212)%20555-0123"] {
            let answer = try ask(explain, "to=\(number)&at=2126-01-15T12:30:00Z")
            #expect(answer.contains(#""next":"2126-01-15T13:00:00.000Z""#), "\(number)")
            #expect(answer.contains(#""allowed":false"#))
        }
        #expect(throws: Problem.self) { try ask(explain, "to=12") }
        #expect(throws: Problem.self) { try ask(explain, "to=%2B12125550123&dealership=East") }
    }

    @Test func `follow the dealership's clock`() throws {
        let change = ChangeDealership(database: database)
        let told = try ask(
            change,
            body: #"{"timeZone": "america/los_angeles"}"#,
            parameters: ["id": "1"]
        )
        #expect(told == #"{"id":1,"name":"West","timeZone":"America/Los_Angeles"}"#)
        let answer = try ask(
            ExplainQuietHours(database: database),
            "to=%2B12125550123&dealership=West&at=2126-01-15T13:30:00Z"
        )
        #expect(answer.contains(#""next":"2126-01-15T16:00:00.000Z""#))
        #expect(answer.contains(#""from":"dealership""#))
        for (body, id) in [(#"{"timeZone": "Moon/Base"}"#, "1"), ("{}", "2"), ("{}", "x")] {
            #expect(throws: Problem.self) { try ask(change, body: body, parameters: ["id": id]) }
        }
        #expect(try ask(change, body: "{}", parameters: ["id": "1"]).contains("null"))
        #expect(try ask(ListDealerships(database: database)).contains("West"))
    }

    @Test func `are set, shown and removed`() throws {
        let set = try ask(
            ChangeOwnHours(database: database),
            body: #"{"hours": {"Saturday": {"earliest": "10:00"}, "sunday": null}}"#
        )
        #expect(
            set.contains(
                #""hours":{"saturday":{"earliest":"10:00","latest":"24:00"},"sunday":null}"#
            )
        )
        #expect(set.contains(#""own":{"version":1,"#) && set.contains(#""source":"Ada""#))
        let shown = try ask(ShowQuietHours(database: database), "country=us")
        #expect(shown.contains("47 CFR") && !shown.contains("India"))
        #expect(try ask(RemoveOwnHours(database: database)).contains(#""own":null"#))
    }

    @Test(arguments: [
        "{}", #"{"hours": "always"}"#, #"{"hours": {"someday": null}}"#,
        #"{"hours": {"monday": {"earliest": "03:59"}}}"#,
        #"{"hours": {"monday": {"latest": "24:01"}}}"#,
        #"{"hours": {"monday": {"earliest": "9:00"}}}"#,
        #"{"hours": {"monday": {"earliest": "10:00", "latest": "10:59"}}}"#,
        #"{"hours": {"monday": {"from": "10:00"}}}"#,
        #"{"hours": {"monday": null, "tuesday": null, "wednesday": null, "thursday": null, "friday": null, "saturday": null, "sunday": null}}"#,
    ])
    func `are refused where they make no sense`(_ body: String) throws {
        #expect(throws: Problem.self) { try ask(ChangeOwnHours(database: database), body: body) }
    }
}
