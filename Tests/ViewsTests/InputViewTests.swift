import Messaging
import Store
import Testing
import Views
import Web

@Suite struct `A filter in a query` {
    @Test func `is read`() throws {
        let filter = try MessageFilter(
            Form(
                decoding: "status=failed,undelivered&status=sent&transactionId=T-1"
                    + "&phone=+15005550006&dealership=North&from=2026-11-20"
                    + "&to=2026-11-21T00:00:00+01:00&unknown=1"
            )
        )
        #expect(filter.statuses == [.failed, .undelivered, .sent])
        #expect(filter.transactionID == "T-1")
        #expect(filter.phone == "+15005550006")  // its plus sign was not encoded
        #expect(filter.dealership == "North")
        #expect(filter.from == "2026-11-20T00:00:00Z")
        #expect(filter.to == "2026-11-21T00:00:00+01:00")
    }

    @Test(arguments: ["", "status=", "phone=&dealership=&transactionId=&from=&to=", "limit=5"])
    func `that is left empty narrows nothing`(_ query: String) throws {
        #expect(try MessageFilter(Form(decoding: query)).isEmpty)
    }

    @Test(arguments: [
        ("status=lost", "status"), ("status=sent,lost", "status"), ("from=yesterday", "from"),
        ("to=2026-02-30", "to"), ("phone=123456789012345678901", "phone"),
        ("transactionId=%00", "transactionId"),
    ])
    func `is refused by name`(_ query: String, _ field: String) {
        let problem = #expect(throws: Problem.self) { try MessageFilter(Form(decoding: query)) }
        #expect(problem?.fields.map(\.field) == [field])
    }
}

@Suite struct `An amount` {
    private let field = Field<Money>.amount("amount", currency: .usd, "How much.")

    @Test(
        arguments: [
            (JSON.number("25000.00"), 25_000_000_000), (.number("0.000001"), 1),
            ("19.99", 19_990_000),
            ("-5", -5_000_000),
        ] as [(JSON, Int64)]
    )
    func `is read digit by digit`(_ json: JSON, _ micros: Int64) throws {
        guard case .object(let body) = JSON.object(.init([.init("amount", json)])) else { return }
        #expect(try Input(body: body).read(field) == Money(micros: micros, currency: .usd))
    }

    @Test(arguments: [JSON.number("1e5"), "1,000", "0.0000001", "$5", true, "99999999999999999999"])
    func `is refused in other forms`(_ json: JSON) {
        let body = JSON.Object([.init("amount", json)])
        #expect(throws: Problem.self) { try Input(body: body).read(field) }
    }
}

@Suite struct `A text with variables` {
    private let field = Field<MessageTemplate>.template("message", "The text.")

    @Test func `is refused with everything that is wrong`() throws {
        let body = JSON.Object([.init("message", "Hi {nmae} {")])
        let problem = #expect(throws: Problem.self) { try Input(body: body).read(field) }
        let message = try #require(problem?.fields.first?.message)
        #expect(message.contains("{nmae}"))
        #expect(message.contains("no partner"))
    }
}

@Suite struct `Counts as they are shown` {
    @Test(arguments: [
        (0, 0, JSON.null), (1, 2, .number("33.3")), (1, 0, .number("100.0")),
        (0, 1, .number("0.0")),
    ])
    func `have a rate in percent`(_ delivered: Int, _ failed: Int, _ rate: JSON) {
        var counts = StatusCounts()
        counts[.delivered] = delivered
        counts[.failed] = failed
        #expect(counts.deliveryRate == rate)
        #expect(counts.json["deliveryRate"] == rate)
        #expect(counts.json["total"] == .int(delivered + failed))
    }
}
